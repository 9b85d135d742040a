/** What is coded in posts of a long thread whose annotations are not here: moving about must not pass over it. */

import { wantedMarks } from "./census";
import type { ReaderData } from "./data";
import type { PostModel } from "./model";

type Data = Pick<ReaderData, "model" | "index" | "marks" | "wanted" | "view">;

/** Whether a post carries codes that the filter lets through. */
export function isCoded({ index, marks, wanted, view }: Data, post: PostModel): boolean {
  if (post.isHere) return (index.byPost.get(post.id)?.annotations.length ?? 0) > 0;
  return wantedMarks(post.id, marks, wanted, view).length > 0;
}

/** The first coded post that is not here between two places (both left out; null: the end), or undefined. */
export function codedElsewhere(
  data: Data,
  from: number,
  to: number | null,
  by: 1 | -1,
): PostModel | undefined {
  const { posts } = data.model;
  if (data.marks === null) return undefined;
  const end = to ?? (by === 1 ? posts.length : -1);
  for (let at = from + by; by === 1 ? at < end : at > end; at += by) {
    const post = posts[at];
    if (post && !post.isHere && isCoded(data, post)) return post;
  }
  return undefined;
}
