/** Those who want to be told something, each until they leave. */

export class Audience<Value> {
  readonly #members = new Set<(value: Value) => void>();

  /** Returns how to leave. */
  readonly join = (member: (value: Value) => void): (() => void) => {
    this.#members.add(member);
    return () => this.#members.delete(member);
  };

  tell(value: Value): void {
    for (const member of this.#members) member(value);
  }
}
