/** Moving an end of a coded passage: by one word, or to where it was dragged. */

import type { UnitRange } from "@/text/graphemes";
import { passageOf } from "@/text/selection";
import { type Snap, snapTo } from "@/text/snapping";
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

export type End = "start" | "end";

interface Dragging {
  readonly end: End;
  /** To where, UTF-16 units of the post's text. */
  readonly at: number;
  readonly snap: Snap;
}

/** The span with one end dragged to another place, snapped there; the other end stays. Null when nothing would be left. */
export function draggedEnd(
  post: PostModel,
  span: { start: number; end: number },
  { end, at, snap }: Dragging,
): UnitRange | null {
  const { text, offsets } = post.source;
  const [from, to] = [offsets.toU16(span.start), offsets.toU16(span.end)];
  const drawn = end === "start" ? { start: at, end: to } : { start: from, end: at };
  const snapped = drawn.start < drawn.end ? snapTo(text, drawn, snap) : null;
  if (snapped === null) return null;
  const next =
    end === "start" ? { start: snapped.start, end: to } : { start: from, end: snapped.end };
  return next.start < next.end ? next : null;
}
