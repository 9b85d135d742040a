/** All texts and annotations of a stretch of a thread, for printing: what is not here is fetched, part by part. */

import { useEffect, useMemo, useState } from "react";
import { annotationsOf, postsOf } from "@/api/longThread";
import type { Annotation, Post } from "@/api/types";
import type { Loaded } from "./data";

/** Posts on one page for printing: more would keep a browser busy for minutes. */
export const PART = 2000;
const AT_ONCE = 500;

export interface WholeThread {
  /** Null until all is here. */
  readonly loaded: Loaded | null;
  readonly done: number;
  readonly failed: boolean;
}

interface Fetched {
  readonly posts: readonly Post[];
  readonly annotations: readonly Annotation[];
}

const NOTHING: Fetched = { posts: [], annotations: [] };

export function useWholeThread(given: Loaded, part: number): WholeThread {
  const { corpus, thread } = given;
  const isLong = thread.posts.some(({ awaited }) => awaited !== undefined);
  const [long] = useState(isLong);
  const [fetched, setFetched] = useState<{ part: number; what: Fetched } | null>(null);
  const [failed, setFailed] = useState(false);
  const first = thread.posts[part * PART]?.number ?? 0;
  const last = thread.posts[Math.min((part + 1) * PART, thread.posts.length) - 1]?.number ?? 0;
  useEffect(() => {
    if (!long) return;
    let left = false;
    setFailed(false);
    setFetched({ part, what: NOTHING });
    void (async () => {
      let what = NOTHING;
      for (let from = first; from <= last && !left; from += AT_ONCE) {
        const stretch = { from, to: Math.min(from + AT_ONCE, last + 1) };
        const posts = await postsOf(thread.id, stretch);
        const coded = await annotationsOf(corpus, thread.id, stretch);
        what = {
          posts: [...what.posts, ...posts],
          annotations: [...what.annotations, ...coded.results],
        };
        if (!left) setFetched({ part, what });
      }
    })().catch(() => setFailed(true));
    return () => {
      left = true;
    };
  }, [long, corpus, thread.id, part, first, last]);
  const due = Math.min(PART, thread.posts.length - part * PART);
  const here = fetched?.part === part ? fetched.what : NOTHING;
  const whole = useMemo((): Loaded | null => {
    if (!long) return partOf(given, part);
    if (here.posts.length < due) return null;
    return {
      ...given,
      thread: { ...given.thread, posts: [...here.posts] },
      annotations: here.annotations,
    };
  }, [given, long, here, due, part]);
  return { loaded: whole, done: long ? here.posts.length : due, failed };
}

function partOf(given: Loaded, part: number): Loaded {
  if (given.thread.posts.length <= PART) return given;
  const posts = given.thread.posts.slice(part * PART, (part + 1) * PART);
  return { ...given, thread: { ...given.thread, posts } };
}
