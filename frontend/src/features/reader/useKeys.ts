/** Listens for the reader's keys and takes the step that is meant. */

import { type RefObject, useEffect } from "react";
import type { Keymap } from "@/features/keys";
import { caretMove, moveCaret, placeCaret } from "@/text/caret";
import { offsetInBlock } from "@/text/places";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import { type Command, commandFor, isTypingIn } from "./keys";
import type { ReaderAction, ReaderState } from "./state";
import type { Steps } from "./steps";

interface Means {
  readonly steps: Steps;
  readonly state: ReaderState;
  readonly keymap: Keymap;
  readonly letters: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly dispatch: (action: ReaderAction) => void;
  /** Marks the thread as done and opens the next one. */
  readonly done: () => void;
}

export function useKeys(means: Means): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (document.querySelector("dialog[open]") || isTypingIn(event.target)) return;
      const altGraph = event.getModifierState("AltGraph");
      const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
      const press = { key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph };
      const command = commandFor(press, means.keymap, means.letters);
      if (means.state.palette && lettersBelongToPalette(event, command)) return;
      if (means.state.caret && caretKey(means, event)) return;
      if (command === null) return;
      event.preventDefault();
      take(command, means);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [means]);
}

/** While the palette is there letters write into its field, wherever the keyboard was; digits apply codes. */
function lettersBelongToPalette(event: KeyboardEvent, command: Command | null): boolean {
  const isDigit = typeof command === "object" && command !== null;
  if (isDigit || command === "escape" || command === "undo") return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  // The letter is written into the field, as that has the focus by the time it comes.
  document.querySelector<HTMLElement>("[data-palette] input")?.focus({ preventScroll: true });
  return true;
}

const STEPS: Readonly<Record<Exclude<Command, object>, (means: Means) => unknown>> = {
  nextPost: ({ steps }) => steps.moves.stepPost(1),
  previousPost: ({ steps }) => steps.moves.stepPost(-1),
  nextAnnotation: ({ steps }) => steps.moves.stepAnnotation(1),
  previousAnnotation: ({ steps }) => steps.moves.stepAnnotation(-1),
  overlap: (means) => means.steps.moves.overlap(caretAt(means)),
  nextUncoded: ({ steps }) => steps.moves.stepUncoded(),
  done: ({ done }) => done(),
  code: ({ steps }) => steps.openPalette(steps.target()),
  codeThread: ({ steps }) => steps.openPalette({ level: "thread" }),
  repeat: ({ steps }) => steps.repeat(),
  inVivo: ({ steps }) => steps.inVivo(),
  remove: ({ steps }) => steps.remove(),
  caret: (means) => enterText(means),
  widenStart: ({ steps }) => steps.move("widenStart"),
  widenEnd: ({ steps }) => steps.move("widenEnd"),
  narrowStart: ({ steps }) => steps.move("narrowStart"),
  narrowEnd: ({ steps }) => steps.move("narrowEnd"),
  memo: ({ steps }) => steps.memo(),
  help: ({ dispatch }) => dispatch({ type: "help", on: true }),
  undo: ({ steps }) => steps.undo(),
  escape: (means) => leave(means),
};

function take(command: Command, means: Means): void {
  if (typeof command === "object") means.steps.digit(command.digit);
  else STEPS[command](means);
}

function leave({ steps, dispatch, state }: Means): void {
  if (state.palette) {
    steps.closePalette({ reselect: true });
    return;
  }
  const selection = document.getSelection();
  if (state.caret) {
    selection?.removeAllRanges();
    dispatch({ type: "caret", on: false });
    announce(t("Left the text"));
  } else if (selection && !selection.isCollapsed) selection.removeAllRanges();
  else dispatch({ type: "choose", annotation: null });
}

/** The element with the paragraphs of the current post: the caret's home. */
function homeOf({ scroller, state }: Means): HTMLElement | null {
  const row = `[data-post-row="${state.current}"] [data-text]`;
  return scroller.current?.querySelector<HTMLElement>(row) ?? null;
}

/** Where the keyboard's caret stands in the post's text, UTF-16 units; null without one. */
function caretAt({ state }: Means): number | null {
  const node = document.getSelection()?.focusNode;
  const block = node?.parentElement?.closest<HTMLElement>("p[data-at]");
  if (!state.caret || !node || !block) return null;
  return offsetInBlock(block, node, document.getSelection()?.focusOffset ?? 0);
}

function enterText(means: Means): void {
  if (means.state.current === null) means.steps.moves.stepPost(1);
  const enter = () => {
    const home = homeOf(means) ?? document.activeElement?.querySelector<HTMLElement>("[data-text]");
    if (!home) return;
    const { focusNode } = document.getSelection() ?? { focusNode: null };
    if (focusNode === null || !home.contains(focusNode)) placeCaret(home);
    means.dispatch({ type: "caret", on: true });
    announce(t("In the text. Arrows move, Shift selects, C codes, Escape leaves."));
  };
  // Going to a post is seen after the next render; where one is there already no key must be lost.
  if (homeOf(means)) enter();
  else requestAnimationFrame(enter);
}

function caretKey(means: Means, event: KeyboardEvent): boolean {
  const move = caretMove(event);
  const home = homeOf(means);
  const selection = document.getSelection();
  if (move === null || home === null || selection === null) return false;
  event.preventDefault();
  moveCaret(home, selection, move);
  return true;
}
