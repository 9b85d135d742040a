/** What a change of the history did, in words: for undo, its toast and the history itself. */

import { msg, t } from "@/ui/i18n";

export type State = Readonly<Record<string, unknown>>;

/** One change, or the first of several that were made at once. */
export interface Told {
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string | number };
  readonly before: State | null;
  readonly after: State | null;
}

export type NameOf = (code: number) => string;

const LONGEST = 50;

export function shortened(text: string, longest = LONGEST): string {
  const letters = Array.from(text.replace(/\s+/g, " ").trim());
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : letters.join("");
}

/** “applied “Trust” to “the first words…””: the middle of a sentence. */
export function describe({ action, target, before, after }: Told, nameOf: NameOf): string {
  const state: State = after ?? before ?? {};
  const [noun = ""] = action.split(".");
  if (noun === "annotation") return annotation(action, before ?? {}, state, nameOf);
  const name = shortened(String(state.name ?? state.title ?? state.text ?? target.id));
  const known = SENTENCES[action];
  return known ? t(known, { name }) : t("{action}: {name}", { action, name });
}

function annotation(action: string, before: State, state: State, nameOf: NameOf): string {
  const code = nameOf(Number(state.code));
  const values = { code, place: placeOf(state) };
  if (action === "annotation.created") return t("applied “{code}” to {place}", values);
  if (action === "annotation.deleted") return t("removed “{code}” from {place}", values);
  const differs = (name: string) => name in before && before[name] !== state[name];
  if (differs("code")) {
    const from = nameOf(Number(before.code));
    return t("changed “{from}” to “{code}” on {place}", { ...values, from });
  }
  if (differs("start") || differs("end")) return t("moved the ends of “{code}”: {place}", values);
  if (differs("memo")) return t("wrote about “{code}” on {place}", values);
  return t("changed “{code}” on {place}", values);
}

function placeOf(state: State): string {
  if (state.quote) return t("“{words}”", { words: shortened(String(state.quote)) });
  return state.post === null || state.post === undefined ? t("the thread") : t("a comment");
}

const SENTENCES: Readonly<Record<string, string>> = {
  "code.created": msg("made the code “{name}”"),
  "code.changed": msg("changed the code “{name}”"),
  "code.deleted": msg("took the code “{name}” out of the codebook"),
  "memo.created": msg("wrote the memo “{name}”"),
  "memo.changed": msg("changed the memo “{name}”"),
  "memo.deleted": msg("removed the memo “{name}”"),
  "thread.created": msg("added the thread “{name}”"),
  "thread.changed": msg("changed the thread “{name}”"),
  "thread.deleted": msg("hid the thread “{name}”"),
  "thread.restored": msg("brought the thread “{name}” back"),
  "post.changed": msg("corrected the text of a comment"),
  "participant.merged": msg("made names one person: “{name}”"),
  "participant.separated": msg("parted the names of “{name}”"),
  "upload.created": msg("uploaded “{name}”"),
  "upload.changed": msg("loaded or changed the upload “{name}”"),
  "upload.corrected": msg("corrected how “{name}” was read"),
  "upload.deleted": msg("deleted the upload “{name}”"),
  "member.added": msg("added a member"),
  "member.changed": msg("changed a member’s role"),
  "member.removed": msg("removed a member"),
  "corpus.created": msg("made the corpus “{name}”"),
  "corpus.changed": msg("changed the settings of the corpus"),
  "corpus.deleted": msg("deleted the corpus"),
  "export.created": msg("began an export"),
  "export.changed": msg("an export was written"),
};

export function sentenceOf(
  step: Told & { readonly count: number },
  way: "undo" | "redo",
  nameOf: NameOf,
): string {
  const what = describe(step, nameOf);
  const n = step.count - 1;
  if (way === "undo") {
    return n > 0
      ? t("Undone: {what}, and {n, plural, one {# more change} other {# more changes}}", {
          what,
          n,
        })
      : t("Undone: {what}", { what });
  }
  return n > 0
    ? t("Done again: {what}, and {n, plural, one {# more change} other {# more changes}}", {
        what,
        n,
      })
    : t("Done again: {what}", { what });
}

/** Why an undo or redo was not done. */
export function reasonOf(code: string, detail: string): string {
  if (code === "nothing_to_undo") return t("Nothing to undo");
  if (code === "nothing_to_redo") return t("Nothing to redo");
  if (code === "not_the_last") return t("Not undone: another change has been made since.");
  return t("Not undone: {why}", { why: detail || code });
}
