/** Where the palette stands: in the margin beside the passage, never on it. Pixels of the window. */

import { type RefObject, useEffect, useLayoutEffect } from "react";

export interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface PaletteRoom {
  /** The passage, or the header of the post or thread. */
  readonly passage: Box;
  /** The pane in which text and margin lie. */
  readonly pane: Box;
  /** Where the reading column ends and the margin begins. */
  readonly margin: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 8;
/** Lower than this nothing could be chosen any more. */
const LEAST = 220;

export interface PalettePlace {
  readonly left: number;
  readonly top: number;
  /** How high it may be at most. */
  readonly room: number;
}

/**
 * Level with the passage, moved up or down until it fits the pane. Where there is no margin beside the text it goes
 * below the passage, or above it when there is more room; its list scrolls where the room is little.
 */
export function palettePlace(room: PaletteRoom): PalettePlace {
  const { passage, pane, width, height } = room;
  const lowest = pane.bottom - height - GAP;
  const whole = pane.bottom - pane.top - 2 * GAP;
  if (room.margin + width + GAP <= pane.right) {
    const top = Math.max(Math.min(passage.top - GAP, lowest), pane.top + GAP);
    return { left: Math.min(room.margin + GAP, pane.right - width - GAP), top, room: whole };
  }
  const left = Math.max(pane.left + GAP, Math.min(passage.left, pane.right - width - GAP));
  const below = passage.bottom + GAP;
  if (below <= lowest || passage.top - pane.top < pane.bottom - passage.bottom) {
    return { left, top: below, room: Math.max(pane.bottom - below - GAP, LEAST) };
  }
  const above = passage.top - GAP - pane.top;
  return {
    left,
    top: Math.max(passage.top - height - GAP, pane.top),
    room: Math.max(above, LEAST),
  };
}

type Measure = () => { passage: Box; pane: Box; margin: number } | null;

/** Puts the palette beside what is coded; on narrow screens the style sheet makes it a sheet from below. */
export function usePlace(frame: RefObject<HTMLDivElement | null>, measure: Measure): void {
  useLayoutEffect(() => {
    const put = () => {
      const element = frame.current;
      const room = measure();
      if (element === null || room === null) return;
      // As high as it would like to be: measured without the limit of where it stood before.
      element.style.removeProperty("--room");
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const place = palettePlace({ ...room, ...size });
      element.style.setProperty("--room", `${place.room}px`);
      element.style.setProperty("--left", `${place.left}px`);
      element.style.setProperty("--top", `${place.top}px`);
    };
    put();
    window.addEventListener("scroll", put, { capture: true, passive: true });
    window.addEventListener("resize", put);
    return () => {
      window.removeEventListener("scroll", put, { capture: true });
      window.removeEventListener("resize", put);
    };
  }, [frame, measure]);
}

/** What may be pressed while the palette is open without closing it: codes that are about to be dragged. */
export const DRAGGED = "[data-drag-code]";

export function useOutside(
  frame: RefObject<HTMLElement | null>,
  onClose: (left: boolean) => void,
): void {
  useEffect(() => {
    const pressed = ({ target }: PointerEvent) => {
      if (!(target instanceof Element) || frame.current?.contains(target)) return;
      if (target.closest(DRAGGED) === null) onClose(false);
    };
    document.addEventListener("pointerdown", pressed);
    return () => document.removeEventListener("pointerdown", pressed);
  }, [frame, onClose]);
}
