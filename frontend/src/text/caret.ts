/**
 * A keyboard caret in text that nobody can edit: arrows move, Shift extends, Ctrl (or Alt) goes by word.
 * Built on `Selection.modify`; it never leaves the element it was put into.
 */

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
  readonly granularity: "character" | "word" | "line" | "lineboundary" | "paragraphboundary";
}

/** What a key does to the caret, or `null` when it is none of ours. */
export function caretMove(event: CaretKey): CaretMove | null {
  const alter = event.shiftKey ? "extend" : "move";
  const byWord = event.ctrlKey || event.altKey;
  switch (event.key) {
    case "ArrowLeft":
      return { alter, direction: "left", granularity: byWord ? "word" : "character" };
    case "ArrowRight":
      return { alter, direction: "right", granularity: byWord ? "word" : "character" };
    case "ArrowUp":
      return { alter, direction: "backward", granularity: byWord ? "paragraphboundary" : "line" };
    case "ArrowDown":
      return { alter, direction: "forward", granularity: byWord ? "paragraphboundary" : "line" };
    case "Home":
      return { alter, direction: "backward", granularity: "lineboundary" };
    case "End":
      return { alter, direction: "forward", granularity: "lineboundary" };
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
  const before = {
    anchor: selection.anchorNode,
    anchorOffset: selection.anchorOffset,
    focus: selection.focusNode,
    focusOffset: selection.focusOffset,
  };
  selection.modify(move.alter, move.direction, move.granularity);
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

/** Where the caret stands on the screen, or `null` when it can't be measured. */
export function caretBox(selection: Selection): DOMRect | null {
  if (selection.focusNode === null) return null;
  const range = selection.focusNode.ownerDocument?.createRange();
  if (range === undefined) return null;
  range.setStart(selection.focusNode, selection.focusOffset);
  range.collapse(true);
  return range.getClientRects()[0] ?? null;
}
