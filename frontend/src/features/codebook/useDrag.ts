/**
 * Dragging a code with the pointer. Pointer events instead of HTML5 drag and drop: they are the
 * same for mouse, pen and touch, and Escape gives everything back.
 */
import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { Code } from "@/api/types";
import { type Spot, spotFinder } from "./moving";
import type { TreeRow } from "./tree";

/** How far the pointer goes before a press becomes a drag, CSS pixels. */
const SLACK = 5;
/** Near the window's edge the page scrolls along, CSS pixels. */
const EDGE = 60;
/** How long a folded code is hovered over until it unfolds, milliseconds. */
const UNFOLD_MS = 650;

export interface Drag {
  code: Code;
  x: number;
  y: number;
  spot: Spot | null;
}

interface Given {
  codes: readonly Code[];
  rows: readonly TreeRow[];
  onDrop: (code: Code, spot: Spot) => void;
  onUnfold: (id: number) => void;
}

/** The row under the pointer, and how far down in it the pointer is. */
function rowAt(x: number, y: number): { id: number; share: number } | null {
  const row = document.elementFromPoint(x, y)?.closest<HTMLElement>("tr[data-code]");
  if (!row) return null;
  const box = row.getBoundingClientRect();
  return { id: Number(row.dataset.code), share: (y - box.top) / box.height };
}

function scrollNear(y: number): void {
  if (y < EDGE) window.scrollBy(0, -12);
  else if (y > window.innerHeight - EDGE) window.scrollBy(0, 12);
}

export function useDrag(given: Given) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const live = useRef(given);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => {
    live.current = given;
  });
  useEffect(() => () => stop.current?.(), []);

  const begin = (event: PointerEvent, code: Code) => {
    const onGrip = (event.target as Element).closest("[data-grip]") !== null;
    if (event.button !== 0 || (event.pointerType === "touch" && !onGrip)) return;
    if ((event.target as Element).closest("button, input, a")) return;
    stop.current?.();
    stop.current = follow(event, code);
  };

  const follow = (from: PointerEvent, code: Code): (() => void) => {
    let now: Drag | null = null;
    let hover: { id: number; timer: ReturnType<typeof setTimeout> } | null = null;
    const linger = (row: TreeRow | undefined) => {
      const id = row?.expanded === false ? row.code.id : null;
      if (hover?.id === id) return;
      if (hover) clearTimeout(hover.timer);
      hover = null;
      if (id !== null) {
        hover = { id, timer: setTimeout(() => live.current.onUnfold(id), UNFOLD_MS) };
      }
    };
    const move = (event: globalThis.PointerEvent) => {
      const far = Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY);
      if (!now && far < SLACK) return;
      window.getSelection()?.removeAllRanges();
      scrollNear(event.clientY);
      const { codes, rows } = live.current;
      const under = rowAt(event.clientX, event.clientY);
      const index = rows.findIndex((row) => row.code.id === under?.id);
      linger(rows[index]);
      const spot = under ? spotFinder(codes, rows, code.id)(index, under.share) : null;
      now = { code, x: event.clientX, y: event.clientY, spot };
      setDrag(now);
    };
    const end = () => {
      if (hover) clearTimeout(hover.timer);
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", end);
      window.removeEventListener("keydown", key, true);
      setDrag(null);
      stop.current = null;
    };
    const up = () => {
      const { spot = null } = now ?? {};
      if (now) swallowClick();
      end();
      if (spot) live.current.onDrop(code, spot);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !now) return;
      event.preventDefault();
      event.stopPropagation();
      end();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", end);
    window.addEventListener("keydown", key, true);
    return end;
  };
  return { drag, begin };
}

/** The click that ends a drag chooses nothing. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => event.stopPropagation();
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, true), 0);
}
