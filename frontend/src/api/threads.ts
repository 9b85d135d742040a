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
  upload?: string;
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
        : send<Hits>("GET", `/corpora/${c}/search/`, { query: { q }, signal }),
    getNextPageParam: (page) => page.next,
    enabled: q.trim() !== "",
    retry: false,
  });
