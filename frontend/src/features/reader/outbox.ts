/**
 * Sends changes in order, one at a time for each annotation, and again when no answer came. Knows nothing of what it sends:
 * repeating must be harmless, which client-made ids and If-Match see to.
 */

import { isProblem } from "@/api/problem";

export interface SaveState {
  /** Changes on their way. */
  readonly pending: number;
  /** The server can't be reached; sending goes on by itself. */
  readonly offline: boolean;
  /** When the last change was confirmed. */
  readonly savedAt: Date | null;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const PASSING = new Set([0, 429, 502, 503, 504]);

export class Outbox {
  readonly #chains = new Map<string, Promise<unknown>>();
  readonly #waiting = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #pause: (ms: number) => Promise<void>;
  #state: SaveState = { pending: 0, offline: false, savedAt: null };

  constructor(pause: (ms: number) => Promise<void> = wait) {
    this.#pause = pause;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): SaveState => this.#state;

  /** How many changes of this id have not been answered yet. */
  pending(id: string): number {
    return this.#waiting.get(id) ?? 0;
  }

  /** Runs `task` after all earlier ones of the same id. Rejects when the server refuses it for good. */
  send<Answer>(id: string, task: () => Promise<Answer>): Promise<Answer> {
    this.#waiting.set(id, this.pending(id) + 1);
    this.#set({ pending: this.#state.pending + 1 });
    const before = this.#chains.get(id) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.#persist(task));
    this.#chains.set(id, mine);
    return mine.finally(() => this.#settle(id, mine));
  }

  async #persist<Answer>(task: () => Promise<Answer>): Promise<Answer> {
    for (let delay = FIRST_WAIT_MS; ; delay = Math.min(delay * 2, LONGEST_WAIT_MS)) {
      try {
        const answer = await task();
        this.#set({ offline: false, savedAt: new Date() });
        return answer;
      } catch (error) {
        if (!isProblem(error) || !PASSING.has(error.status)) {
          this.#set({ offline: false });
          throw error;
        }
        this.#set({ offline: true });
        await this.#pause(error.retryAfter === null ? delay : error.retryAfter * 1000);
      }
    }
  }

  #settle(id: string, mine: Promise<unknown>): void {
    const left = this.pending(id) - 1;
    if (left > 0) this.#waiting.set(id, left);
    else this.#waiting.delete(id);
    if (this.#chains.get(id) === mine) this.#chains.delete(id);
    this.#set({ pending: this.#state.pending - 1 });
  }

  #set(change: Partial<SaveState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
