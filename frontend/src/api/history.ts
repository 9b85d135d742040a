/** What was changed in a corpus: by whom, when, from what to what. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { follow, type Page, send } from "./client";
import type { User } from "./types";

type State = Readonly<Record<string, unknown>>;

export interface HistoryEvent {
  readonly seq: number;
  readonly at: string;
  readonly actor: User | null;
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string | number };
  readonly before: State | null;
  readonly after: State | null;
  readonly batch: number;
  readonly undoes: number | null;
  readonly redoes: number | null;
  /** In which thread; `number`: of the post, 0 the entry; null on the thread as a whole. */
  readonly place: {
    readonly thread: number;
    readonly title: string;
    readonly number: number | null;
  } | null;
}

export interface HistoryFilter {
  readonly actor?: number | undefined;
  readonly action?: string | undefined;
  readonly target_type?: string | undefined;
  readonly target?: string | number | undefined;
  readonly thread?: number | undefined;
}

export const historyQuery = (c: number, filter: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: ["corpus", c, "history", filter] as const,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? follow<HistoryEvent>(pageParam, signal)
        : send<Page<HistoryEvent>>("GET", `/corpora/${c}/history/`, {
            query: { ...filter, page_size: 50 },
            signal,
          }),
    getNextPageParam: (page) => page.next,
    refetchOnMount: "always",
  });

/** The newest change of one thing; `version` is the state of it that is shown. */
export const latestChangeQuery = (
  c: number,
  { type, id, version }: { type: string; id: string | number; version: number },
) =>
  queryOptions({
    queryKey: ["corpus", c, "history", "latest", type, id, version] as const,
    queryFn: async ({ signal }) => {
      const page = await send<Page<HistoryEvent>>("GET", `/corpora/${c}/history/`, {
        query: { target_type: type, target: id, page_size: 1 },
        signal,
      });
      return page.results[0] ?? null;
    },
    staleTime: 60_000,
  });

/** Puts the thing that was changed back to what it was before; nothing else is touched. */
export const restoreChange = (c: number, seq: number) =>
  send("POST", `/corpora/${c}/history/${seq}/restore/`, { body: { state: "before" } });
