/**
 * A thread too long for one reply: its outline first, texts and annotations by windows around what is looked at.
 * What is here lies in the kept answers of `readingThread` and `readingAnnotations`, as with short threads.
 */
import { notifyManager, type QueryClient } from "@tanstack/react-query";
import { WINDOW, Windows, windowAt } from "@/text/windows";
import { send } from "./client";
import { keys } from "./keys";
import { lastHeard } from "./live";
import { Marks } from "./marks";
import { withOwn } from "./outbox";
import { awaitedPosts, withPosts, withTexts } from "./outline";
import type { Annotation, AnnotationsOfThread, Post, Thread, ThreadOutline } from "./types";

export const annotationsKey = (t: number) => ["reader", "annotations", t] as const;
export const marksKey = (t: number) => ["reader", "marks", t] as const;

const RETRY_MS = 1_000;
const TRIES = 3;

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export const postsOf = async (t: number, stretch: Stretch): Promise<Post[]> =>
  (await send<{ posts: Post[] }>("GET", `/threads/${t}/posts/`, { query: { ...stretch } })).posts;

/** An answer that is older than the news heard meanwhile would undo them: it is asked for again. */
export async function annotationsOf(
  c: number,
  t: number,
  stretch?: Stretch,
): Promise<AnnotationsOfThread> {
  for (let tries = 0; ; tries += 1) {
    const query = stretch ? { query: { ...stretch } } : {};
    const reply = await send<AnnotationsOfThread>("GET", `/threads/${t}/annotations/`, query);
    if (reply.seq >= (lastHeard(c) ?? 0) || tries === TRIES) {
      const isFirst = (stretch?.from ?? 0) === 0;
      return { ...reply, results: await withOwn(c, reply.results, isFirst ? t : null) };
    }
  }
}

export class LongThread {
  readonly corpus: number;
  readonly id: number;
  readonly #client: QueryClient;
  readonly #outline: ThreadOutline;
  readonly #awaited: readonly Post[];
  readonly #placeOf: ReadonlyMap<number, number>;
  readonly #windows: Windows;
  /** Says which posts must stay although they are out of sight. */
  #needed: () => Iterable<number> = () => [];

  constructor(
    client: QueryClient,
    corpus: number,
    outline: ThreadOutline,
    held: readonly number[],
  ) {
    this.#client = client;
    this.corpus = corpus;
    this.id = outline.thread.id;
    this.#outline = outline;
    this.#awaited = awaitedPosts(outline);
    this.#placeOf = new Map(outline.posts.id.map((id, place) => [id, place]));
    const means = {
      count: outline.posts.id.length,
      load: (window: number) => this.#load(window),
      release: (windows: readonly number[]) => this.#release(windows),
      pinned: () => this.#pinned(),
      pause: () => new Promise<void>((done) => setTimeout(done, RETRY_MS)),
    };
    this.#windows = new Windows(means, held);
    client.setQueryData(marksKey(this.id), Marks.of(outline));
  }

  /** The thread with the texts given, all others awaited. */
  with(posts: readonly Post[]): Thread {
    return withTexts(withPosts(this.#outline, this.#awaited.slice()), this.#placeOf, posts);
  }

  get held(): ReadonlySet<number> {
    return this.#windows.held;
  }

  /** Whether text and annotations at a place in reading order are here. */
  holds(place: number): boolean {
    return this.#windows.held.has(windowAt(place));
  }

  /** Place in reading order (from 0) of a post, or undefined. */
  placeOf(post: number): number | undefined {
    return this.#placeOf.get(post);
  }

  /** Post numbers of a window, as the server counts. */
  stretch(window: number): Stretch {
    const { number } = this.#outline.posts;
    const [from, after] = [number[window * WINDOW] ?? 0, number[(window + 1) * WINDOW]];
    return { from, to: after ?? (number[number.length - 1] ?? 0) + 1 };
  }

  /** Says which posts, by their ids, are the first and the last in view. */
  look(first: number, last: number): void {
    const [from, to] = [this.#placeOf.get(first), this.#placeOf.get(last)];
    if (from !== undefined && to !== undefined) this.#windows.look(from, to);
  }

  needs(posts: () => Iterable<number>): void {
    this.#needed = posts;
  }

  #pinned(): Set<number> {
    const all = this.#client.getQueryData<Annotation[]>(annotationsKey(this.id)) ?? [];
    const unsent = all.flatMap(({ post, version }) => (version === 0 && post ? [post] : []));
    const places = [...this.#needed(), ...unsent].map((post) => this.#placeOf.get(post) ?? 0);
    return new Set(places.map(windowAt));
  }

  async #load(window: number): Promise<void> {
    const stretch = this.stretch(window);
    const [posts, coded] = await Promise.all([
      postsOf(this.id, stretch),
      annotationsOf(this.corpus, this.id, stretch),
    ]);
    notifyManager.batch(() => {
      this.#client.setQueryData<Thread>(
        keys.thread(this.corpus, this.id),
        (thread) => thread && withTexts(thread, this.#placeOf, posts),
      );
      this.#client.setQueryData<Annotation[]>(annotationsKey(this.id), (all = []) =>
        joined(all, coded.results),
      );
    });
  }

  #release(windows: readonly number[]): void {
    const gone = windows.flatMap((window) =>
      this.#awaited.slice(window * WINDOW, (window + 1) * WINDOW),
    );
    const ids = new Set(gone.map(({ id }) => id));
    const leaves = ({ post }: Annotation) => post !== null && ids.has(post);
    const all = this.#client.getQueryData<Annotation[]>(annotationsKey(this.id)) ?? [];
    notifyManager.batch(() => {
      this.#client.setQueryData<Marks>(marksKey(this.id), (marks) =>
        marks?.counted(ids, all.filter(leaves)),
      );
      this.#client.setQueryData<Thread>(
        keys.thread(this.corpus, this.id),
        (thread) => thread && withTexts(thread, this.#placeOf, gone),
      );
      this.#client.setQueryData<Annotation[]>(
        annotationsKey(this.id),
        all.filter((one) => !leaves(one)),
      );
    });
  }
}

/** What is here wins over what was fetched, unless that is newer: it may hold a change that is still to be sent. */
export function joined(here: readonly Annotation[], fetched: readonly Annotation[]): Annotation[] {
  const byId = new Map(here.map((annotation) => [annotation.id, annotation]));
  for (const annotation of fetched) {
    const known = byId.get(annotation.id);
    if (known === undefined || known.version < annotation.version) {
      byId.set(annotation.id, annotation);
    }
  }
  return [...byId.values()];
}
