/** Overlays on the text: the passage being coded. */

import { type RefObject, useLayoutEffect, useRef } from "react";
import { canPaint } from "@/text/highlights";
import { stretchesIn } from "@/text/places";
import type { ReaderData } from "./data";
import type { ReaderTools } from "./useReader";

/** A ref that always holds the newest value. */
export function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value);
  latest.current = value;
  return latest;
}

/** Shows the passage that the palette is about, also when the browser's own selection has gone to its field. */
export function usePending(
  { painter, scroller }: ReaderTools,
  passage: { post: number; start: number; end: number } | null,
  { model }: ReaderData,
): void {
  useLayoutEffect(() => {
    if (!canPaint()) return;
    const source = passage ? model.byId.get(passage.post)?.source : undefined;
    const article = scroller.current?.querySelector(`[data-post-row="${passage?.post}"]`);
    if (passage && source && article) {
      const { offsets } = source;
      const [start, end] = [offsets.toU16(passage.start), offsets.toU16(passage.end)];
      painter.overlay("pending", stretchesIn(article, start, end));
    } else painter.overlay("pending", []);
    return () => painter.overlay("pending", []);
  }, [painter, scroller, passage, model]);
}
