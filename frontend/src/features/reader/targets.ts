/** What a code is laid on, in words and from an annotation. */

import type { Annotation, Level } from "@/api/types";
import { t } from "@/ui/i18n";
import type { Target } from "./coding";

export function targetOf(annotation: Annotation): Target {
  const { post, start, end, quote } = annotation;
  if (post === null) return { level: "thread" };
  if (start === null || end === null) return { level: "post", post };
  return { level: "passage", passage: { post, start, end, quote: quote ?? "", clipped: false } };
}

export function levelInWords(level: Level): string {
  if (level === "passage") return t("passages");
  return level === "post" ? t("whole comments") : t("whole threads");
}
