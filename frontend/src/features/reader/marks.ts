/** From glosses to painted stretches: which part of which paragraph carries which paint on which lane. */

import type { UnitRange } from "@/text/graphemes";
import { type Mark, TINT_ALONE, TINTED_LANES } from "@/text/highlights";
import { t } from "@/ui/i18n";
import type { Gloss } from "./annotations";
import { type Codebook, pigmentOf } from "./codes";
import { type Look, paintFor } from "./look";

const NO_MARKS: readonly Mark[] = [];

/**
 * Marks per paragraph. Where one gloss of a paragraph is chosen, the others show their lines only,
 * and the chosen one is tinted whatever its lane, even if four others lie on its place.
 */
export function marksOf(
  paragraphs: readonly UnitRange[],
  glosses: readonly Gloss[],
  look: Look,
  chosen: Gloss | undefined,
  nameOf: (gloss: Gloss) => string = ({ code }) => nameFor(look.codebook, code),
): readonly (readonly Mark[])[] {
  return paragraphs.map((paragraph) => {
    const here = glosses.filter(
      (gloss) =>
        (gloss.lane !== null || gloss === chosen) &&
        gloss.start < paragraph.end &&
        paragraph.start < gloss.end,
    );
    if (here.length === 0) return NO_MARKS;
    const hasChosen = chosen !== undefined && here.includes(chosen);
    return here.flatMap((gloss) => {
      const mark = {
        start: Math.max(gloss.start - paragraph.start, 0),
        end: Math.min(gloss.end, paragraph.end) - paragraph.start,
        paint: paintFor(look, gloss.code, gloss.annotations),
        lane: gloss.lane ?? TINT_ALONE,
        quiet: hasChosen && gloss !== chosen,
        name: nameOf(gloss),
      };
      const untinted = gloss === chosen && gloss.lane !== null && gloss.lane >= TINTED_LANES;
      return untinted ? [mark, { ...mark, lane: TINT_ALONE, name: "" }] : [mark];
    });
  });
}

export function pigmentFor(codebook: Codebook, code: number): number {
  return codebook.byId.get(code)?.pigment ?? pigmentOf(null);
}

export function nameFor(codebook: Codebook, code: number): string {
  return codebook.byId.get(code)?.name ?? t("Code {id}", { id: String(code) });
}
