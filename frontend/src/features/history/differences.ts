/** What differs between the two states of a thing, field by field, for people. Pure. */

import type { NameOf, State } from "@/features/undo";
import { withoutAddresses } from "@/text/memoWords";
import { momentOf, msg, t } from "@/ui/i18n";
import { wordOf } from "@/ui/words";

export interface Difference {
  readonly label: string;
  /** Empty: nothing stood there. */
  readonly before: string;
  readonly after: string;
}

/** Fields that people know, in the order in which they are told. */
const LABELS: Readonly<Record<string, string>> = {
  name: msg("Name"),
  title: msg("Title"),
  code: msg("Code"),
  quote: msg("Passage"),
  memo: msg("Memo"),
  text: msg("Text"),
  kind: msg("Kind"),
  definition: msg("Definition"),
  include: msg("When to use"),
  exclude: msg("When not"),
  colour: msg("Colour"),
  key: msg("Key"),
  parent: msg("Under"),
  levels: msg("Levels"),
  locked: msg("Locked"),
  archived: msg("Archived"),
  merged_into: msg("Merged into"),
  state: msg("State"),
  reviewed_at: msg("Looked at again"),
  role: msg("Role"),
  site: msg("Site"),
  url: msg("Address"),
  language: msg("Language"),
  status: msg("Status"),
};
const CODES = new Set(["code", "parent", "merged_into"]);
const KEYS = new Set(["role", "status", "kind"]);
const MARKDOWN = new Set(["memo", "text", "definition", "include", "exclude"]);
const WORDS: Readonly<Record<string, string>> = {
  passage: msg("passage"),
  post: msg("comment"),
  thread: msg("thread"),
  live: msg("in the text"),
  orphan: msg("its passage is gone"),
};

function said(name: string, value: unknown, nameOf: NameOf): string {
  if (value === null || value === undefined || value === "") return "";
  if (CODES.has(name) && typeof value === "number") return nameOf(value);
  if (value === true) return t("yes");
  if (value === false) return t("no");
  if (Array.isArray(value)) return value.map((one) => worded(String(one))).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : written(name, String(value));
}

function worded(key: string): string {
  const known = WORDS[key];
  return known ? t(known) : key;
}

function written(name: string, value: string): string {
  if (name === "reviewed_at") return momentOf(value);
  // Pigments have names, and names begin with a capital letter.
  if (name === "colour") return value.charAt(0).toUpperCase() + value.slice(1);
  if (name === "state") return worded(value);
  if (KEYS.has(name)) return wordOf(value);
  return MARKDOWN.has(name) ? withoutAddresses(value) : value;
}

/** Fields that only one of the states tells are left out: they did not change, they were not told. */
export function differences(
  before: State | null,
  after: State | null,
  nameOf: NameOf,
): Difference[] {
  if (before === null || after === null) return [];
  return Object.entries(LABELS).flatMap(([name, label]) => {
    if (!(name in before) || !(name in after)) return [];
    const [from, to] = [said(name, before[name], nameOf), said(name, after[name], nameOf)];
    return from === to ? [] : [{ label: t(label), before: from, after: to }];
  });
}
