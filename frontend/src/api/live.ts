/**
 * News of a corpus by server-sent events. One tab per browser holds the stream (a web lock elects
 * it) and passes what it hears to the others; without locks every tab holds its own. A tab that
 * takes over asks for everything after the last number it has seen, so nothing is lost.
 */

import { type Page, send } from "./client";
import { takeTurns } from "./leading";

export interface News {
  /**
   * For example `annotation.created`, `upload.progress`. And, made here, `ready`: all
   * events after `data.seq` will be told; what was read before may lack those up to it.
   */
  event: string;
  /** The event's number in the corpus; null for unnumbered news. */
  seq: number | null;
  data: Record<string, unknown>;
}

export type Listener = (news: News) => void;

/** All events of docs/api.md: EventSource only hands over the kinds it was told of. */
export const KINDS = [
  ...kinds("annotation", ["created", "changed", "deleted"]),
  ...kinds("code", ["created", "changed", "deleted"]),
  ...kinds("memo", ["created", "changed", "deleted"]),
  ...kinds("thread", ["created", "changed", "deleted", "restored"]),
  ...kinds("post", ["changed"]),
  ...kinds("attribute", ["created", "changed", "deleted"]),
  ...kinds("mapping", ["created", "changed", "deleted"]),
  ...kinds("participant", ["changed", "merged", "separated"]),
  ...kinds("upload", ["created", "changed", "corrected", "deleted", "progress"]),
  ...kinds("export", ["created", "changed"]),
  ...kinds("member", ["added", "changed", "removed"]),
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
  /** Asks for the number of the corpus' last event; without it a first stream begins "now". */
  newest?: (corpus: number) => Promise<number>;
}

function ofTheBrowser(): Surroundings {
  return {
    open: (url) => new EventSource(url),
    locks: "locks" in navigator ? navigator.locks : undefined,
    channel:
      typeof BroadcastChannel === "function" ? (name) => new BroadcastChannel(name) : undefined,
    newest: async (corpus) => {
      const last = await send<Page<{ seq: number }>>("GET", `/corpora/${corpus}/history/`, {
        query: { page_size: 1 },
      });
      return last.results[0]?.seq ?? 0;
    },
  };
}

const ASK = "ask";
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
  /** Told only when it changes: a tab that comes later must hear it, too. */
  #presence: News | undefined;
  #source: EventSource | undefined;
  #wait = FIRST_WAIT_MS;

  constructor(corpus: number, around: Surroundings) {
    this.#corpus = corpus;
    this.#around = around;
    const shared = around.locks !== undefined && around.channel !== undefined;
    this.#channel = shared ? around.channel?.(`catena-live-${corpus}`) : undefined;
    this.#channel?.addEventListener("message", (message: MessageEvent<News | typeof ASK>) => {
      if (message.data !== ASK) this.#tell(message.data);
      else if (this.#source && this.#last !== null) {
        this.#channel?.postMessage(this.#readiness());
        if (this.#presence) this.#channel?.postMessage(this.#presence);
      }
    });
    this.#channel?.postMessage(ASK);
    const { locks } = around;
    if (!shared) this.#listen();
    else takeTurns(`catena-live-${corpus}`, locks, this.#stop.signal, () => this.#listen());
  }

  /** One that comes later hears as well up to where all has been told: it may have read before. */
  add(listener: Listener): void {
    this.#listeners.add(listener);
    if (this.#last === null) return;
    queueMicrotask(() => {
      if (this.#listeners.has(listener)) listener(this.#readiness());
    });
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

  /** The last number heard; null before the first. */
  get last(): number | null {
    return this.#last;
  }

  #readiness(): News {
    return { event: "ready", seq: null, data: { seq: this.#last ?? 0 } };
  }

  #listen(): void {
    const { newest } = this.#around;
    if (this.#last !== null || !newest) this.#open();
    else {
      newest(this.#corpus).then(
        (seq) => {
          this.#last = Math.max(seq, this.#last ?? 0);
          this.#open();
          this.#channel?.postMessage(this.#readiness());
          this.#tell(this.#readiness());
        },
        () => this.#again(),
      );
    }
  }

  #open(): void {
    if (this.#stop.signal.aborted) return;
    const after = this.#last === null ? "" : `?after=${this.#last}`;
    const source = this.#around.open(`/live/corpora/${this.#corpus}/${after}`);
    this.#source = source;
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
    if (news.event === "presence") this.#presence = news;
    if (news.event === "ready") this.#last = Math.max(this.#last ?? 0, Number(news.data.seq));
    if (news.seq !== null) {
      if (this.#last !== null && news.seq <= this.#last) return;
      this.#last = news.seq;
    }
    for (const listener of this.#listeners) listener(news);
  }
}

const streams = new Map<number, Stream>();

/** The number of the last event heard of a corpus; null when nobody listens yet. */
export const lastHeard = (corpus: number): number | null => streams.get(corpus)?.last ?? null;

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
