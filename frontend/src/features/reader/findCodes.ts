/** Finding codes by typed letters: beginnings of names first, then words, initials, letters left out. Pure. */

import type { CodeView } from "./codes";

/** A stretch of the name, UTF-16 units. */
export type Stretch = readonly [start: number, end: number];

export interface Match {
  readonly view: CodeView;
  /** Where the typed letters stand in the name; empty when they were found in the names above it. */
  readonly at: readonly Stretch[];
}

export interface Findings {
  /** Codes that were meant: Enter may apply the first of them. */
  readonly sure: readonly Match[];
  /** Codes that hold the letters in this order with others between; only looked for when none was sure. */
  readonly similar: readonly Match[];
}

interface Folded {
  readonly name: string;
  /** Where words of the name begin. */
  readonly words: readonly number[];
  readonly above: string;
}

/** Folding 1,000 names at each key would take longer than finding in them. */
const kept = new WeakMap<CodeView, Folded>();

const BEGINNING = 0;
const WORD = 1;
const INSIDE = 2;
const INITIALS = 3;
const ABOVE = 4;

export function findCodes(codes: readonly CodeView[], typed: string, limit = 30): Findings {
  const wanted = fold(typed.trim().replace(/\s+/gu, " "));
  if (wanted === "") return { sure: codes.slice(0, limit).map(plain), similar: [] };
  const ranked: { match: Match; rank: number }[] = [];
  for (const view of codes) {
    const found = placeIn(foldedOf(view), wanted);
    if (found) ranked.push({ match: { view, at: found.at }, rank: found.rank });
  }
  const sure = ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ match }) => match);
  return { sure, similar: sure.length > 0 ? [] : similar(codes, wanted, limit) };
}

export const plain = (view: CodeView): Match => ({ view, at: [] });

function placeIn({ name, words, above }: Folded, wanted: string) {
  const at = name.indexOf(wanted);
  if (at === 0) return { rank: BEGINNING, at: [[0, wanted.length]] as Stretch[] };
  const word = words.find((start) => name.startsWith(wanted, start));
  if (word !== undefined) return { rank: WORD, at: [[word, word + wanted.length]] as Stretch[] };
  if (at > 0) return { rank: INSIDE, at: [[at, at + wanted.length]] as Stretch[] };
  const initials = byBeginnings(name, words, wanted.replaceAll(" ", ""));
  if (initials) return { rank: INITIALS, at: initials };
  return above.includes(wanted) ? { rank: ABOVE, at: [] } : null;
}

/** "bt" and "betr tru" in "Betrayed trust": the letters are beginnings of words, in their order. */
function byBeginnings(name: string, words: readonly number[], wanted: string): Stretch[] | null {
  if (wanted === "") return [];
  for (const [index, start] of words.entries()) {
    // As much of this word as fits; then less of it, should the rest not be found.
    for (let length = common(name, start, wanted); length > 0; length -= 1) {
      const rest = byBeginnings(name, words.slice(index + 1), wanted.slice(length));
      if (rest) return [[start, start + length], ...rest];
    }
  }
  return null;
}

function common(name: string, start: number, wanted: string): number {
  let length = 0;
  while (length < wanted.length && name[start + length] === wanted[length]) length += 1;
  return length;
}

/** The shortest names first: in them the letters left out are fewest. */
function similar(codes: readonly CodeView[], wanted: string, limit: number): Match[] {
  const letters = wanted.replaceAll(" ", "");
  // Two letters are somewhere in nearly every name.
  if (letters.length < 3) return [];
  return codes
    .flatMap((view) => {
      const at = inOrder(foldedOf(view).name, letters);
      return at ? [{ view, at }] : [];
    })
    .toSorted((a, b) => a.view.name.length - b.view.name.length)
    .slice(0, limit);
}

function inOrder(name: string, letters: string): Stretch[] | null {
  const at: Stretch[] = [];
  let from = 0;
  for (const letter of letters) {
    const found = name.indexOf(letter, from);
    if (found === -1) return null;
    at.push([found, found + letter.length]);
    from = found + letter.length;
  }
  return at;
}

function foldedOf(view: CodeView): Folded {
  const known = kept.get(view);
  if (known) return known;
  const name = fold(view.name);
  const words = [...name.matchAll(/[\p{L}\p{N}]+/gu)].map((word) => word.index);
  const made = { name, words, above: fold(view.above.join(" ")) };
  kept.set(view, made);
  return made;
}

/** Without case and marks, the same length as before so that positions hold (else lower case only). */
function fold(text: string): string {
  const lower = text.toLowerCase();
  const bare = Array.from(lower, (letter) => letter.normalize("NFD").charAt(0)).join("");
  return bare.length === lower.length ? bare : lower;
}
