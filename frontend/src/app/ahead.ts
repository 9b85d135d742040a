/**
 * Where an address leads in a thread, and what is sent for on its account before the router comes to it: the thread's
 * answers first, for the server has to work on them, then the scripts that show them.
 */

import { corpusQuery } from "@/api/corpora";
import { sessionQuery } from "@/api/session";
import { placeFromHash } from "@/text/deepLinks";
import { queryClient } from "./client";

const READER = /^\/corpora\/(\d+)\/threads\/(\d+)\/?$/;

export type Place = Partial<Record<"post" | "start" | "end", number | undefined>>;

/** Where a link leads: to a post by its id, or by its number as in `#p12@45-80`. */
export function linkedTo({ post, start = 0, end = 0 }: Place, hash: string) {
  const id = post ?? Number(/^#?post-(\d+)$/.exec(hash)?.[1] ?? Number.NaN);
  if (!Number.isNaN(id)) return { post: id, start, end };
  return placeFromHash(hash) ?? undefined;
}

/** A browser has but few connections to a server: what is asked for last waits for all the rest. */
export async function fetchAhead({ pathname, search, hash }: Location): Promise<void> {
  const found = READER.exec(pathname);
  if (found === null) return;
  const [corpus, thread] = [Number(found[1]), Number(found[2])];
  try {
    const [me, { prefetchReading }] = await Promise.all([
      queryClient.ensureQueryData(sessionQuery),
      import("@/api/reading"),
    ]);
    if (me === null) return;
    const post = new URLSearchParams(search).get("post");
    const to = linkedTo(post === null ? {} : { post: Number(post) }, hash);
    prefetchReading(queryClient, corpus, thread, to);
    void queryClient.prefetchQuery(corpusQuery(corpus));
    await Promise.all([import("./CorpusFrame"), import("@/features/reader")]);
  } catch {
    // The router asks again for what did not come, and says what is wrong.
  }
}
