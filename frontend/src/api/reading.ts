/**
 * What the reader fetches, under names of its own: these answers are patched event by event and must
 * not be thrown away and fetched whole whenever one annotation changes. Long threads come by windows.
 */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { WINDOW, windowAt, windowsAround } from "@/text/windows";
import { send } from "./client";
import { allCodesQuery } from "./codes";
import { keys } from "./keys";
import { lastHeard } from "./live";
import {
  annotationsKey,
  annotationsOf,
  joined,
  LongThread,
  marksKey,
  postsOf,
  type Stretch,
} from "./longThread";
import type { Marks } from "./marks";
import { withPosts } from "./outline";
import { progressOf } from "./progress";
import type { Annotation, AnnotationsOfThread, Code, Thread, ThreadOutline } from "./types";

/** Threads of up to so many posts are here whole. */
export const WHOLE_UP_TO = 500;

/** Thousands of items: comparing them with those before costs more than drawing them. */
const KEEP = { structuralSharing: false, refetchOnWindowFocus: false } as const;
const FIRST = { from: 0, to: WINDOW } as const;

export const readingThread = (c: number, t: number) =>
  queryOptions({
    queryKey: keys.thread(c, t),
    queryFn: ({ client }) => opened(client, c, t),
    staleTime: 60_000,
    ...KEEP,
  });

export const readingAnnotations = (c: number, t: number) =>
  queryOptions({
    queryKey: annotationsKey(t),
    queryFn: async ({ client }) => {
      const fresh = await freshAnnotations(c, t);
      againIfBehind(client, c, t);
      return fresh;
    },
    staleTime: () => (mayLack(t, lastHeard(c) ?? Number.POSITIVE_INFINITY) ? 2_000 : 60_000),
    ...KEEP,
  });

/** What was coded where in a long thread; null for threads that are here whole. */
export const readingMarks = (t: number) =>
  queryOptions({
    queryKey: marksKey(t),
    queryFn: (): Marks | null => null,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: false,
    initialData: null as Marks | null,
    ...KEEP,
  });

/** How a thread is here: by windows, whole, or whole in its first window. */
type Shape = LongThread | "whole" | "first";
const shapes = new Map<number, Promise<Shape>>();
const longThreads = new Map<number, LongThread>();
/** The post, by its id or its number, that somebody was sent to: its window is fetched first. */
type Sent = { readonly post: number } | { readonly number: number };
const sentTo = new Map<number, Sent>();

/** The thread when it is held by windows; undefined when it is here whole. */
export const longThread = (t: number): LongThread | undefined => longThreads.get(t);

/** Fetches outline and first window at once: of most threads that is all. */
async function opened(client: QueryClient, c: number, t: number): Promise<Thread> {
  let settle: (shape: Shape) => void = () => undefined;
  shapes.set(
    t,
    new Promise((done) => {
      settle = done;
    }),
  );
  const [outline, first] = await Promise.all([
    send<ThreadOutline>("GET", `/threads/${t}/outline/`),
    postsOf(t, FIRST),
  ]);
  if (outline.posts.id.length <= WHOLE_UP_TO) {
    longThreads.delete(t);
    const end = (outline.posts.number.at(-1) ?? 0) + 1;
    settle(end <= WINDOW ? "first" : "whole");
    const posts = first;
    for (let from = WINDOW; from < end; from += WHOLE_UP_TO) {
      posts.push(...(await postsOf(t, { from, to: Math.min(from + WHOLE_UP_TO, end) })));
    }
    return withPosts(outline, posts);
  }
  const held = await firstWindows(client, t, outline);
  const long = new LongThread(client, c, outline, held);
  longThreads.set(t, long);
  settle(long);
  const others = held.filter((window) => window > 0 || !isFirst(long.stretch(0)));
  const texts = await Promise.all(others.map((window) => postsOf(t, long.stretch(window))));
  return long.with([...first, ...texts.flat()]);
}

/** Whether what is fetched before anything is known of a thread is the whole of its first window. */
const isFirst = ({ to }: Stretch): boolean => to <= FIRST.to;

/** The first window, those already here, and those around the place where one was, or is sent to. */
async function firstWindows(
  client: QueryClient,
  t: number,
  { posts }: ThreadOutline,
): Promise<number[]> {
  const here = longThreads.get(t)?.held ?? [];
  const sent = sentTo.get(t);
  const at = sent
    ? null
    : ((await client.ensureQueryData(progressOf(t)).catch(() => null))?.at ?? null);
  const place =
    sent && "number" in sent
      ? posts.number.indexOf(sent.number)
      : posts.id.indexOf(sent?.post ?? at ?? -1);
  const near = place < 0 ? [] : windowsAround(place, place, posts.id.length);
  const last = windowAt(posts.id.length - 1);
  return [...new Set([0, ...near, ...here])].filter((window) => window <= last);
}

/** Up to which event of its corpus each thread's fetched annotations go. */
const goUpTo = new Map<number, number>();

/** Whether a thread's annotations, as fetched, may lack something up to this event. */
export const mayLack = (t: number, seq: number): boolean => seq > (goUpTo.get(t) ?? 0);

const CATCH_UP_MS = 300;

/** While many write, an answer may be overtaken by news before it is here: it is asked for once more. */
function againIfBehind(client: QueryClient, c: number, t: number): void {
  if (!mayLack(t, lastHeard(c) ?? 0)) return;
  const again = () => void client.invalidateQueries({ queryKey: annotationsKey(t) });
  setTimeout(again, CATCH_UP_MS);
}

async function freshAnnotations(c: number, t: number): Promise<Annotation[]> {
  const [shape, first] = await Promise.all([
    shapes.get(t) ?? ("whole" as const),
    annotationsOf(c, t, FIRST),
  ]);
  if (shape instanceof LongThread) return annotationsHeld(c, t, shape, first);
  const whole = shape === "first" ? first : await annotationsOf(c, t);
  goUpTo.set(t, whole.seq);
  return whole.results;
}

/** `first`: those of the first window, which have been fetched. */
async function annotationsHeld(
  c: number,
  t: number,
  long: LongThread,
  first: AnnotationsOfThread,
): Promise<Annotation[]> {
  const fetched = new Map<number, Annotation[]>();
  let { seq } = first;
  if (isFirst(long.stretch(0))) fetched.set(0, first.results);
  for (;;) {
    const missing = [...long.held].filter((window) => !fetched.has(window));
    if (missing.length === 0) break;
    const replies = await Promise.all(missing.map((one) => annotationsOf(c, t, long.stretch(one))));
    replies.forEach((reply, at) => {
      fetched.set(missing[at] as number, reply.results);
      seq = Math.min(seq, reply.seq);
    });
  }
  goUpTo.set(t, seq);
  return joined([], [...fetched.values()].flat());
}

export const readingCodes = (c: number) =>
  queryOptions({
    queryKey: ["reader", "codes", c] as const,
    queryFn: allCodesQuery(c).queryFn as () => Promise<Code[]>,
    staleTime: 2_000,
    ...KEEP,
  });

/** Sets everything on its way while the reader's code still loads; nobody waits for it here. `to`: where somebody is sent. */
export function prefetchReading(client: QueryClient, c: number, t: number, to?: Sent): void {
  if (to === undefined) sentTo.delete(t);
  else sentTo.set(t, to);
  void client.prefetchQuery(progressOf(t));
  // A long codebook keeps the server busy: what it colours is to be read before.
  void client.prefetchQuery(readingThread(c, t)).then(() => client.prefetchQuery(readingCodes(c)));
  void client.prefetchQuery(readingAnnotations(c, t));
}
