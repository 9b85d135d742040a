/** Which codes each post carries, long threads whole: from the annotations that are here, else from counts. */

import type { Marks } from "@/api/marks";
import type { Post } from "@/api/types";
import type { AnnotationIndex } from "./annotations";
import { LEVELS, type View, type Wanted } from "./view";

/** Ids of codes by post id, as filtered. Counts don't know levels: a filter of levels lets them through. */
export function codesByPost(
  index: AnnotationIndex,
  posts: readonly Post[],
  marks: Marks | null,
  wanted: Wanted | null,
  view: View,
): ReadonlyMap<number, readonly number[]> {
  const codes = new Map<number, readonly number[]>();
  for (const [post, { annotations }] of index.byPost) {
    codes.set(post, [...new Set(annotations.map(({ code }) => code))]);
  }
  for (const { id, awaited } of marks ? posts : []) {
    if (awaited === undefined) continue;
    const here = wantedMarks(id, marks, wanted, view);
    if (here.length > 0) codes.set(id, [...new Set(here)]);
  }
  return codes;
}

/** Codes of a post, by its counts, that the filter lets through. */
export function wantedMarks(
  post: number,
  marks: Marks | null,
  wanted: Wanted | null,
  view: View,
): number[] {
  const level = view.levels[0] ?? (LEVELS[0] as (typeof LEVELS)[number]);
  return (marks?.at(post) ?? [])
    .filter(({ code, coder }) => wanted === null || wanted({ code, coder: { id: coder }, level }))
    .map(({ code }) => code);
}
