/** News of the corpus put into the kept answers of the open thread: what others code appears without a request. */

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { keys } from "@/api/keys";
import type { News } from "@/api/live";
import { useLive } from "@/api/news";
import type { Outbox } from "@/api/outbox";
import { mayLack, readingAnnotations, readingCodes } from "@/api/reading";
import type { Annotation, Code } from "@/api/types";
import { AnnotationStore, putCode } from "./store";

export interface Place {
  readonly corpus: number;
  readonly thread: number;
}

export function useReaderNews(place: Place, outbox: Outbox): void {
  const client = useQueryClient();
  const { corpus, thread } = place;
  const listener = useCallback(
    (news: News) => applyReaderNews(client, { corpus, thread }, outbox, news),
    [client, corpus, thread, outbox],
  );
  useLive(corpus, listener);
}

export function applyReaderNews(
  client: QueryClient,
  place: Place,
  outbox: Pick<Outbox, "pending">,
  news: News,
): void {
  const [noun] = news.event.split(".");
  if (news.event === "ready") applyReady(client, place, Number(news.data.seq));
  else if (noun === "annotation") applyAnnotation(client, place, outbox, news);
  else if (noun === "code") applyCode(client, place, news);
  else if (noun === "post" && news.event !== "post.created") {
    client.invalidateQueries({ queryKey: keys.thread(place.corpus, place.thread), exact: true });
    client.invalidateQueries({ queryKey: readingAnnotations(place.corpus, place.thread).queryKey });
  }
}

/** What was fetched before the stream began may lack what happened in between. */
function applyReady(client: QueryClient, { corpus, thread }: Place, seq: number): void {
  if (!mayLack(thread, seq)) return;
  client.invalidateQueries({ queryKey: readingAnnotations(corpus, thread).queryKey });
  client.invalidateQueries({ queryKey: readingCodes(corpus).queryKey });
}

function applyAnnotation(
  client: QueryClient,
  place: Place,
  outbox: Pick<Outbox, "pending">,
  { event, data }: News,
): void {
  const store = new AnnotationStore(client, place);
  const id = String((data.target as { id?: unknown } | undefined)?.id ?? "");
  // Our own change is on its way: its answer says more than the echo.
  if (outbox.pending(id) > 0) return;
  if (event === "annotation.deleted") {
    if (store.get(id)) store.drop(id);
    return;
  }
  const after = data.after as Annotation | null | undefined;
  if (!isAnnotation(after)) {
    if (store.get(id) || !after) {
      client.invalidateQueries({
        queryKey: readingAnnotations(place.corpus, place.thread).queryKey,
      });
    }
    return;
  }
  if (after.thread !== place.thread) return;
  const known = store.get(after.id);
  if (known === undefined || known.version < after.version) store.put(after);
}

function applyCode(client: QueryClient, place: Place, { event, data }: News): void {
  const after = data.after as Partial<Code> | null | undefined;
  const simple = event === "code.created" || event === "code.changed";
  if (simple && after && Array.isArray(after.path) && typeof after.name === "string") {
    putCode(client, place.corpus, after as Code);
    return;
  }
  client.invalidateQueries({ queryKey: readingCodes(place.corpus).queryKey });
  if (!simple)
    client.invalidateQueries({ queryKey: readingAnnotations(place.corpus, place.thread).queryKey });
}

function isAnnotation(value: Partial<Annotation> | null | undefined): value is Annotation {
  return (
    typeof value?.id === "string" &&
    typeof value.thread === "number" &&
    typeof value.code === "number" &&
    typeof value.coder === "object"
  );
}
