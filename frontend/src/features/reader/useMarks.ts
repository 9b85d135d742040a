/** What is coded where in a long thread, kept right by the news for posts whose annotations are not here. */

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { News } from "@/api/live";
import { annotationsKey, marksKey } from "@/api/longThread";
import type { Marks } from "@/api/marks";
import { useLive } from "@/api/news";
import { longThread, readingMarks } from "@/api/reading";
import type { Annotation } from "@/api/types";
import type { ThreadModel } from "./model";

/** Null for threads that are here whole: their annotations say it all. */
export function useMarks(corpus: number, thread: number): Marks | null {
  const client = useQueryClient();
  useLive(
    corpus,
    useCallback((news: News) => applyMarkNews(client, thread, news), [client, thread]),
  );
  return useQuery(readingMarks(thread)).data;
}

/** How many annotations of the thread are not here. */
export function useElsewhere(marks: Marks | null, model: ThreadModel): number {
  return useMemo(
    () => marks?.total((post) => model.byId.get(post)?.isHere === false) ?? 0,
    [marks, model],
  );
}

export function applyMarkNews(client: QueryClient, thread: number, news: News): void {
  if (!news.event.startsWith("annotation.") || news.seq === null) return;
  const { seq } = news;
  const before = stateOf(news.data.before);
  const after = news.event === "annotation.deleted" ? null : stateOf(news.data.after);
  if ((after ?? before)?.thread !== thread || isHere(client, thread, (after ?? before)?.post))
    return;
  client.setQueryData<Marks | null>(marksKey(thread), (marks) =>
    marks && seq > marks.seq ? marks.after(before, after, seq) : marks,
  );
}

/** Whether the post's own annotations are held: then they are counted, not the marks. */
function isHere(client: QueryClient, thread: number, post: number | null | undefined): boolean {
  const long = longThread(thread);
  const place = post == null ? undefined : long?.placeOf(post);
  if (long === undefined || place === undefined) return true;
  return long.holds(place) && client.getQueryData(annotationsKey(thread)) !== undefined;
}

function stateOf(value: unknown): Annotation | null {
  const state = value as Partial<Annotation> | null | undefined;
  return typeof state?.code === "number" && typeof state.coder === "object"
    ? (state as Annotation)
    : null;
}
