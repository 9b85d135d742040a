/** Paints what was found on the posts that are mounted, and again whenever others are. */

import { useEffect } from "react";
import type { Found } from "@/api/types";
import { canPaint } from "@/text/highlights";
import { type Stretch, stretchesIn } from "@/text/places";
import type { ReaderData } from "./data";
import { useLatest } from "./overlays";
import type { ReaderTools } from "./useReader";

export function usePaintedHits(
  { painter, scroller }: ReaderTools,
  data: ReaderData,
  hits: readonly Found[],
  here: Found | null,
): void {
  const latest = useLatest(data);
  useEffect(() => {
    const root = scroller.current;
    if (!canPaint() || root === null || hits.length === 0) return;
    const byPost = new Map<number, Found[]>();
    for (const hit of hits) {
      const others = byPost.get(hit.post);
      if (others) others.push(hit);
      else byPost.set(hit.post, [hit]);
    }
    const paint = () => {
      const all: Stretch[] = [];
      let one: Stretch[] = [];
      for (const row of root.querySelectorAll<HTMLElement>("[data-post-row]")) {
        const post = Number(row.dataset.postRow);
        const source = latest.current.model.byId.get(post)?.source;
        for (const hit of byPost.get(post) ?? []) {
          if (source === undefined) continue;
          const [start, end] = [source.offsets.toU16(hit.start), source.offsets.toU16(hit.end)];
          const stretches = stretchesIn(row, start, end);
          if (hit === here) one = stretches;
          else all.push(...stretches);
        }
      }
      painter.overlay("hit", all);
      painter.overlay("hitHere", one);
    };
    let frame = requestAnimationFrame(paint);
    const again = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(paint);
    };
    const observer = new MutationObserver(again);
    observer.observe(root, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      painter.overlay("hit", []);
      painter.overlay("hitHere", []);
    };
  }, [painter, scroller, latest, hits, here]);
}
