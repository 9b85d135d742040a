/**
 * What the reader fetches, under names of its own: these answers are patched event by event and must
 * not be thrown away and fetched whole whenever one annotation changes.
 */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { send } from "./client";
import { allCodesQuery } from "./codes";
import { lastHeard } from "./live";
import { threadQuery } from "./threads";
import type { Annotation, AnnotationsOfThread, Code } from "./types";

/** Thousands of items: comparing them with those before costs more than drawing them. */
const KEEP = { structuralSharing: false, refetchOnWindowFocus: false } as const;

export const readingThread = (c: number, t: number) => ({ ...threadQuery(c, t), ...KEEP });

export const readingAnnotations = (c: number, t: number) =>
  queryOptions({
    queryKey: ["reader", "annotations", t] as const,
    queryFn: () => freshAnnotations(c, t),
    staleTime: 2_000,
    ...KEEP,
  });

/** Up to which event of its corpus each thread's fetched annotations go. */
const goUpTo = new Map<number, number>();

/** Whether a thread's annotations, as fetched, may lack something up to this event. */
export const mayLack = (t: number, seq: number): boolean => seq > (goUpTo.get(t) ?? 0);

/** An answer that is older than the news heard meanwhile would undo them: it is asked for again. */
async function freshAnnotations(c: number, t: number): Promise<Annotation[]> {
  for (let tries = 0; ; tries += 1) {
    const reply = await send<AnnotationsOfThread>("GET", `/threads/${t}/annotations/`);
    if (reply.seq >= (lastHeard(c) ?? 0) || tries === 3) {
      goUpTo.set(t, reply.seq);
      return reply.results;
    }
  }
}

export const readingCodes = (c: number) =>
  queryOptions({
    queryKey: ["reader", "codes", c] as const,
    queryFn: allCodesQuery(c).queryFn as () => Promise<Code[]>,
    staleTime: 2_000,
    ...KEEP,
  });

/** Sets everything on its way while the reader's code still loads; nobody waits for it here. */
export function prefetchReading(client: QueryClient, c: number, t: number): void {
  void client.prefetchQuery(readingThread(c, t));
  void client.prefetchQuery(readingAnnotations(c, t));
  void client.prefetchQuery(readingCodes(c));
}
