/** The twelve pigments a code can have. The name of the code always stands beside its pigment. */

/** In the order of the tokens --c1 … --c12. */
export const PIGMENTS = [
  "kermes",
  "minium",
  "ochre",
  "orpiment",
  "sap",
  "malachite",
  "verdigris",
  "azurite",
  "lapis",
  "woad",
  "folium",
  "orchil",
] as const;

export type Pigment = (typeof PIGMENTS)[number];

/** New top-level codes take the pigments in this order: the largest distance to those before. */
const ORDER = [9, 4, 1, 6, 11, 3, 2, 5, 12, 7, 10, 8] as const;

/** The pigment's number, 1 to 12; null for a colour of another program (#rrggbb). */
export function pigmentNumber(colour: string): number | null {
  const index = PIGMENTS.indexOf(colour as Pigment);
  return index < 0 ? null : index + 1;
}

/** The class that gives a code's pigment to what stands inside; empty for other colours. */
export function pigmentClass(colour: string): string {
  const number = pigmentNumber(colour);
  return number === null ? "" : `k${number}`;
}

/** The pigment for the next code at the top, after `used` others. */
export function nextPigment(used: number): Pigment {
  return PIGMENTS[(ORDER[used % ORDER.length] ?? 9) - 1] ?? "lapis";
}
