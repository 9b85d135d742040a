/** Which names stand in the margin beside a post, and which only in the list behind "+ n". */

import type { UnitRange } from "@/text/graphemes";
import type { Gloss } from "./annotations";

/** Above this many annotations a paragraph is dense: its margin holds no more names than its lines have room for. */
export const DENSE = 60;
const CHARACTERS_PER_LINE = 62;
/** A line of text is 34 px high, a name at least 24. */
const NAMES_PER_LINE = 34 / 24;
const FEWEST = 8;

export interface Margin {
  readonly beside: readonly Gloss[];
  readonly rest: readonly Gloss[];
  readonly dense: boolean;
}

/** Beside the text: who has a lane, in dense paragraphs the lowest lanes first, and always the chosen one. */
export function marginOf(
  paragraphs: readonly UnitRange[],
  glosses: readonly Gloss[],
  chosen: Gloss | undefined,
): Margin {
  const off = new Set(glosses.filter((gloss) => gloss.lane === null));
  let dense = false;
  for (const paragraph of glosses.length > 0 ? paragraphs : []) {
    const here = glosses.filter(
      (gloss) => gloss.start < paragraph.end && paragraph.start < gloss.end,
    );
    if (countOf(here) <= DENSE) continue;
    dense = true;
    const room = ((paragraph.end - paragraph.start) / CHARACTERS_PER_LINE) * NAMES_PER_LINE;
    const named = here.filter((gloss) => gloss.lane !== null).sort(byLane);
    for (const gloss of named.slice(Math.max(Math.floor(room), FEWEST))) off.add(gloss);
  }
  if (chosen) off.delete(chosen);
  return {
    beside: glosses.filter((gloss) => !off.has(gloss)),
    rest: glosses.filter((gloss) => off.has(gloss)),
    dense,
  };
}

export function countOf(glosses: readonly Gloss[]): number {
  return glosses.reduce((sum, gloss) => sum + gloss.annotations.length, 0);
}

function byLane(a: Gloss, b: Gloss): number {
  return (a.lane ?? 0) - (b.lane ?? 0) || a.start - b.start;
}
