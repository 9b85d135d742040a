/** Which key means what in the reader. Pure: the doing is elsewhere. */

import { type Action, actionFor, chordOf, type Keymap, type KeyPress } from "@/features/keys";

export type Command = Action | "undo" | "escape" | { readonly digit: string };

/** `letters`: whether single keys are on (people can turn them off); keys with Alt always are. */
export function commandFor(press: KeyPress, keymap: Keymap, letters: boolean): Command | null {
  const { ctrlKey, metaKey, altKey, shiftKey } = press;
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && press.key === "z") return "undo";
  const chord = chordOf(press);
  if (chord === null) return null;
  if (chord === "Escape") return "escape";
  if (chord === "Delete") return "remove";
  if (!letters && !chord.startsWith("Alt+")) return null;
  if (/^[1-9]$/.test(chord)) return { digit: chord };
  return actionFor(keymap, chord);
}

/** Keys belong to whatever is being typed into, and to dialogs. */
export function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select") ||
    target.closest("dialog, [role=dialog], [role=alertdialog], [role=menu], [role=listbox]") !==
      null
  );
}
