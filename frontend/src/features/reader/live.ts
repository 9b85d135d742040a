/** News of the corpus put into the kept answers of the open thread: what others code appears without a request. */

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
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

/** So many at once (an import, a merge): fetching all is cheaper than patching each. */
const MANY = 200;
/** News that come together are drawn together; a person sees no difference. */
const TOGETHER_MS = 16;

export function useReaderNews(place: Place, outbox: Line): void {
  const client = useQueryClient();
  const { corpus, thread } = place;
  const listener = useMemo(() => {
    let heard: News[] = [];
    return (news: News) => {
      if (heard.length === 0) {
        setTimeout(() => {
          const all = heard;
          heard = [];
          applyReaderNews(client, { corpus, thread }, outbox, all);
        }, TOGETHER_MS);
      }
      heard.push(news);
    };
  }, [client, corpus, thread, outbox]);
  useLive(corpus, listener);
}

type Line = Pick<Outbox, "pending">;

export function applyReaderNews(
  client: QueryClient,
  place: Place,
  outbox: Line,
  heard: readonly News[],
): void {
  const annotations: News[] = [];
  for (const news of heard) {
    const [noun] = news.event.split(".");
    if (news.event === "ready") applyReady(client, place, Number(news.data.seq));
    else if (noun === "annotation") annotations.push(news);
    else if (noun === "code") applyCode(client, place, news);
    else if (noun === "post") {
      client.invalidateQueries({ queryKey: keys.thread(place.corpus, place.thread), exact: true });
      refetch(client, place);
    }
  }
  if (annotations.length > MANY) refetch(client, place);
  else applyAnnotations(client, place, outbox, annotations);
}

function refetch(client: QueryClient, { corpus, thread }: Place): void {
  client.invalidateQueries({ queryKey: readingAnnotations(corpus, thread).queryKey });
}

/** What was fetched before the stream began may lack what happened in between. */
function applyReady(client: QueryClient, { corpus, thread }: Place, seq: number): void {
  if (!mayLack(thread, seq)) return;
  client.invalidateQueries({ queryKey: readingAnnotations(corpus, thread).queryKey });
  client.invalidateQueries({ queryKey: readingCodes(corpus).queryKey });
}

function applyAnnotations(
  client: QueryClient,
  place: Place,
  outbox: Line,
  heard: readonly News[],
): void {
  const store = new AnnotationStore(client, place);
  const changes = new Map<string, Annotation | null>();
  const known = new Map(store.all.map((one) => [one.id, one]));
  for (const { event, data } of heard) {
    const id = String((data.target as { id?: unknown } | undefined)?.id ?? "");
    // Our own change is on its way: its answer says more than the echo.
    if (outbox.pending(id) > 0) continue;
    const after = data.after as Annotation | null | undefined;
    const shown = changes.has(id) ? changes.get(id) : known.get(id);
    if (event === "annotation.deleted") {
      if (known.has(id) || changes.has(id)) changes.set(id, null);
    } else if (!isAnnotation(after)) {
      if (shown || !after) refetch(client, place);
    } else if (after.thread === place.thread) {
      if (!shown || shown.version < after.version) changes.set(id, after);
    }
  }
  store.apply(changes);
}

function applyCode(client: QueryClient, place: Place, { event, data }: News): void {
  const after = data.after as Partial<Code> | null | undefined;
  const simple = event === "code.created" || event === "code.changed";
  if (simple && after && Array.isArray(after.path) && typeof after.name === "string") {
    putCode(client, place.corpus, after as Code);
    return;
  }
  client.invalidateQueries({ queryKey: readingCodes(place.corpus).queryKey });
  if (!simple) refetch(client, place);
}

function isAnnotation(value: Partial<Annotation> | null | undefined): value is Annotation {
  return (
    typeof value?.id === "string" &&
    typeof value.thread === "number" &&
    typeof value.code === "number" &&
    typeof value.coder === "object"
  );
}
