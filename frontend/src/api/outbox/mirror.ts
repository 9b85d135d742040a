/** What one tab knows of the line: kept in step by what every tab tells of its changes. */

import type { Entry } from "./entries";
import type { Diff } from "./line";

export class Mirror {
  readonly #entries = new Map<string, Entry>();
  /** News may come while the shelf is still being read: what went stays away. */
  readonly #gone = new Set<string>();
  #last = 0;

  get all(): Entry[] {
    return [...this.#entries.values()];
  }

  of(user: number | undefined): Entry[] {
    const own = this.all.filter((entry) => entry.user === user);
    return own.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** A place behind everything that is known, also when a clock was put back. */
  place(now: number, tab: string): string {
    this.#last = Math.max(now * 1000, this.#last + 1);
    return `${String(this.#last).padStart(17, "0")}-${tab}`;
  }

  enter(entry: Entry): void {
    if (this.#gone.has(entry.key)) return;
    this.#entries.set(entry.key, entry);
    this.#last = Math.max(this.#last, Number.parseInt(entry.key, 10));
  }

  /** What was read from the shelf: older than any news of the same entry. */
  fill(entries: readonly Entry[]): void {
    for (const entry of entries) if (!this.#entries.has(entry.key)) this.enter(entry);
  }

  apply({ put = [], drop = [] }: Pick<Diff, "put" | "drop">): void {
    for (const entry of put) this.enter(entry);
    for (const key of drop) {
      this.#entries.delete(key);
      this.#gone.add(key);
    }
  }
}
