/** The scope and options of an export in words, for the history. */
import type { Choice, Scope } from "@/api/exports";
import type { Code, Level, Member } from "@/api/types";
import { dateOf, msg, t } from "@/ui/i18n";

export const LEVELS: readonly { level: Level; says: string }[] = [
  { level: "passage", says: msg("passages") },
  { level: "post", says: msg("whole comments") },
  { level: "thread", says: msg("threads") },
];
const MOST_NAMED = 3;

/** The first few by name, the others counted. */
function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(", ");
  const more = names.length - MOST_NAMED;
  return more > 0
    ? t("{names} and {more, plural, one {# more} other {# more}}", { names: shown, more })
    : shown;
}

interface Known {
  codes: readonly Code[];
  members: readonly Member[];
}

function codeNames(ids: readonly number[], codes: readonly Code[]): string {
  return named(ids.map((id) => codes.find((one) => one.id === id)?.name ?? `#${id}`));
}

function coderNames(ids: readonly number[], members: readonly Member[]): string {
  const nameOf = (id: number) => members.find(({ user }) => user.id === id)?.user.name;
  return named(ids.map((id) => nameOf(id) ?? `#${id}`));
}

/** Which part of the corpus: one phrase for each restriction, none for the whole. */
export function scopeWords(scope: Scope, { codes, members }: Known): string[] {
  const words: string[] = [];
  if (scope.threads?.length) {
    words.push(t("{n, plural, one {# thread} other {# threads}}", { n: scope.threads.length }));
  }
  if (scope.codes?.length) {
    words.push(t("codes: {names}", { names: codeNames(scope.codes, codes) }));
  }
  if (scope.subtree) {
    words.push(t("{name} and below", { name: codeNames([scope.subtree], codes) }));
  }
  if (scope.coders?.length) {
    words.push(t("coded by {names}", { names: coderNames(scope.coders, members) }));
  }
  if (scope.levels?.length) {
    const levels = LEVELS.filter(({ level }) => scope.levels?.includes(level));
    words.push(named(levels.map(({ says }) => t(says))));
  }
  if (scope.created_after) {
    words.push(t("coded from {day} on", { day: dateOf(scope.created_after) }));
  }
  if (scope.created_before) {
    words.push(t("coded before {day}", { day: dateOf(scope.created_before) }));
  }
  return words;
}

/** How it was written, where that is not the usual way. */
export function optionWords({ options }: Pick<Choice, "options">): string[] {
  const words: string[] = [];
  if (options.pseudonymise) words.push(t("with pseudonyms"));
  if (options.texts === false) words.push(t("without texts"));
  if (options.attributes) words.push(t("attributes as columns"));
  if (options.offset_unit === "utf16") words.push(t("positions in UTF-16 units"));
  if (options.bom) words.push(t("with a byte order mark"));
  if (options.neutralise_formulas) words.push(t("formulas made harmless"));
  return words;
}

/** A file's size for people. */
export function sizeOf(bytes: number): string {
  const [size, unit] = bytes < 1e6 ? [1e3, t("kB")] : [1e6, t("MB")];
  const n = bytes / size;
  return t("{done} {unit}", { done: n < 10 ? n.toFixed(1) : Math.round(n), unit });
}
