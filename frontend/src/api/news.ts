/** What news of a corpus means for the answers that are kept: which are stale, which are patched. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Page } from "./client";
import { keys } from "./keys";
import { type Listener, type News, subscribe } from "./live";
import type { Upload } from "./types";

type Uploads = { pages: Page<Upload>[]; pageParams: unknown[] };

/** Puts the progress of an upload into the list and the single upload, without a request. */
function patchUpload(client: QueryClient, corpus: number, data: News["data"]): void {
  const id = data.upload;
  const progress = data.progress as Upload["progress"];
  if (typeof id !== "string") return;
  const patched = (upload: Upload) => (upload.id === id ? { ...upload, progress } : upload);
  client.setQueryData<Uploads>(
    keys.uploads(corpus),
    (kept) =>
      kept && {
        ...kept,
        pages: kept.pages.map((page) => ({ ...page, results: page.results.map(patched) })),
      },
  );
  client.setQueryData<Upload>(keys.upload(corpus, id), (kept) => kept && patched(kept));
}

function refreshUploads(client: QueryClient, corpus: number): void {
  client.invalidateQueries({ queryKey: keys.uploads(corpus) });
  client.invalidateQueries({ queryKey: ["corpus", corpus, "upload"] });
  client.invalidateQueries({ queryKey: keys.threadLists(corpus) });
  client.invalidateQueries({ queryKey: ["corpus", corpus, "attributes"] });
  client.invalidateQueries({ queryKey: keys.corpus(corpus), exact: true });
}

/** The prefixes below a corpus that a kind of news makes stale. */
const STALE: Readonly<Record<string, readonly string[]>> = {
  code: ["codes"],
  thread: ["threads"],
  post: ["threads"],
  memo: ["memos"],
  participant: ["threads", "search", "participants"],
  attribute: ["attributes", "threads", "participants"],
  member: ["members"],
  invitation: ["invitations"],
  export: ["exports", "snapshots"],
  snapshot: ["snapshots"],
};

const MANY = new Set(["thread", "participant", "attribute"]);

/** The thread that an annotation's event is about, from its state after (or, deleted, before) it. */
export function threadOf(data: News["data"]): number | null {
  for (const state of [data.after, data.before]) {
    const thread = (state as { thread?: unknown } | null | undefined)?.thread;
    if (typeof thread === "number") return thread;
  }
  return null;
}

export function applyNews(client: QueryClient, corpus: number, news: News): void {
  const [noun = ""] = news.event.split(".");
  if (news.event === "presence" || news.event === "ready") return;
  if (news.event === "upload.progress") {
    patchUpload(client, corpus, news.data);
    return;
  }
  if (noun === "upload") refreshUploads(client, corpus);
  const later = laterFor(client, corpus);
  for (const part of STALE[noun] ?? []) {
    // A second table changes thousands of threads at once.
    if (MANY.has(noun)) later(["corpus", corpus, part]);
    else client.invalidateQueries({ queryKey: ["corpus", corpus, part] });
  }
  const thread = threadOf(news.data);
  if (noun === "annotation" && thread !== null) {
    client.invalidateQueries({ queryKey: keys.annotations(corpus, thread) });
    later(keys.codes(corpus));
    later(["corpus", corpus, "annotation-memos"]);
  }
  later(["corpus", corpus, "undo"]);
  later(["corpus", corpus, "history"]);
  later(keys.corpus(corpus), true);
}

type Later = (key: readonly unknown[], exact?: boolean) => void;

const COUNTED_MS = 2_000;
const waiting = new WeakMap<QueryClient, Map<number, Later>>();

/** Figures follow the first change at once, further ones every two seconds: ten people code at a time. */
function laterFor(client: QueryClient, corpus: number): Later {
  const kept = waiting.get(client) ?? new Map<number, Later>();
  waiting.set(client, kept);
  const known = kept.get(corpus);
  if (known) return known;
  const due = new Map<string, () => void>();
  const later: Later = (queryKey, exact = false) => {
    const refresh = () => void client.invalidateQueries({ queryKey, exact });
    if (due.size === 0) {
      setTimeout(() => {
        const all = [...due.values()];
        due.clear();
        for (const one of all) one();
      }, COUNTED_MS);
    }
    const name = JSON.stringify(queryKey);
    if (!due.has(name)) refresh();
    due.set(name, refresh);
  };
  kept.set(corpus, later);
  return later;
}

/** Keeps the kept answers of a corpus fresh while the component is shown. */
export function useCorpusNews(corpus: number): void {
  const client = useQueryClient();
  useEffect(() => subscribe(corpus, (news) => applyNews(client, corpus, news)), [client, corpus]);
}

/** Lets a component listen itself. `listener` must be stable (useCallback). */
export function useLive(corpus: number, listener: Listener): void {
  useEffect(() => subscribe(corpus, listener), [corpus, listener]);
}
