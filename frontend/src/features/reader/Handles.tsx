/** Two handles at the ends of the chosen passage, to be dragged; the brackets do the same by keys. */

import { type PointerEvent as Pressed, useCallback, useEffect, useRef, useState } from "react";
import { snapOf } from "@/api/session";
import type { Annotation } from "@/api/types";
import { canPaint } from "@/text/highlights";
import { stretchesIn } from "@/text/places";
import { placeAtPoint } from "@/text/points";
import { passageOf } from "@/text/selection";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import { draggedEnd, type End, type MovedEdge } from "./edges";
import type { HandsProps } from "./Hands";
import styles from "./hands.module.css";

interface Props extends Pick<HandsProps, "tools" | "data"> {
  readonly chosen: Annotation;
}

const ENDS: readonly End[] = ["start", "end"];

export function Handles({ tools, data, chosen }: Props) {
  const { painter, scroller, steps } = tools;
  const frame = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState<MovedEdge | null>(null);
  const post = data.model.byId.get(chosen.post ?? -1);
  const span = moved ?? { start: chosen.start ?? 0, end: chosen.end ?? 0 };

  const article = useCallback(
    () => scroller.current?.querySelector(`[data-post-row="${chosen.post}"]`) ?? null,
    [scroller, chosen.post],
  );
  useEffect(() => {
    const { offsets } = post?.source ?? {};
    const place = () => {
      const home = article();
      const stretches =
        home && offsets
          ? stretchesIn(home, offsets.toU16(span.start), offsets.toU16(span.end))
          : [];
      const view = scroller.current?.getBoundingClientRect();
      for (const [index, end] of ENDS.entries()) {
        const handle = frame.current?.children[index] as HTMLElement | undefined;
        const point = pointOf(stretches, end);
        const inside = point && view && point.bottom > view.top && point.bottom < view.bottom;
        if (handle === undefined) return;
        handle.hidden = !inside;
        if (!inside) continue;
        handle.style.left = `${point.left}px`;
        handle.style.top = `${point.bottom}px`;
      }
    };
    place();
    window.addEventListener("scroll", place, { capture: true, passive: true });
    window.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place, { capture: true });
      window.removeEventListener("resize", place);
    };
  }, [article, scroller, post, span.start, span.end]);

  const begin = (event: Pressed<HTMLElement>, end: End) => {
    if (post === undefined || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    // The finger or arrow is on the handle, the words meant are above it.
    const above = event.clientY - event.currentTarget.getBoundingClientRect().top + 8;
    let last: MovedEdge | null = null;
    frame.current?.setAttribute("data-moving", "");
    const move = ({ clientX, clientY, altKey }: PointerEvent) => {
      const place = placeAtPoint(clientX, clientY - above);
      if (place?.post !== post.id) return;
      const snap = altKey ? "grapheme" : snapOf(data.me);
      const units = draggedEnd(post, span, { end, at: place.at, snap });
      const passage = units && passageOf(post.id, post.source, units);
      if (!passage) return;
      last = { start: passage.start, end: passage.end, quote: passage.quote };
      setMoved(last);
      const home = article();
      if (home && canPaint()) painter.overlay("pending", stretchesIn(home, units.start, units.end));
    };
    const stop = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", stop);
      window.removeEventListener("keydown", key, { capture: true });
      frame.current?.removeAttribute("data-moving");
      if (canPaint()) painter.overlay("pending", []);
      setMoved(null);
    };
    const up = () => {
      const changed = last && (last.start !== chosen.start || last.end !== chosen.end);
      stop();
      if (!changed || last === null) return;
      steps.change(chosen.id, { start: last.start, end: last.end, quote: last.quote });
      announce(t("Now: {quote}", { quote: last.quote }));
    };
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key !== "Escape") return;
      pressed.stopPropagation();
      stop();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", stop);
    window.addEventListener("keydown", key, { capture: true });
  };

  return (
    <div ref={frame} className={styles.handles} aria-hidden="true">
      {ENDS.map((end) => (
        <i
          key={end}
          className={styles.handle}
          data-end={end}
          hidden
          onPointerDown={(event) => begin(event, end)}
        />
      ))}
    </div>
  );
}

/** Where the first or last character of the passage stands: its outer edge, the foot of its line. */
function pointOf(
  stretches: readonly { node: Text; start: number; end: number }[],
  end: End,
): { left: number; bottom: number } | null {
  const one = end === "start" ? stretches[0] : stretches[stretches.length - 1];
  if (one === undefined) return null;
  const range = document.createRange();
  range.setStart(one.node, end === "start" ? one.start : Math.max(one.end - 1, one.start));
  range.setEnd(one.node, end === "start" ? Math.min(one.start + 1, one.end) : one.end);
  const boxes = [...range.getClientRects()];
  const box = end === "start" ? boxes[0] : boxes[boxes.length - 1];
  if (box === undefined) return null;
  const toTheLeft = getComputedStyle(one.node.parentElement as Element).direction === "rtl";
  return { left: (end === "start") !== toTheLeft ? box.left : box.right, bottom: box.bottom };
}
