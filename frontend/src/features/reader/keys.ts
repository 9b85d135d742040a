/** Which key means what in the reader. Pure: the doing is elsewhere. */

export type Command =
  | "nextPost"
  | "previousPost"
  | "nextAnnotation"
  | "previousAnnotation"
  | "code"
  | "codeThread"
  | "repeat"
  | "remove"
  | "caret"
  | "widenStart"
  | "widenEnd"
  | "narrowStart"
  | "narrowEnd"
  | "memo"
  | "help"
  | "undo"
  | "escape"
  | { readonly digit: string };

/** Single keys, as `KeyboardEvent.key` names them. */
const LETTERS: Readonly<Record<string, Command>> = {
  j: "nextPost",
  k: "previousPost",
  J: "nextAnnotation",
  K: "previousAnnotation",
  c: "code",
  t: "codeThread",
  q: "repeat",
  x: "remove",
  e: "caret",
  "[": "widenStart",
  "]": "widenEnd",
  "{": "narrowStart",
  "}": "narrowEnd",
  m: "memo",
  "?": "help",
};

export type KeyPress = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"
> & {
  readonly altGraph?: boolean;
};

/** `letters`: whether single-key shortcuts are on (people can turn them off). */
export function commandFor(press: KeyPress, letters: boolean): Command | null {
  const { key } = press;
  const plain = press.altGraph || !(press.ctrlKey || press.metaKey || press.altKey);
  if ((press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey && key === "z")
    return "undo";
  if (!plain) return null;
  if (key === "Escape") return "escape";
  if (key === "Delete") return "remove";
  if (!letters) return null;
  if (/^[1-9]$/.test(key)) return { digit: key };
  return LETTERS[key] ?? null;
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

export function bindingsOf(preference: unknown): Readonly<Record<string, unknown>> {
  return typeof preference === "object" && preference !== null
    ? (preference as Record<string, unknown>)
    : {};
}

/** The sheet behind "?": keys and what they do, in groups. English source texts. */
export const SHEET: readonly {
  readonly title: string;
  readonly rows: readonly (readonly [chords: readonly string[], text: string])[];
}[] = [
  {
    title: "Move",
    rows: [
      [["J", "K"], "next, previous comment"],
      [["⇧ J", "⇧ K"], "next, previous annotation"],
      [["E"], "put a caret into the comment: arrows move, Shift selects, Ctrl by word"],
      [["Esc"], "leave, close"],
    ],
  },
  {
    title: "Code",
    rows: [
      [["C"], "open the palette for the selection, else for the whole comment"],
      [["1", "…", "9"], "apply the code with this key"],
      [["Q"], "apply the last code again"],
      [["T"], "code the thread"],
    ],
  },
  {
    title: "In the palette",
    rows: [
      [["↵"], "apply"],
      [["⇧ ↵"], "apply and stay"],
      [["Alt N"], "new code with the typed name"],
      [["Alt I"], "new code named by the passage’s own words"],
    ],
  },
  {
    title: "The chosen annotation",
    rows: [
      [["[", "]"], "widen it by a word at its beginning, its end"],
      [["⇧ [", "⇧ ]"], "narrow it by a word"],
      [["M"], "write a memo"],
      [["X", "Del"], "remove it"],
      [["Ctrl Z"], "undo"],
    ],
  },
];
