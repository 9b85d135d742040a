/** Which rows of a long tree are drawn: those near the browser's window, and the one with the focus. */
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  Fragment,
  type ReactNode,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useState,
} from "react";
import type { TreeRow } from "./tree";

/** Fewer rows than this are all drawn: then the browser's own search finds them. */
const MANY = 150;
const ROW_PX = 39;

export function useTreeWindow(
  body: RefObject<HTMLElement | null>,
  rows: readonly TreeRow[],
  active: number,
) {
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const top = body.current?.getBoundingClientRect().top ?? 0;
    setMargin(top + window.scrollY);
  }, [body]);
  const isLong = rows.length > MANY;
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: 15,
    scrollMargin: margin,
    enabled: isLong,
    getItemKey: (index) => rows[index]?.code.id ?? index,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: to - from + 1 }, (_, i) => from + i);
      const isIn = (active >= from && active <= to) || active >= count;
      // The row with the focus stays, wherever the page has been scrolled to.
      return isIn ? range : [...range, active].sort((a, b) => a - b);
    },
  });

  /** Empty rows have the height of what is not drawn between the others. */
  const gappy = (draw: (index: number) => ReactNode) => {
    const parts: ReactNode[] = [];
    let at = margin;
    const gap = (to: number, key: string) => {
      const height = to - at;
      // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
      if (height > 0.5) parts.push(<tr key={key} aria-hidden="true" style={{ height }} />);
    };
    for (const item of virtual.getVirtualItems()) {
      gap(item.start, `gap-${item.index}`);
      parts.push(<Fragment key={item.key}>{draw(item.index)}</Fragment>);
      at = item.end;
    }
    gap(virtual.getTotalSize() + margin, "gap-end");
    return parts;
  };

  const scrollTo = virtual.scrollToIndex;
  const show = useCallback((index: number) => scrollTo(index, { align: "center" }), [scrollTo]);
  return {
    measure: isLong ? virtual.measureElement : null,
    draw: (draw: (index: number) => ReactNode) =>
      isLong ? gappy(draw) : rows.map((_, index) => draw(index)),
    /** Scrolls so that a row is drawn. */
    show,
  };
}
