/** Selecting and clicking in the text with mouse, pen or finger. */

import { type RefObject, useEffect } from "react";
import { offsetInBlock } from "@/text/places";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import type { ReaderData } from "./data";
import { glossesAt, nextOf } from "./overlapping";
import type { Steps } from "./steps";

/** Fingers drag the ends of a selection about: wait until they rest. */
const RESTS_MS = 350;

interface Means {
  readonly steps: Steps;
  readonly data: RefObject<ReaderData>;
  readonly chosen: RefObject<string | null>;
  readonly scroller: RefObject<HTMLElement | null>;
}

export function usePointer({ steps, data, chosen, scroller }: Means): void {
  useEffect(() => {
    const root = scroller.current;
    if (root === null) return;
    let touch = false;
    let timer = 0;
    let started = false;
    const offer = () => {
      const passage = data.current.can.code ? steps.selected() : null;
      if (passage === null) return;
      steps.moves.goTo(passage.post);
      steps.openPalette({ level: "passage", passage }, { active: !touch, offered: true });
      if (passage.clipped) announce(t("Only the part in one post is taken"));
    };
    const down = (event: PointerEvent) => {
      touch = event.pointerType === "touch";
      started = true;
    };
    const up = (event: PointerEvent) => {
      if (!started || event.pointerType === "touch") return;
      started = false;
      // The browser drops a selection that was clicked on only after this event.
      setTimeout(offer);
    };
    const changed = () => {
      clearTimeout(timer);
      if (touch) timer = window.setTimeout(offer, RESTS_MS);
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
    root.addEventListener("click", clicked);
    document.addEventListener("pointerup", up);
    document.addEventListener("selectionchange", changed);
    return () => {
      clearTimeout(timer);
      root.removeEventListener("pointerdown", down);
      root.removeEventListener("click", clicked);
      document.removeEventListener("pointerup", up);
      document.removeEventListener("selectionchange", changed);
    };
  }, [steps, data, chosen, scroller]);
}
