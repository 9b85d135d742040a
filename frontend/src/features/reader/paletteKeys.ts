/**
 * What a key does in the palette's field. Letters always write: nobody who types a code's name may change data by it.
 * Digits apply the codes that have them, and signs move the passage's ends, as long as nothing is written; with Alt
 * the keys do what they do in the text. Pure.
 */

import { actionFor, chordOf, type Keymap, type KeyPress } from "@/features/keys";
import type { EdgeMove } from "./edges";

export type PaletteCommand =
  | { readonly does: "apply" | "create" | "inVivo" | "repeat"; readonly stay: boolean }
  | { readonly does: "close" }
  | { readonly does: "digit" | "bind"; readonly digit: string }
  | { readonly does: "step"; readonly by: number }
  | { readonly does: "edge"; readonly edge: EdgeMove };

interface Field {
  readonly typed: string;
  readonly keymap: Keymap;
  /** Single keys are on. */
  readonly letters: boolean;
}

const PAGE = 8;
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
};
const EDGES: readonly EdgeMove[] = ["widenStart", "widenEnd", "narrowStart", "narrowEnd"];

export function paletteCommand(press: KeyPress, field: Field): PaletteCommand | null {
  const chord = chordOf(press);
  if (chord === null) return null;
  if (chord === "Enter") return { does: "apply", stay: press.shiftKey };
  if (chord === "Escape" || chord === "Tab") return { does: "close" };
  const by = STEPS[chord];
  if (by !== undefined) return { does: "step", by };
  if (chord.startsWith("Alt+")) return withAlt(chord, press.shiftKey, field.keymap);
  if (field.typed !== "" || !field.letters) return null;
  if (/^[1-9]$/.test(chord)) return { does: "digit", digit: chord };
  const edge = EDGES.find((one) => field.keymap[one] === chord);
  return edge && !/\p{L}/u.test(chord) ? { does: "edge", edge } : null;
}

function withAlt(chord: string, stay: boolean, keymap: Keymap): PaletteCommand | null {
  const key = chord.slice("Alt+".length);
  if (/^[1-9]$/.test(key)) return { does: "bind", digit: key };
  if (key === "n") return { does: "create", stay };
  const action = actionFor(keymap, chord) ?? actionFor(keymap, key);
  return action === "inVivo" || action === "repeat" ? { does: action, stay } : null;
}
