/** The list of threads that somebody came from: kept for this tab, so that "done" leads to the next one of it. */

import type { QueryClient } from "@tanstack/react-query";
import { follow, type Page, send } from "./client";
import { keys } from "./keys";
import { progressOf } from "./progress";
import { type ThreadFilters, threadsQuery } from "./threads";
import type { ReadingProgress, ThreadItem } from "./types";

const nameOf = (corpus: number) => `catena.list.${corpus}`;
const NEWEST_FIRST: ThreadFilters = { sort: "-written_at" };

export function rememberList(corpus: number, filters: ThreadFilters): void {
  try {
    sessionStorage.setItem(nameOf(corpus), JSON.stringify(filters));
  } catch {
    // Storage is forbidden: then the usual order counts.
  }
}

export function rememberedList(corpus: number): ThreadFilters {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(nameOf(corpus)) ?? "null");
    return typeof kept === "object" && kept !== null ? (kept as ThreadFilters) : NEWEST_FIRST;
  } catch {
    return NEWEST_FIRST;
  }
}

/** Says whether one is done with a thread. */
export async function setState(
  client: QueryClient,
  corpus: number,
  thread: number,
  state: ReadingProgress["state"],
): Promise<void> {
  const answer = await send<ReadingProgress>("PUT", `/threads/${thread}/progress/`, {
    body: { state },
  });
  client.setQueryData(progressOf(thread).queryKey, answer);
  // Lists show it; they are fetched anew when they are next looked at.
  await client.invalidateQueries({ queryKey: keys.threadLists(corpus), refetchType: "none" });
}

/**
 * The thread of the list that comes after `thread` and that one is not done with; from the list's beginning when
 * `thread` is not in it. Null when there is none.
 */
export async function threadAfter(
  client: QueryClient,
  corpus: number,
  thread: number,
): Promise<ThreadItem | null> {
  let first: ThreadItem | null = null;
  let passed = false;
  for await (const page of pagesOf(client, corpus)) {
    for (const item of page) {
      if (item.id === thread) passed = true;
      else if (item.progress.mine !== "done") {
        if (passed) return item;
        first ??= item;
      }
    }
  }
  return passed ? null : first;
}

/** What the list has fetched already, then the rest page by page. */
async function* pagesOf(client: QueryClient, corpus: number): AsyncGenerator<ThreadItem[]> {
  const filters = rememberedList(corpus);
  const kept = client.getQueryData(threadsQuery(corpus, filters).queryKey)?.pages ?? [];
  for (const { results } of kept) yield results;
  let last: Page<ThreadItem> | undefined = kept[kept.length - 1];
  if (last === undefined) {
    last = await send<Page<ThreadItem>>("GET", `/corpora/${corpus}/threads/`, {
      query: { ...filters },
    });
    yield last.results;
  }
  while (last.next) {
    last = await follow<ThreadItem>(last.next);
    yield last.results;
  }
}
