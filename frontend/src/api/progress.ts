/** How far one has come with a thread: what was before the eyes, and where one was. */
import { queryOptions } from "@tanstack/react-query";
import { send } from "./client";
import type { ReadingProgress } from "./types";

export const progressOf = (t: number) =>
  queryOptions({
    queryKey: ["reader", "progress", t] as const,
    queryFn: () => send<ReadingProgress>("GET", `/threads/${t}/progress/`),
    staleTime: 10_000,
    refetchOnWindowFocus: false,
  });

/** `seen`: half-open ranges of post numbers, in place of those before; `at`: id of the post where one is. */
export const setProgress = (
  t: number,
  progress: { seen?: readonly (readonly [number, number])[]; at?: number },
) => send<ReadingProgress>("PUT", `/threads/${t}/progress/`, { body: progress });
