/** Puts the names and bars of a post's margin beside their passages. Measures all first, writes all after. */

import { heightOf, type MeasuredGloss, placeGlosses } from "@/text/bars";
import { rangeOver, stretchesIn } from "@/text/places";
import type { Gloss } from "./annotations";

const BAR_STEP = 6;
const BAR_INSET = 14;
export const WIDE = "(min-width: 60.01rem)";

/** `list` holds a name for each gloss, then perhaps the button for the rest; `bars` one bar for each. */
export function placeMargin(
  article: HTMLElement,
  list: HTMLElement,
  bars: HTMLElement,
  glosses: readonly Gloss[],
): void {
  const items = [...list.children] as HTMLElement[];
  if (!window.matchMedia(WIDE).matches) {
    article.style.minHeight = "";
    return;
  }
  const origin = article.getBoundingClientRect();
  const measured: MeasuredGloss[] = glosses.map((gloss, index) => {
    const box = rangeOver(stretchesIn(article, gloss.start, gloss.end))?.getBoundingClientRect();
    const top = (box?.top ?? origin.top) - origin.top;
    const height = items[index]?.offsetHeight ?? 0;
    return { key: gloss.key, top, bottom: top + (box?.height ?? 0), height };
  });
  const more = items[glosses.length];
  const last = measured[measured.length - 1];
  if (more)
    measured.push({ key: "more", top: last?.top ?? 0, bottom: 0, height: more.offsetHeight });
  const margin = Number.parseFloat(getComputedStyle(article).paddingInlineEnd) || 0;
  const from = origin.width - margin + BAR_INSET;
  const placed = placeGlosses(measured);
  placed.forEach(({ nameTop, column }, index) => {
    const item = items[index];
    const bar = bars.children[index] as HTMLElement | undefined;
    const box = measured[index];
    if (item) item.style.top = `${nameTop}px`;
    if (!bar || !box) return;
    bar.hidden = column === null;
    bar.style.top = `${box.top + 2}px`;
    bar.style.height = `${Math.max(box.bottom - box.top - 4, 4)}px`;
    bar.style.insetInlineStart = `${from + (column ?? 0) * BAR_STEP}px`;
  });
  article.style.minHeight = `${heightOf(measured, placed)}px`;
}
