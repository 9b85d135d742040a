/**
 * News of a corpus by server-sent events. One tab per browser holds the stream (a web lock elects
 * it) and passes what it hears to the others; without locks every tab holds its own. A tab that
 * takes over asks for everything after the last number it has seen, so nothing is lost.
 */

export interface News {
  /** For example `annotation.created`, `upload.progress`, `presence`. */
  event: string;
  /** The event's number in the corpus; null for unnumbered news. */
  seq: number | null;
  data: Record<string, unknown>;
}

export type Listener = (news: News) => void;

/** EventSource only hands over the kinds it was told of. */
export const KINDS = [
  ...kinds("annotation", ["created", "changed", "deleted", "restored"]),
  ...kinds("code", ["created", "changed", "deleted", "merged", "split", "moved", "restored"]),
  ...kinds("memo", ["created", "changed", "deleted"]),
  ...kinds("thread", ["created", "changed", "deleted", "restored"]),
  ...kinds("post", ["created", "changed", "deleted", "corrected"]),
  ...kinds("participant", ["changed", "merged"]),
  ...kinds("upload", ["created", "changed", "progress", "loaded", "done", "failed", "deleted"]),
  ...kinds("upload", ["confirmed", "cancelled", "restored"]),
  ...kinds("export", ["created", "progress", "done", "failed"]),
  ...kinds("member", ["added", "created", "changed", "removed", "deleted"]),
  ...kinds("invitation", ["created", "accepted"]),
  ...kinds("corpus", ["created", "changed", "deleted"]),
  "presence",
] as const;

function kinds(noun: string, verbs: readonly string[]): string[] {
  return verbs.map((verb) => `${noun}.${verb}`);
}

/** What the stream needs from the browser; tests hand in their own. */
export interface Surroundings {
  open: (url: string) => EventSource;
  locks: LockManager | undefined;
  channel: ((name: string) => BroadcastChannel) | undefined;
}

function ofTheBrowser(): Surroundings {
  return {
    open: (url) => new EventSource(url),
    locks: "locks" in navigator ? navigator.locks : undefined,
    channel:
      typeof BroadcastChannel === "function" ? (name) => new BroadcastChannel(name) : undefined,
  };
}

const CLOSED = 2;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

class Stream {
  readonly #corpus: number;
  readonly #around: Surroundings;
  readonly #listeners = new Set<Listener>();
  readonly #stop = new AbortController();
  readonly #channel: BroadcastChannel | undefined;
  #last: number | null = null;
  #wait = FIRST_WAIT_MS;

  constructor(corpus: number, around: Surroundings) {
    this.#corpus = corpus;
    this.#around = around;
    const shared = around.locks !== undefined && around.channel !== undefined;
    this.#channel = shared ? around.channel?.(`catena-live-${corpus}`) : undefined;
    this.#channel?.addEventListener("message", (message: MessageEvent<News>) =>
      this.#tell(message.data),
    );
    if (shared) this.#waitToLead();
    else this.#listen();
  }

  add(listener: Listener): void {
    this.#listeners.add(listener);
  }

  /** Takes a listener away; says whether none is left. */
  remove(listener: Listener): boolean {
    this.#listeners.delete(listener);
    return this.#listeners.size === 0;
  }

  close(): void {
    this.#stop.abort();
    this.#channel?.close();
  }

  #waitToLead(): void {
    const { signal } = this.#stop;
    this.#around.locks
      ?.request(`catena-live-${this.#corpus}`, { signal }, () => {
        this.#listen();
        return new Promise<void>((done) => signal.addEventListener("abort", () => done()));
      })
      .catch(() => {
        // The tab left before its turn came: nothing to do.
      });
  }

  #listen(): void {
    if (this.#stop.signal.aborted) return;
    const after = this.#last === null ? "" : `?after=${this.#last}`;
    const source = this.#around.open(`/live/corpora/${this.#corpus}/${after}`);
    for (const kind of KINDS) {
      source.addEventListener(kind, (message) =>
        this.#heard(kind, message as MessageEvent<string>),
      );
    }
    source.addEventListener("error", () => {
      // The browser reconnects by itself unless the server refused; then we ask again, more slowly.
      if (source.readyState === CLOSED) this.#again();
    });
    source.addEventListener("open", () => {
      this.#wait = FIRST_WAIT_MS;
    });
    this.#stop.signal.addEventListener("abort", () => source.close());
  }

  #again(): void {
    setTimeout(() => this.#listen(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #heard(event: string, message: MessageEvent<string>): void {
    const data = JSON.parse(message.data) as Record<string, unknown>;
    const seq = typeof data.seq === "number" ? data.seq : null;
    const news: News = { event, seq, data };
    this.#channel?.postMessage(news);
    this.#tell(news);
  }

  #tell(news: News): void {
    if (news.seq !== null) {
      if (this.#last !== null && news.seq <= this.#last) return;
      this.#last = news.seq;
    }
    for (const listener of this.#listeners) listener(news);
  }
}

const streams = new Map<number, Stream>();

/** Calls `listener` for all news of a corpus until the function it returns is called. */
export function subscribe(
  corpus: number,
  listener: Listener,
  around: Surroundings = ofTheBrowser(),
): () => void {
  const stream = streams.get(corpus) ?? new Stream(corpus, around);
  streams.set(corpus, stream);
  stream.add(listener);
  return () => {
    if (!stream.remove(listener)) return;
    stream.close();
    streams.delete(corpus);
  };
}
