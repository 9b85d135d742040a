/**
 * A keyboard caret in text that nobody can edit: arrows move, Shift extends, Ctrl goes by word and paragraph, Alt by
 * sentence. Built on `Selection.modify`, and on our own stops where browsers have none; it never leaves the element it
 * was put into.
 */

import { offsetInBlock, stretchesIn } from "./places";
import { sentenceStarts } from "./sentences";

export interface CaretKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export interface CaretMove {
  readonly alter: "move" | "extend";
  readonly direction: "left" | "right" | "forward" | "backward";
  readonly granularity: "character" | "word" | "line" | "lineboundary" | Stop;
}

/** What browsers don't step by, or not all of them. */
type Stop = "sentence" | "paragraph" | "text";

/** What a key does to the caret, or `null` when it is none of ours. */
export function caretMove(event: CaretKey): CaretMove | null {
  const alter = event.shiftKey ? "extend" : "move";
  // On some systems Alt goes by word sideways; up and down it goes by sentence everywhere.
  const byWord = event.ctrlKey || event.altKey;
  const upDown = event.ctrlKey ? "paragraph" : event.altKey ? "sentence" : "line";
  const homeEnd = event.ctrlKey ? "text" : "lineboundary";
  switch (event.key) {
    case "ArrowLeft":
      return { alter, direction: "left", granularity: byWord ? "word" : "character" };
    case "ArrowRight":
      return { alter, direction: "right", granularity: byWord ? "word" : "character" };
    case "ArrowUp":
      return { alter, direction: "backward", granularity: upDown };
    case "ArrowDown":
      return { alter, direction: "forward", granularity: upDown };
    case "Home":
      return { alter, direction: "backward", granularity: homeEnd };
    case "End":
      return { alter, direction: "forward", granularity: homeEnd };
    default:
      return null;
  }
}

/** Puts the caret before the first character of the element's text. */
export function placeCaret(home: HTMLElement): void {
  const first = home.ownerDocument.createTreeWalker(home, NodeFilter.SHOW_TEXT).nextNode();
  if (first !== null) home.ownerDocument.getSelection()?.collapse(first, 0);
}

/** Moves the caret; a step that would leave `home` is taken back. Returns whether it stayed. */
export function moveCaret(home: HTMLElement, selection: Selection, move: CaretMove): boolean {
  const { granularity } = move;
  if (granularity === "sentence" || granularity === "paragraph" || granularity === "text") {
    return moveToStop(home, selection, { ...move, granularity });
  }
  const before = {
    anchor: selection.anchorNode,
    anchorOffset: selection.anchorOffset,
    focus: selection.focusNode,
    focusOffset: selection.focusOffset,
  };
  selection.modify(move.alter, move.direction, granularity);
  if (selection.focusNode !== null && home.contains(selection.focusNode)) return true;
  if (before.anchor !== null && before.focus !== null) {
    selection.setBaseAndExtent(
      before.anchor,
      before.anchorOffset,
      before.focus,
      before.focusOffset,
    );
  }
  return false;
}

/** Goes to the next beginning of a sentence or paragraph, or to an end of the text. */
function moveToStop(
  home: HTMLElement,
  selection: Selection,
  move: CaretMove & { granularity: Stop },
): boolean {
  const blocks = [...home.querySelectorAll<HTMLElement>("[data-at]")];
  const at = caretUnit(blocks, selection);
  if (at === null) return false;
  const stops = stopsOf(blocks, move.granularity);
  const forward = move.direction === "forward";
  const goal = forward ? stops.find((stop) => stop > at) : stops.findLast((stop) => stop < at);
  const point = goal === undefined ? null : pointAt(home, blocks, goal);
  if (point === null) return false;
  if (move.alter === "move") selection.collapse(point.node, point.offset);
  else selection.extend(point.node, point.offset);
  return true;
}

/** Where the caret stands, UTF-16 units of the post's text. */
function caretUnit(blocks: readonly HTMLElement[], { focusNode, focusOffset }: Selection) {
  if (focusNode === null) return null;
  const block = blocks.find((one) => one.contains(focusNode));
  return block ? offsetInBlock(block, focusNode, focusOffset) : null;
}

function stopsOf(blocks: readonly HTMLElement[], by: Stop): number[] {
  const last = blocks[blocks.length - 1];
  const end = last ? Number(last.dataset.at) + (last.textContent?.length ?? 0) : 0;
  const begins = blocks.map((block) => Number(block.dataset.at));
  if (by === "text") return [begins[0] ?? 0, end];
  if (by === "paragraph") return [...begins, end];
  const starts = blocks.flatMap((block) =>
    sentenceStarts(block.textContent ?? "").map((start) => Number(block.dataset.at) + start),
  );
  return [...starts, end];
}

/** The point in the page for a place in the post's text; the end of the text belongs to its last character. */
function pointAt(
  home: HTMLElement,
  blocks: readonly HTMLElement[],
  unit: number,
): { node: Text; offset: number } | null {
  const [next] = stretchesIn(home, unit, unit + 1);
  if (next) return { node: next.node, offset: next.start };
  const last = blocks[blocks.length - 1];
  const [before] = last ? stretchesIn(home, unit - 1, unit) : [];
  return before ? { node: before.node, offset: before.end } : null;
}

/** Where the caret stands on the screen, or `null` when it can't be measured. */
export function caretBox(selection: Selection): DOMRect | null {
  if (selection.focusNode === null) return null;
  const range = selection.focusNode.ownerDocument?.createRange();
  if (range === undefined) return null;
  range.setStart(selection.focusNode, selection.focusOffset);
  range.collapse(true);
  return range.getClientRects()[0] ?? null;
}
