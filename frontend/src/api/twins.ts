/** Threads that may be one: suggested by the server, decided by a person. */
import { queryOptions } from "@tanstack/react-query";
import { type Page, send } from "./client";
import { keys } from "./keys";
import type { Twin } from "./types";

export const twinsQuery = (c: number) =>
  queryOptions({
    queryKey: keys.twins(c),
    queryFn: async () =>
      (
        await send<Page<Twin>>("GET", `/corpora/${c}/twins/`, {
          query: { state: "suggested", page_size: 50 },
        })
      ).results,
    staleTime: 30_000,
  });

/** `one`: the older thread stays, what was coded in the newer moves to it. */
export const decideTwin = (twin: Twin, state: "one" | "different") =>
  send<Twin>("POST", `/twins/${twin.id}/`, { body: { state } });
