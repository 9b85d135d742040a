/** Widening what was selected to whole words or sentences, as somebody has set it; to whole characters always. */

import { snapToGraphemes, type UnitRange } from "./graphemes";
import { sentenceAround } from "./sentences";
import { wordAround } from "./words";

export type Snap = "grapheme" | "word" | "sentence";

/**
 * The range without blanks at its ends, widened; `null` when it holds blanks only. It holds all of what was selected
 * besides those blanks. UTF-16 units.
 */
export function snapTo(text: string, range: UnitRange, snap: Snap): UnitRange | null {
  const bare = withoutBlanks(text, range);
  if (bare === null) return null;
  return snapToGraphemes(text, widened(text, bare, snap));
}

function widened(text: string, { start, end }: UnitRange, snap: Snap): UnitRange {
  if (snap === "word") {
    return { start: wordAround(text, start).start, end: wordAround(text, end).end };
  }
  if (snap === "grapheme") return { start, end };
  const first = sentenceAround(text, start);
  const last = sentenceAround(text, end - 1);
  return { start: Math.min(first.start, start), end: Math.max(last.end, end) };
}

function withoutBlanks(text: string, { start, end }: UnitRange): UnitRange | null {
  const raw = text.slice(start, end);
  const from = start + (raw.length - raw.trimStart().length);
  const to = end - (raw.length - raw.trimEnd().length);
  return from < to ? { start: from, end: to } : null;
}
