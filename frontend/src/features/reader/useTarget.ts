/** Where the reader begins: at the place somebody was sent to by a link, else where one was the last time. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { progressOf } from "@/api/progress";
import { canPaint } from "@/text/highlights";
import { stretchesIn } from "@/text/places";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import type { ReaderData } from "./data";
import type { PostModel, ThreadModel } from "./model";
import { useLatest } from "./overlays";
import type { ReaderTools } from "./useReader";

/** A post by its id or by its number, and a passage in it (code points; none when it is empty). */
export type ReaderTarget = ({ readonly post: number } | { readonly number: number }) & {
  readonly start: number;
  readonly end: number;
};

const WHERE_ONE_WAS = "where one was";

export function useTarget(
  tools: ReaderTools,
  { model }: ReaderData,
  target: ReaderTarget | undefined,
): void {
  const { steps, painter, scroller } = tools;
  const latest = useLatest(model);
  const gone = useRef("");
  const { data: progress } = useQuery(progressOf(model.thread.id));
  const back = target === undefined ? progress?.at : undefined;
  const wanted = target ? JSON.stringify(target) : WHERE_ONE_WAS;
  useEffect(() => {
    if (gone.current === wanted || (target === undefined && progress === undefined)) return;
    const post = target ? found(model, target) : model.byId.get(back ?? -1);
    const isUp = (scroller.current?.scrollTop ?? 0) === 0;
    const go = () => {
      gone.current = wanted;
      if (post === undefined || (target === undefined && (post.isEntry || !isUp))) return;
      steps.moves.goTo(post.id);
      tools.text.current?.show(post.row.index, (article) => {
        if (target === undefined) {
          announce(t("Back at {post}, where you were", { post: post.label }));
          return;
        }
        article.focus({ preventScroll: true });
        // The text may have come only now, and a new model with it.
        const here = latest.current.byId.get(post.id);
        if (here === undefined || target.end <= target.start) return;
        const { offsets } = here.source;
        const [start, end] = [offsets.toU16(target.start), offsets.toU16(target.end)];
        if (canPaint()) painter.overlay("found", stretchesIn(article, start, end));
        steps.moves.reveal(article, start, end);
      });
    };
    // The rows are mounted one render after the pane that they scroll in.
    const frame = requestAnimationFrame(go);
    return () => cancelAnimationFrame(frame);
  }, [tools.text, steps, painter, scroller, model, latest, target, wanted, progress, back]);
}

function found(model: ThreadModel, target: ReaderTarget): PostModel | undefined {
  if ("post" in target) return model.byId.get(target.post);
  return model.posts.find(({ post }) => post.number === target.number);
}
