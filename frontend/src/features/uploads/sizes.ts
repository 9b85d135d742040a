/** Sizes of files in words. */
import { figure, t } from "@/ui/i18n";

const STEPS: readonly [number, () => string][] = [
  [1e9, () => t("GB")],
  [1e6, () => t("MB")],
  [1e3, () => t("kB")],
];

function stepFor(bytes: number): readonly [number, () => string] {
  return STEPS.find(([size]) => bytes >= size) ?? [1e3, () => t("kB")];
}

const rounded = (n: number) => (n < 100 ? n.toFixed(1) : figure(Math.round(n)));

/** "0.4 of 2.1 GB" */
export function partInWords(done: number, total: number): string {
  const [size, unit] = stepFor(total);
  return t("{done} of {total} {unit}", {
    done: rounded(done / size),
    total: rounded(total / size),
    unit: unit(),
  });
}
