/** Which key does what in the reader: the usual keys, a person's own, and what stands in one another's way. Pure. */

import { msg } from "@/ui/i18n";

export type Action =
  | "nextPost"
  | "previousPost"
  | "nextAnnotation"
  | "previousAnnotation"
  | "overlap"
  | "nextUncoded"
  | "done"
  | "caret"
  | "code"
  | "codeThread"
  | "repeat"
  | "inVivo"
  | "widenStart"
  | "widenEnd"
  | "narrowStart"
  | "narrowEnd"
  | "memo"
  | "remove"
  | "help";

/**
 * Keys by action. A key is written as `KeyboardEvent.key` gives it ("j", "J" with Shift, "["), with "Alt+" in front
 * where Alt is held, and then in small letters.
 */
export type Keymap = Readonly<Record<Action, string>>;

export const USUAL_KEYS: Keymap = {
  nextPost: "j",
  previousPost: "k",
  nextAnnotation: "J",
  previousAnnotation: "K",
  overlap: "o",
  nextUncoded: "n",
  done: ".",
  caret: "e",
  code: "c",
  codeThread: "t",
  repeat: "q",
  inVivo: "i",
  widenStart: "[",
  widenEnd: "]",
  narrowStart: "{",
  narrowEnd: "}",
  memo: "m",
  remove: "x",
  help: "?",
};

/** What the actions are called, in groups; messages for `t`. */
export const ACTIONS: readonly {
  readonly title: string;
  readonly actions: readonly (readonly [action: Action, says: string])[];
}[] = [
  {
    title: msg("Move"),
    actions: [
      ["nextPost", msg("next comment")],
      ["previousPost", msg("previous comment")],
      ["nextAnnotation", msg("next annotation")],
      ["previousAnnotation", msg("previous annotation")],
      ["overlap", msg("the next of the annotations that overlap here")],
      ["nextUncoded", msg("next comment without a code")],
      ["done", msg("this thread is done; open the next of the list")],
    ],
  },
  {
    title: msg("Code"),
    actions: [
      ["code", msg("open the palette for the selection, else for the whole comment")],
      ["repeat", msg("apply the code used last")],
      ["inVivo", msg("apply a code named by the selected words")],
      ["codeThread", msg("code the thread")],
      ["caret", msg("put a caret into the comment")],
    ],
  },
  {
    title: msg("The chosen annotation"),
    actions: [
      ["widenStart", msg("begin one word earlier")],
      ["narrowStart", msg("begin one word later")],
      ["widenEnd", msg("end one word later")],
      ["narrowEnd", msg("end one word earlier")],
      ["memo", msg("write a memo")],
      ["remove", msg("remove it")],
    ],
  },
  { title: msg("Help"), actions: [["help", msg("show all keys")]] },
];

export type KeyPress = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"
> & {
  /** AltGr writes brackets on many keyboards: it is none of the modifiers. */
  readonly altGraph?: boolean;
};

/** The key as a keymap writes it, or `null` for what belongs to the browser or is a modifier only. */
export function chordOf({ key, code, altGraph, ...held }: KeyPress): string | null {
  if (["Shift", "Control", "Alt", "Meta", "AltGraph", "Dead", "Process"].includes(key)) return null;
  if (altGraph) return key;
  if (held.ctrlKey || held.metaKey) return null;
  if (!held.altKey) return key;
  // With Alt some systems write another letter: what is printed on the key counts.
  const letter = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1]?.toLowerCase();
  return `Alt+${letter ?? key.toLowerCase()}`;
}

const TAKEN_BY_PAGES = /^(escape|tab|enter| |delete|backspace|arrow\w+|page\w+|home|end|f\d+)$/i;

/** Why a key can't be given to an action. */
export type Refused = "digit" | "page" | "palette";

export function whyNot(chord: string): Refused | null {
  if (/^[0-9]$/.test(chord) || /^Alt\+[1-9]$/.test(chord)) return "digit";
  if (chord === "Alt+n") return "palette";
  const key = chord.replace(/^Alt\+(?=.)/, "");
  return TAKEN_BY_PAGES.test(key) ? "page" : null;
}

/** The usual keys with a person's own (the preference `keys`) in their places. What can't be read is left out. */
export function keymapOf(preference: unknown): Keymap {
  const own = recordOf(preference);
  const mine = Object.entries(USUAL_KEYS).map(([action, usual]) => {
    const key = own[action];
    return [action, typeof key === "string" && key !== "" && !whyNot(key) ? key : usual];
  });
  return Object.fromEntries(mine) as Keymap;
}

export function actionFor(keymap: Keymap, chord: string): Action | null {
  const found = Object.entries(keymap).find(([, key]) => key === chord);
  return (found?.[0] as Action | undefined) ?? null;
}

/** The other action that has this key. */
export function holderOf(keymap: Keymap, chord: string, action: Action): Action | null {
  const holder = actionFor({ ...keymap, [action]: "" }, chord);
  return holder === action ? null : holder;
}

/** What is to be kept after giving `chord` to `action`: only what differs from the usual. Who had the key gets the other's. */
export function withKey(keymap: Keymap, action: Action, chord: string): Partial<Keymap> {
  const holder = holderOf(keymap, chord, action);
  const next = {
    ...keymap,
    [action]: chord,
    ...(holder === null ? {} : { [holder]: keymap[action] }),
  };
  return Object.fromEntries(
    Object.entries(next).filter(([name, key]) => USUAL_KEYS[name as Action] !== key),
  );
}

/** How a key is shown on the screen: "J", "⇧ J", "Alt I". */
export function keyLabel(chord: string): string {
  if (/^Alt\+./.test(chord)) return `Alt ${chord.slice(4).toUpperCase()}`;
  const small = chord.toLowerCase();
  if (chord !== small) return `⇧ ${chord}`;
  return chord.toUpperCase();
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A person's own codes on the digits of a corpus: the preference `bindings`. */
export function bindingsFor(preference: unknown, corpus: number): Readonly<Record<string, number>> {
  const own = recordOf(recordOf(preference)[String(corpus)]);
  return Object.fromEntries(
    Object.entries(own).filter(
      (pair): pair is [string, number] => /^[1-9]$/.test(pair[0]) && typeof pair[1] === "number",
    ),
  );
}

/** The bindings with one digit given to a code (which loses its other digit), or taken back when it had it. */
export function withBinding(
  preference: unknown,
  corpus: number,
  digit: string,
  code: number,
): Readonly<Record<string, unknown>> {
  const before = bindingsFor(preference, corpus);
  const others = Object.entries(before).filter(([key, id]) => key !== digit && id !== code);
  const own = {
    ...Object.fromEntries(others),
    ...(before[digit] === code ? {} : { [digit]: code }),
  };
  return { ...recordOf(preference), [String(corpus)]: own };
}
