/** Overlays on the text: the passage being coded, and the place somebody was sent to. */

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { canPaint } from "@/text/highlights";
import { stretchesIn } from "@/text/places";
import type { ReaderData } from "./data";
import type { ReaderTools } from "./useReader";

export interface ReaderTarget {
  readonly post: number;
  readonly start: number;
  readonly end: number;
}

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

/** Goes, once, to the place somebody was sent to by a link from search or elsewhere. */
export function useTarget(
  tools: ReaderTools,
  { model }: ReaderData,
  target: ReaderTarget | undefined,
): void {
  const { steps, painter } = tools;
  const gone = useRef(false);
  useEffect(() => {
    const post = target ? model.byId.get(target.post) : undefined;
    if (target === undefined || post === undefined || gone.current) return;
    const go = () => {
      gone.current = true;
      steps.moves.goTo(post.id);
      tools.text.current?.show(post.row.index, (article) => {
        article.focus({ preventScroll: true });
        if (target.end <= target.start) return;
        const { offsets } = post.source;
        const [start, end] = [offsets.toU16(target.start), offsets.toU16(target.end)];
        if (canPaint()) painter.overlay("found", stretchesIn(article, start, end));
        steps.moves.reveal(article, start, end);
      });
    };
    // The rows are mounted one render after the pane that they scroll in.
    const frame = requestAnimationFrame(go);
    return () => cancelAnimationFrame(frame);
  }, [tools.text, steps, painter, model, target]);
}
