/**
 * What the reader fetches, under names of its own: these answers are patched event by event and must
 * not be thrown away and fetched whole whenever one annotation changes.
 */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { annotationsQuery } from "./annotations";
import { codesQuery } from "./codes";
import { threadQuery } from "./threads";
import type { Annotation, Code } from "./types";

/** Thousands of items: comparing them with those before costs more than drawing them. */
const KEEP = { structuralSharing: false, refetchOnWindowFocus: false } as const;

export const readingThread = (c: number, t: number) => ({ ...threadQuery(c, t), ...KEEP });

export const readingAnnotations = (c: number, t: number) =>
  queryOptions({
    queryKey: ["reader", "annotations", t] as const,
    queryFn: annotationsQuery(c, t).queryFn as () => Promise<Annotation[]>,
    staleTime: 2_000,
    ...KEEP,
  });

export const readingCodes = (c: number) =>
  queryOptions({
    queryKey: ["reader", "codes", c] as const,
    queryFn: codesQuery(c).queryFn as () => Promise<Code[]>,
    staleTime: 2_000,
    ...KEEP,
  });

/** Sets everything on its way while the reader's code still loads; nobody waits for it here. */
export function prefetchReading(client: QueryClient, c: number, t: number): void {
  void client.prefetchQuery(readingThread(c, t));
  void client.prefetchQuery(readingAnnotations(c, t));
  void client.prefetchQuery(readingCodes(c));
}
