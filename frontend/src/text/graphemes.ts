/**
 * Widening a UTF-16 range to whole grapheme clusters, so that nobody codes half a flag, family or accented letter.
 */

export interface UnitRange {
  readonly start: number;
  readonly end: number;
}

/** Segmenting starts at a line feed before the position: no cluster crosses one (except CR LF, which imports remove). */
const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** The range, widened to grapheme boundaries. It never shrinks; an empty range stays empty at its cluster's start. */
export function snapToGraphemes(text: string, range: UnitRange): UnitRange {
  const start = clusterAround(text, range.start).start;
  if (range.end <= range.start) return { start, end: start };
  const last = clusterAround(text, range.end);
  return { start, end: last.start === range.end ? range.end : last.end };
}

/** The cluster that holds the position; at a boundary the one that begins there (empty at the end of the text). */
function clusterAround(text: string, position: number): UnitRange {
  if (position <= 0) return { start: 0, end: 0 };
  if (position >= text.length) return { start: text.length, end: text.length };
  const lineStart = text.lastIndexOf("\n", position - 1) + 1;
  if (position === lineStart) return { start: position, end: position };
  const feed = text.indexOf("\n", position);
  const line = text.slice(lineStart, feed === -1 ? text.length : feed);
  const found = segmenter.segment(line).containing(position - lineStart);
  if (found === undefined) return { start: position, end: position };
  return { start: lineStart + found.index, end: lineStart + found.index + found.segment.length };
}
