/**
 * Windows of a list too long to be held whole: which are near the view, which are fetched next, which may go.
 * Knows positions, not what stands there; no DOM.
 */

/** Posts in a window. */
export const WINDOW = 200;
/** How many windows are held at most. */
export const MOST_WINDOWS = 8;
/** How far around the view, in positions, windows are fetched before they are seen. */
const AHEAD = 80;
const AT_ONCE = 2;

export const windowAt = (position: number): number => Math.floor(position / WINDOW);

/** The windows needed for what is in view (`first` to `last`, both included), those in view first. */
export function windowsAround(first: number, last: number, count: number): number[] {
  const end = Math.max(windowAt(count - 1), 0);
  const seen = span(windowAt(first), Math.min(windowAt(last), end));
  const before = windowAt(Math.max(first - AHEAD, 0));
  const after = Math.min(windowAt(last + AHEAD), end);
  return [...new Set([...seen, after, before])].slice(0, MOST_WINDOWS);
}

function span(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, at) => from + at);
}

export interface WindowMeans {
  /** How long the list is. */
  readonly count: number;
  /** Fetches a window and puts it in its place. */
  readonly load: (window: number) => Promise<void>;
  /** Takes windows out of their places. */
  readonly release: (windows: readonly number[]) => void;
  /** Windows that something else still needs. */
  readonly pinned?: () => ReadonlySet<number>;
  /** Waits before a window that could not be fetched is asked for again. */
  readonly pause: () => Promise<void>;
}

export class Windows {
  readonly #means: WindowMeans;
  readonly #held = new Set<number>();
  readonly #loading = new Map<number, Promise<void>>();
  #wanted: readonly number[] = [];

  constructor(means: WindowMeans, held: Iterable<number> = []) {
    this.#means = means;
    for (const window of held) this.#held.add(window);
  }

  get held(): ReadonlySet<number> {
    return this.#held;
  }

  /** Says what is in view. Only the newest sight counts: what a fast scroll passed by is not fetched any more. */
  look(first: number, last: number): void {
    this.#wanted = windowsAround(first, last, this.#means.count);
    this.#next();
  }

  #next(): void {
    for (const window of this.#wanted) {
      if (this.#loading.size >= AT_ONCE) return;
      if (!this.#held.has(window) && !this.#loading.has(window)) this.#load(window);
    }
  }

  #load(window: number): void {
    const loading = this.#means.load(window).then(
      () => {
        this.#loading.delete(window);
        this.#held.add(window);
        this.#makeRoom();
        this.#next();
      },
      async () => {
        await this.#means.pause();
        this.#loading.delete(window);
        this.#next();
      },
    );
    this.#loading.set(window, loading);
  }

  /** Lets go what is farthest from the view, never what is near it. */
  #makeRoom(): void {
    const excess = this.#held.size - MOST_WINDOWS;
    if (excess <= 0) return;
    const here = this.#wanted[0] ?? 0;
    const pinned = this.#means.pinned?.() ?? new Set();
    const far = [...this.#held]
      .filter((window) => !this.#wanted.includes(window) && !pinned.has(window))
      .sort((a, b) => Math.abs(b - here) - Math.abs(a - here))
      .slice(0, excess);
    for (const window of far) this.#held.delete(window);
    if (far.length > 0) this.#means.release(far);
  }
}
