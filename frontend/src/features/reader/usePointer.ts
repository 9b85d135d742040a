/** Selecting and clicking in the text with mouse, pen or finger. */

import { type RefObject, useEffect } from "react";
import { flushSync } from "react-dom";
import { snapOf } from "@/api/session";
import { offsetInBlock, rangeOver, stretchesIn } from "@/text/places";
import { placeAtPoint } from "@/text/points";
import { sentenceAround } from "@/text/sentences";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import type { ReaderData } from "./data";
import { isTypingIn } from "./keys";
import { glossesAt, nextOf } from "./overlapping";
import type { Steps } from "./steps";

/** After the second click a third one may come, which means the sentence. */
const THIRD_CLICK_MS = 220;

interface Means {
  readonly steps: Steps;
  readonly data: RefObject<ReaderData>;
  readonly chosen: RefObject<string | null>;
  readonly scroller: RefObject<HTMLElement | null>;
}

export function usePointer(means: Means): void {
  const { steps, data, chosen, scroller } = means;
  useEffect(() => {
    const root = scroller.current;
    if (root === null) return;
    let touch = false;
    let timer = 0;
    let started = false;
    let before: Ends | null = null;
    let exact = false;
    const offer = () => {
      timer = 0;
      if (sameEnds(before, endsNow())) return;
      const snap = exact ? "grapheme" : snapOf(data.current.me);
      const passage = data.current.can.code ? steps.selected(snap) : null;
      if (passage === null) return;
      // At once, not with the next render: a letter may be on its way already, and it is the palette's.
      flushSync(() => {
        steps.moves.goTo(passage.post);
        steps.openPalette({ level: "passage", passage }, { active: !touch, offered: true });
      });
      if (passage.clipped) announce(t("Only the part in one post is taken"));
    };
    /** Who types right after selecting writes into the palette: it does not wait for its time then. */
    const typed = (event: KeyboardEvent) => {
      if (timer === 0 || event.ctrlKey || event.metaKey || isTypingIn(event.target)) return;
      clearTimeout(timer);
      offer();
    };
    const down = (event: PointerEvent) => {
      clearTimeout(timer);
      timer = 0;
      touch = event.pointerType === "touch";
      started = true;
      // What is selected already was offered when it was selected.
      before = endsNow();
    };
    const pressed = (event: MouseEvent) => {
      if (event.detail !== 3 || event.button !== 0) return;
      if (selectSentence(event, data.current, root)) event.preventDefault();
    };
    const up = (event: MouseEvent) => {
      if (!started || touch) return;
      started = false;
      // The browser drops a selection that was clicked on only after this event.
      exact = event.altKey;
      timer = window.setTimeout(offer, event.detail === 2 ? THIRD_CLICK_MS : 0);
    };
    const clicked = (event: MouseEvent) => {
      const selection = document.getSelection();
      const block = event.target instanceof Element ? event.target.closest("p[data-at]") : null;
      if (!(block instanceof HTMLElement) || !selection?.isCollapsed || !selection.anchorNode)
        return;
      const at = offsetInBlock(block, selection.anchorNode, selection.anchorOffset);
      if (at !== null) chooseAt(Number(block.dataset.post), at);
    };
    const chooseAt = (post: number, at: number) => {
      const under = glossesAt(data.current.index.byPost.get(post)?.glosses ?? [], at);
      const next = nextOf(under, chosen.current);
      if (next) steps.moves.chooseOwn(next.annotations, post);
    };
    root.addEventListener("pointerdown", down);
    root.addEventListener("mousedown", pressed);
    root.addEventListener("click", clicked);
    document.addEventListener("mouseup", up);
    window.addEventListener("keydown", typed, true);
    return () => {
      clearTimeout(timer);
      root.removeEventListener("pointerdown", down);
      root.removeEventListener("mousedown", pressed);
      root.removeEventListener("click", clicked);
      document.removeEventListener("mouseup", up);
      window.removeEventListener("keydown", typed, true);
    };
  }, [steps, data, chosen, scroller]);
}

/** Selects the sentence that was pressed on: by themselves browsers take the whole paragraph. */
function selectSentence({ clientX, clientY }: MouseEvent, data: ReaderData, root: HTMLElement) {
  const place = placeAtPoint(clientX, clientY);
  const source = data.model.byId.get(place?.post ?? -1)?.source;
  const article = root.querySelector(`[data-post-row="${place?.post}"]`);
  if (!place || !source || !article) return false;
  const { start, end } = sentenceAround(source.text, place.at);
  const range = rangeOver(stretchesIn(article, start, end));
  if (range === null) return false;
  const selection = document.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  return true;
}

type Ends = readonly [Node | null, number, Node | null, number];

function endsNow(): Ends | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return null;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  return [anchorNode, anchorOffset, focusNode, focusOffset];
}

function sameEnds(a: Ends | null, b: Ends | null): boolean {
  return a !== null && b !== null && a.every((end, index) => end === b[index]);
}
