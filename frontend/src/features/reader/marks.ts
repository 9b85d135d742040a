/** From glosses to painted stretches: which part of which paragraph carries which pigment on which lane. */

import type { UnitRange } from "@/text/graphemes";
import type { Mark } from "@/text/highlights";
import type { Gloss } from "./annotations";
import { type Codebook, pigmentOf } from "./codes";

const NO_MARKS: readonly Mark[] = [];

/** Marks per paragraph. Where one gloss of a paragraph is chosen, the others show their lines only. */
export function marksOf(
  paragraphs: readonly UnitRange[],
  glosses: readonly Gloss[],
  codebook: Codebook,
  chosen: Gloss | undefined,
): readonly (readonly Mark[])[] {
  return paragraphs.map((paragraph) => {
    const here = glosses.filter(
      (gloss) => gloss.lane !== null && gloss.start < paragraph.end && paragraph.start < gloss.end,
    );
    if (here.length === 0) return NO_MARKS;
    const hasChosen = chosen !== undefined && here.includes(chosen);
    return here.map((gloss) => ({
      start: Math.max(gloss.start - paragraph.start, 0),
      end: Math.min(gloss.end, paragraph.end) - paragraph.start,
      pigment: pigmentFor(codebook, gloss.code),
      lane: gloss.lane ?? 0,
      quiet: hasChosen && gloss !== chosen,
    }));
  });
}

export function pigmentFor(codebook: Codebook, code: number): number {
  return codebook.byId.get(code)?.pigment ?? pigmentOf(null);
}

export function nameFor(codebook: Codebook, code: number): string {
  return codebook.byId.get(code)?.name ?? `Code ${code}`;
}
