/** From a point of the window to a place in a post's text. */

import { offsetInBlock } from "./places";

export interface Place {
  readonly post: number;
  /** UTF-16 units of the post's text. */
  readonly at: number;
}

/** The place under a point; `null` where no text of a post is. */
export function placeAtPoint(x: number, y: number): Place | null {
  const point = caretAtPoint(x, y);
  const block = elementOf(point?.node)?.closest<HTMLElement>("p[data-at]");
  if (!point || !block) return null;
  const at = offsetInBlock(block, point.node, point.offset);
  return at === null ? null : { post: Number(block.dataset.post), at };
}

function elementOf(node: Node | undefined): Element | null {
  return node instanceof Element ? node : (node?.parentElement ?? null);
}

function caretAtPoint(x: number, y: number): { node: Node; offset: number } | null {
  if (typeof document.caretPositionFromPoint === "function") {
    const position = document.caretPositionFromPoint(x, y);
    return position && { node: position.offsetNode, offset: position.offset };
  }
  // Safari knows only the older name.
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}
