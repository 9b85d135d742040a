/**
 * From what is selected on the page to a passage: post, code points, quote.
 * Paragraphs are elements with `data-post` (id) and `data-at` (UTF-16 position of their first character in the post's text).
 * The quote is cut from the text itself, never from what the browser would copy.
 */

import type { UnitRange } from "./graphemes";
import { type Offsets, offsetsOf } from "./offsets";
import { type Snap, snapTo } from "./snapping";

export interface PassageText {
  readonly text: string;
  readonly offsets: Offsets;
}

export interface Passage {
  readonly post: number;
  /** Code points, half-open. */
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  /** The selection reached into other posts; only the part in this one was taken. */
  readonly clipped: boolean;
}

export type TextLookup = (post: number) => PassageText | undefined;

const BLOCK = "[data-post][data-at]";

export interface Selecting {
  /** Where the selecting began, which decides the post; else where the range begins. */
  readonly anchor?: Node | undefined;
  readonly snap?: Snap;
}

/** The passage under a range, or `null` when it holds no text. */
export function passageFromRange(
  root: ParentNode,
  range: Range,
  lookup: TextLookup,
  { anchor = range.startContainer, snap = "grapheme" }: Selecting = {},
): Passage | null {
  const touched = touchedBlocks(root, range);
  const first = touched[0];
  if (first === undefined) return null;
  const begun = blockOf(anchor);
  const home = touched.find((block) => block.post === begun?.post) ?? first;
  const own = touched.filter((block) => block.post === home.post);
  const source = lookup(home.post);
  const last = own[own.length - 1];
  if (source === undefined || own[0] === undefined || last === undefined) return null;
  const units = { start: own[0].start, end: last.end };
  return passageOf(home.post, source, units, { clipped: own.length < touched.length, snap });
}

/** The passage for a UTF-16 range of a post's text: blanks at its ends dropped, then widened to whole characters or more. */
export function passageOf(
  post: number,
  source: PassageText,
  units: UnitRange,
  { clipped = false, snap = "grapheme" }: { clipped?: boolean; snap?: Snap } = {},
): Passage | null {
  const { text, offsets } = source;
  const snapped = snapTo(text, units, snap);
  if (snapped === null) return null;
  return {
    post,
    start: offsets.toCodePoint(snapped.start).position,
    end: offsets.toCodePoint(snapped.end).position,
    quote: text.slice(snapped.start, snapped.end),
    clipped,
  };
}

export function passageText(text: string): PassageText {
  return { text, offsets: offsetsOf(text) };
}

interface TouchedBlock extends UnitRange {
  readonly post: number;
}

function touchedBlocks(root: ParentNode, range: Range): TouchedBlock[] {
  const touched: TouchedBlock[] = [];
  for (const element of root.querySelectorAll<HTMLElement>(BLOCK)) {
    if (!range.intersectsNode(element)) continue;
    const at = Number(element.dataset.at);
    const start = at + unitsBefore(element, range.startContainer, range.startOffset, "start");
    const end = at + unitsBefore(element, range.endContainer, range.endOffset, "end");
    if (end > start) touched.push({ post: Number(element.dataset.post), start, end });
  }
  return touched;
}

/** UTF-16 units of the block before a boundary point; a point outside counts as the block's beginning or end. */
function unitsBefore(
  block: HTMLElement,
  node: Node,
  offset: number,
  side: "start" | "end",
): number {
  const whole = block.textContent?.length ?? 0;
  if (!block.contains(node)) return side === "start" ? 0 : whole;
  if (node.nodeType === Node.TEXT_NODE && block.firstChild === node) return offset;
  const before = block.ownerDocument.createRange();
  before.selectNodeContents(block);
  before.setEnd(node, offset);
  return before.toString().length;
}

function blockOf(node: Node): { post: number } | null {
  const element = node instanceof Element ? node : node.parentElement;
  const inside = element?.closest<HTMLElement>("[data-post]");
  return inside ? { post: Number(inside.dataset.post) } : null;
}
