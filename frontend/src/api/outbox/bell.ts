/** How the sender is told that there may be something to do. */

/** Rung while nobody waits, it is heard by the next who does. */
export class Bell {
  #rung = false;
  #answer: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#answer?.();
  }

  /** False when it is heard before the silence is over. */
  async silentFor(silence: Promise<unknown>): Promise<boolean> {
    return Promise.race([this.heard().then(() => false), silence.then(() => true)]);
  }

  heard(): Promise<void> {
    return new Promise((done) => {
      this.#answer = () => {
        this.#rung = false;
        this.#answer = null;
        done();
      };
      if (this.#rung) this.#answer();
    });
  }
}
