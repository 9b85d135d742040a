/** A place in the tree in words, for the hint and for screen readers. */
import type { Code } from "@/api/types";
import { t } from "@/ui/i18n";
import { type Place, siblingsOf } from "./moving";

export function wordsForPlace(codes: readonly Code[], id: number, place: Place): string {
  const before = siblingsOf(codes, place.parent, id)[place.position - 1]?.name;
  const parent = codes.find((code) => code.id === place.parent)?.name;
  if (parent === undefined) {
    return before === undefined
      ? t("at the top, as the first")
      : t("at the top, after “{before}”", { before });
  }
  return before === undefined
    ? t("in “{parent}”, as the first", { parent })
    : t("in “{parent}”, after “{before}”", { parent, before });
}
