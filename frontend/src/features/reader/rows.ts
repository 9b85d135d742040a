/** The rows of a long thread's text: how high they will be, whether their order changed, which texts are needed. */

import { useEffect, useRef } from "react";
import { longThread } from "@/api/reading";
import type { PostModel, ThreadModel } from "./model";

const CHARACTERS_PER_LINE = 62;
const LINE = 34;
const HEAD = 76;

/** The posts' order, the same array as long as it holds the same ids: texts that arrive move nothing in it. */
export function useOrder(posts: readonly PostModel[]): readonly PostModel[] {
  const kept = useRef(posts);
  const before = kept.current;
  const same = before.length === posts.length && before.every(({ id }, at) => id === posts[at]?.id);
  if (!same) kept.current = posts;
  return kept.current;
}

/** Of a long thread, has the texts fetched that are in view, and keeps that of the current post. */
export function useWindows(
  model: ThreadModel,
  range: { startIndex: number; endIndex: number } | null,
  keep: number,
): void {
  const long = longThread(model.thread.id);
  const first = model.posts[range?.startIndex ?? 0]?.id;
  const last = model.posts[range?.endIndex ?? 0]?.id;
  const kept = model.posts[keep]?.id;
  useEffect(() => long?.needs(() => (kept === undefined ? [] : [kept])), [long, kept]);
  useEffect(() => {
    if (first !== undefined && last !== undefined) long?.look(first, last);
  }, [long, first, last]);
}

/** Height in px, from the text's length. */
export function estimate(post: PostModel | undefined): number {
  if (post === undefined) return HEAD;
  const length = post.post.awaited?.length ?? post.post.text.length;
  return HEAD + Math.ceil(length / CHARACTERS_PER_LINE) * LINE;
}
