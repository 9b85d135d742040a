/** The sentences that say what was done, for the live region, toasts and errors. */

import type { Annotation } from "@/api/types";
import { countWords } from "@/text/words";
import { t } from "@/ui/i18n";
import type { Codebook } from "./codes";
import { nameFor } from "./marks";
import type { ThreadModel } from "./model";

/** "12 words", "comment 5", "the thread". */
export function placeOf(annotation: Annotation, model: ThreadModel): string {
  if (annotation.level === "passage") {
    return t("{n, plural, one {# word} other {# words}}", {
      n: countWords(annotation.quote ?? ""),
    });
  }
  if (annotation.post === null) return t("the thread");
  return model.byId.get(annotation.post)?.label ?? t("a comment");
}

export function applied(annotation: Annotation, codebook: Codebook, model: ThreadModel): string {
  return t("{code} applied to {place}", {
    code: nameFor(codebook, annotation.code),
    place: placeOf(annotation, model),
  });
}

export function alreadyApplied(annotation: Annotation, codebook: Codebook): string {
  return t("You have applied {code} here already", { code: nameFor(codebook, annotation.code) });
}

export function removed(annotation: Annotation, codebook: Codebook, model: ThreadModel): string {
  return t("{code} removed from {place}", {
    code: nameFor(codebook, annotation.code),
    place: placeOf(annotation, model),
  });
}
