/**
 * The strip beside the scroll bar: the whole thread at a glance, with the colours of its codes and what was found.
 * It says nothing that the outline does not say, so assistive technology does not hear of it. A dozen paths, whatever the length.
 */

import {
  type PointerEvent,
  type RefObject,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
} from "react";
import type { Marks } from "@/api/marks";
import { PIGMENTS } from "@/text/paints";
import { codesByPost } from "./census";
import type { Codebook } from "./codes";
import type { ReaderData } from "./data";
import { pigmentFor } from "./marks";
import styles from "./minimap.module.css";
import type { PostModel, ThreadModel } from "./model";

/** Rows of the strip; two posts on one row share it. */
const ROWS = 400;
const COLUMNS = 3;
const TALLEST = 6;
const CHARACTERS_PER_LINE = 62;
const LINE = 34;
const HEAD = 76;

interface Props {
  readonly data: ReaderData;
  /** What is coded in posts that are not here. */
  readonly marks: Marks | null;
  /** Ids of posts in which something was found. */
  readonly hits?: readonly number[];
  readonly scroller: RefObject<HTMLElement | null>;
  /** Goes to a post by its place in the text. */
  readonly onGo: (index: number) => void;
}

export function Minimap({ data, marks, hits, scroller, onGo }: Props) {
  // What was coded is painted in the text first, then here.
  const { model, index, codebook, wanted, view: filter } = useDeferredValue(data);
  const view = useRef<SVGRectElement>(null);
  const tops = useMemo(() => topsOf(model.posts), [model]);
  const codes = useMemo(
    () => codesByPost(index, model.thread.posts, marks, wanted, filter),
    [index, model, marks, wanted, filter],
  );
  const paths = useMemo(
    () => pathsOf(model, tops, codes, codebook),
    [model, tops, codes, codebook],
  );
  const found = useMemo(() => hitsOf(model, tops, hits ?? []), [model, tops, hits]);
  useViewport(scroller, view, model);
  const go = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onGo(indexAt(tops, (event.clientY - box.top) / box.height));
  };
  return (
    <svg
      className={styles.strip}
      viewBox={`0 0 14 ${ROWS}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      data-minimap
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) go(event);
      }}
    >
      <rect ref={view} className={styles.view} x="0" width="14" />
      {paths.map((path, index) =>
        path === "" ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: one path for each pigment
          <path key={index} className={`${styles.codes} k${index + 1}`} d={path} />
        ),
      )}
      {found === "" ? null : <path className={styles.hits} d={found} />}
    </svg>
  );
}

/** Where each post begins, and at last where the text ends, as parts of the whole: estimated from lengths. */
export function topsOf(posts: readonly PostModel[]): Float64Array {
  const tops = new Float64Array(posts.length + 1);
  posts.forEach(({ post }, index) => {
    const length = post.awaited?.length ?? post.text.length;
    tops[index + 1] = (tops[index] ?? 0) + HEAD + Math.ceil(length / CHARACTERS_PER_LINE) * LINE;
  });
  const whole = tops[posts.length] || 1;
  return tops.map((top) => top / whole);
}

/** The place of the post that stands at a height between 0 and 1. */
export function indexAt(tops: Float64Array, height: number): number {
  let low = 0;
  let high = tops.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((tops[middle] ?? 0) <= height) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}

/** One path for each pigment: up to three strokes beside each other on a row. */
function pathsOf(
  model: ThreadModel,
  tops: Float64Array,
  codes: ReadonlyMap<number, readonly number[]>,
  codebook: Codebook,
): string[] {
  const rows = new Map<number, { pigments: Set<number>; height: number }>();
  for (const [post, ids] of codes) {
    const index = model.byId.get(post)?.row.index;
    if (index === undefined) continue;
    const row = rowOf(tops, index);
    const { pigments } = rows.get(row) ?? { pigments: new Set<number>() };
    for (const id of ids) if (pigments.size < COLUMNS) pigments.add(pigmentFor(codebook, id));
    const extent = ((tops[index + 1] ?? 0) - (tops[index] ?? 0)) * ROWS;
    rows.set(row, { pigments, height: Math.min(Math.max(extent / 2, 1.6), TALLEST) });
  }
  const paths = Array.from({ length: PIGMENTS }, () => "");
  for (const [row, { pigments, height }] of rows) {
    let column = 0;
    for (const pigment of pigments) {
      const [x, y] = [2 + column * 3.5, Math.max(row - height / 2, 0).toFixed(1)];
      paths[pigment - 1] += `M${x} ${y}h2.5v${height.toFixed(1)}h-2.5z`;
      column += 1;
    }
  }
  return paths;
}

function hitsOf(model: ThreadModel, tops: Float64Array, hits: readonly number[]): string {
  const rows = new Set<number>();
  for (const post of hits) {
    const index = model.byId.get(post)?.row.index;
    if (index !== undefined) rows.add(rowOf(tops, index));
  }
  return [...rows].map((row) => `M0 ${row}h14v1h-14z`).join("");
}

function rowOf(tops: Float64Array, index: number): number {
  const middle = ((tops[index] ?? 0) + (tops[index + 1] ?? 0)) / 2;
  return Math.min(Math.floor(middle * ROWS), ROWS - 2);
}

/** The frame around what is in view follows the scrolling without drawing anything anew. */
function useViewport(
  scroller: RefObject<HTMLElement | null>,
  view: RefObject<SVGRectElement | null>,
  model: ThreadModel,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model has another height
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const follow = () => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      const part = ROWS / Math.max(scrollHeight, 1);
      view.current?.setAttribute("y", String(scrollTop * part));
      view.current?.setAttribute("height", String(Math.max(clientHeight * part, 4)));
    };
    follow();
    const observer = new ResizeObserver(follow);
    observer.observe(element);
    element.addEventListener("scroll", follow, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", follow);
    };
  }, [scroller, view, model]);
}
