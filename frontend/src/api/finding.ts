/** Finding words in one thread, as they stand there, without regard to case and diacritics. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { send } from "./client";
import type { FoundInThread } from "./types";

/** All hits are counted, the first 1,000 are told. Positions in code points. */
export const findInThread = (t: number, q: string) =>
  queryOptions({
    queryKey: ["reader", "find", t, q] as const,
    queryFn: ({ signal }) =>
      send<FoundInThread>("GET", `/threads/${t}/find/`, { query: { q }, signal }),
    enabled: q !== "",
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
