/**
 * The second renderer, for browsers without custom highlights: a paragraph cut into flat, non-overlapping segments,
 * each to become plain text or one `<mark>`. Pure data; whoever renders makes the elements.
 */

import type { Mark } from "./highlights";
import { LANES } from "./lanes";
import { stripeOf, tintOf } from "./paints";

export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Marks that cover the whole segment, lowest lane first. */
  readonly marks: readonly Mark[];
  /** Names of the marks that begin with the segment, and of those that end with it. */
  readonly opens: readonly string[];
  readonly closes: readonly string[];
}

export function segmentsOf(length: number, marks: readonly Mark[]): Segment[] {
  const edges = new Set([0, length]);
  for (const mark of marks) {
    edges.add(Math.min(mark.start, length));
    edges.add(Math.min(mark.end, length));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const start = sorted[index] as number;
    const end = sorted[index + 1] as number;
    const covering = marks.filter((mark) => mark.start <= start && end <= mark.end);
    segments.push({
      start,
      end,
      marks: covering.toSorted((a, b) => a.lane - b.lane),
      opens: covering.filter((mark) => mark.name && mark.start === start).map(({ name }) => name),
      closes: covering
        .filter((mark) => mark.name && Math.min(mark.end, length) === end)
        .map(({ name }) => name),
    });
  }
  return segments;
}

/** Tints and lanes of one segment as stacked gradients: the look of the highlights without them. */
export function segmentBackground(marks: readonly Mark[]): string {
  const lines = marks
    .filter((mark) => mark.lane < LANES)
    .map(
      (mark) =>
        `${stripeOf(mark.paint)} 0 calc(100% - ${(3 - mark.lane) * 4}px) / 100% 3px no-repeat`,
    );
  const tints = marks
    .filter((mark) => (mark.lane < 2 || mark.lane === LANES) && !mark.quiet)
    .map(
      (mark) => `linear-gradient(${tintOf(mark.paint)} 0 0) 0 0 / 100% calc(100% - 14px) no-repeat`,
    );
  return [...lines, ...tints].join(", ");
}
