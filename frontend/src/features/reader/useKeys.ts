/** Listens for the reader's keys and for selecting and clicking with the mouse, and takes the step that is meant. */

import { type RefObject, useEffect } from "react";
import { caretMove, moveCaret, placeCaret } from "@/text/caret";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import { type Command, commandFor, isTypingIn } from "./keys";
import type { ReaderAction, ReaderState } from "./state";
import type { Steps } from "./steps";

interface Means {
  readonly steps: Steps;
  readonly state: ReaderState;
  readonly letters: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly dispatch: (action: ReaderAction) => void;
}

export function useKeys(means: Means): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (document.querySelector("dialog[open]")) return;
      const passive = means.state.palette !== null && !means.state.palette.active;
      if (isTypingIn(event.target) && !(passive && isPalette(event.target))) return;
      if (means.state.caret && caretKey(means, event)) return;
      const altGraph = event.getModifierState("AltGraph");
      const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
      const press = { key, ctrlKey, metaKey, altKey, shiftKey, altGraph };
      const command = commandFor(press, means.letters);
      if (command === null) return;
      event.preventDefault();
      take(command, means);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [means]);
}

function isPalette(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("[role=dialog]") !== null;
}

const STEPS: Readonly<Record<Exclude<Command, object>, (means: Means) => unknown>> = {
  nextPost: ({ steps }) => steps.moves.stepPost(1),
  previousPost: ({ steps }) => steps.moves.stepPost(-1),
  nextAnnotation: ({ steps }) => steps.moves.stepAnnotation(1),
  previousAnnotation: ({ steps }) => steps.moves.stepAnnotation(-1),
  code: ({ steps }) => steps.openPalette(steps.target()),
  codeThread: ({ steps }) => steps.openPalette({ level: "thread" }),
  repeat: ({ steps }) => steps.repeat(),
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
    steps.closePalette();
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

function enterText(means: Means): void {
  if (means.state.current === null) means.steps.moves.stepPost(1);
  // Going to a post is seen after the next render.
  requestAnimationFrame(() => {
    const home = homeOf(means) ?? document.activeElement?.querySelector<HTMLElement>("[data-text]");
    if (!home) return;
    const { focusNode } = document.getSelection() ?? { focusNode: null };
    if (focusNode === null || !home.contains(focusNode)) placeCaret(home);
    means.dispatch({ type: "caret", on: true });
    announce(t("In the text. Arrows move, Shift selects, C codes, Escape leaves."));
  });
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
