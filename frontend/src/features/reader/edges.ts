/** Moving an end of a coded passage by one word. */

import { passageOf } from "@/text/selection";
import { nextWordEnd, nextWordStart, previousWordEnd, previousWordStart } from "@/text/words";
import type { PostModel } from "./model";

export type EdgeMove = "widenStart" | "widenEnd" | "narrowStart" | "narrowEnd";

export interface MovedEdge {
  /** Code points. */
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

/** The annotation's new span and quote, or `null` when the edge can't go further. `start`, `end`: code points. */
export function movedEdge(
  post: PostModel,
  span: { start: number; end: number },
  move: EdgeMove,
): MovedEdge | null {
  const { text, offsets } = post.source;
  let start = offsets.toU16(span.start);
  let end = offsets.toU16(span.end);
  if (move === "widenStart") start = previousWordStart(text, start);
  else if (move === "widenEnd") end = nextWordEnd(text, end);
  else if (move === "narrowStart") start = nextWordStart(text, start);
  else end = previousWordEnd(text, end);
  const passage = start < end ? passageOf(post.id, post.source, { start, end }) : null;
  if (passage === null) return null;
  if (passage.start === span.start && passage.end === span.end) return null;
  return { start: passage.start, end: passage.end, quote: passage.quote };
}
