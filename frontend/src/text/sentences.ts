/** Sentences of a text: which one holds a place, and where each begins. A line feed ends one. UTF-16 units throughout. */

import type { UnitRange } from "./graphemes";

const segmenter = new Intl.Segmenter("und", { granularity: "sentence" });

/** The sentence that holds the character at `position`, without the blanks at its end. */
export function sentenceAround(text: string, position: number): UnitRange {
  const inside = Math.min(Math.max(position, 0), Math.max(text.length - 1, 0));
  const lineStart = text.lastIndexOf("\n", inside - 1) + 1;
  const feed = text.indexOf("\n", inside);
  const line = text.slice(lineStart, feed === -1 ? text.length : Math.max(feed, lineStart));
  const found = segmenter.segment(line).containing(inside - lineStart);
  if (found === undefined) return { start: inside, end: inside };
  const { length } = found.segment.trimEnd();
  return { start: lineStart + found.index, end: lineStart + found.index + length };
}

/** Where the sentences of a paragraph begin, in order. */
export function sentenceStarts(paragraph: string): number[] {
  return Array.from(segmenter.segment(paragraph), ({ index }) => index);
}
