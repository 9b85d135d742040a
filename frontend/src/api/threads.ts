/** Threads, their posts and the search over their texts. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { follow, type Page, send } from "./client";
import { keys } from "./keys";
import type { Hit, Hits, Thread, ThreadItem } from "./types";

export interface ThreadFilters {
  q?: string;
  /** A field, with a minus in front for descending. */
  sort?: string;
  author?: string;
  site?: string;
  language?: string;
  uncoded?: boolean;
  /** Drafts, private and deleted ones, too. */
  hidden?: boolean;
  upload?: string;
  /** What attributes shall be: "Age:>=30". */
  attribute?: readonly string[];
}

export const threadsQuery = (c: number, filters: ThreadFilters) =>
  infiniteQueryOptions({
    queryKey: keys.threads(c, { ...filters }),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? follow<ThreadItem>(pageParam, signal)
        : send<Page<ThreadItem>>("GET", `/corpora/${c}/threads/`, {
            query: { ...filters },
            signal,
          }),
    getNextPageParam: (page) => page.next,
  });

export const threadQuery = (c: number, t: number) =>
  queryOptions({
    queryKey: keys.thread(c, t),
    queryFn: () => send<Thread>("GET", `/threads/${t}/`),
    staleTime: 60_000,
  });

export const searchQuery = (c: number, q: string) =>
  infiniteQueryOptions({
    queryKey: keys.search(c, { q }),
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }): Promise<Hits> =>
      pageParam
        ? ((await follow<Hit>(pageParam, signal)) as unknown as Hits)
        : send<Hits>("GET", `/corpora/${c}/search/`, { query: { q, hidden: false }, signal }),
    getNextPageParam: (page) => page.next,
    enabled: q.trim() !== "",
    retry: false,
  });

export interface ThreadChange {
  title?: string;
  url?: string;
  site?: string;
  language?: string;
}

export const changeThread = (thread: Pick<Thread, "id" | "version">, change: ThreadChange) =>
  send<Thread>("PATCH", `/threads/${thread.id}/`, { body: change, version: thread.version });

/** Hides it with what was coded in it; `restoreThread` brings both back. */
export const deleteThread = (thread: Pick<Thread, "id" | "version">) =>
  send("DELETE", `/threads/${thread.id}/`, { version: thread.version });

export const restoreThread = (t: number) => send("POST", `/threads/${t}/restore/`);

export interface TypedComment {
  author?: string;
  written_at?: string;
  text: string;
  /** Place of the comment that it answers, from 0. */
  parent?: number;
}

export interface TypedThread {
  title: string;
  author?: string;
  site?: string;
  url?: string;
  written_at?: string;
  text: string;
  comments: TypedComment[];
}

export const typeThread = (c: number, thread: TypedThread) =>
  send<Thread>("POST", `/corpora/${c}/threads/`, { body: thread });
