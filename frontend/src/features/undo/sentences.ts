/**
 * What a change of the history did, in words that stand after a colon: “Undone: …” and “Nora: …”.
 * For undo, its toast and the history itself.
 */

import { withoutAddresses } from "@/text/memoWords";
import { msg, t } from "@/ui/i18n";
import { onAnnotation } from "./onAnnotations";

export type State = Readonly<Record<string, unknown>>;

/** One change, or the first of several that were made at once. */
export interface Told {
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string | number };
  readonly before: State | null;
  readonly after: State | null;
  /** In which thread; `number`: of the post, 0 the entry. */
  readonly place?: Where | null;
}

export interface Where {
  readonly thread: number;
  readonly title: string;
  readonly number: number | null;
}

export type NameOf = (code: number) => string;

const LONGEST = 50;

export function shortened(text: string, longest = LONGEST): string {
  const letters = Array.from(text.replace(/\s+/g, " ").trim());
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : letters.join("");
}

/** “applied “Trust” to “the first words…””: what stands after a colon. */
export function describe(told: Told, nameOf: NameOf): string {
  const { action, target, before, after } = told;
  if (action.startsWith("annotation.")) return onAnnotation(told, nameOf);
  if (action === "post.changed" && told.place?.number === 0) {
    return t("corrected the text of the entry");
  }
  const state: State = after ?? before ?? {};
  if (action === "thread.changed" && state.title === undefined && "attributes" in state) {
    return t("changed attributes of the thread “{name}”", {
      name: shortened(told.place?.title ?? String(target.id)),
    });
  }
  const words = String(state.name ?? state.title ?? state.text ?? target.id);
  const name = shortened(action.startsWith("memo.") ? withoutAddresses(words) : words);
  const known = movedCode(told) ?? SENTENCES[action];
  return known ? t(known, { name }) : t("{action}: {name}", { action, name });
}

/** Always told along; they say nothing by themselves. */
const SILENT = new Set(["version", "updated_at"]);

/** A code that only stands elsewhere now. */
function movedCode({ action, before, after }: Told): string | null {
  if (action !== "code.changed" || before === null || after === null) return null;
  const changed = Object.keys(after).filter(
    (name) => !SILENT.has(name) && name in before && said(before[name]) !== said(after[name]),
  );
  if (changed.length === 0 || changed.some((name) => name !== "position" && name !== "parent")) {
    return null;
  }
  return changed.includes("parent")
    ? msg("moved the code “{name}” below another one, or to the top")
    : msg("moved the code “{name}” within its family");
}

const said = (value: unknown) => JSON.stringify(value);

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
  "attribute.created": msg("made the attribute “{name}”"),
  "attribute.changed": msg("changed the attribute “{name}”"),
  "attribute.deleted": msg("took the attribute “{name}” away"),
  "participant.changed": msg("changed what is said of a participant"),
  "participant.merged": msg("made names one person: “{name}”"),
  "participant.separated": msg("parted the names of “{name}”"),
  "upload.created": msg("uploaded “{name}”"),
  "upload.changed": msg("loaded or changed the upload “{name}”"),
  "upload.corrected": msg("corrected how “{name}” was read"),
  "upload.deleted": msg("deleted the upload “{name}”"),
  "member.added": msg("added a member"),
  "member.changed": msg("changed a member’s role"),
  "member.removed": msg("removed a member"),
  "member.reset_link": msg("made a member a link for a new password"),
  "corpus.created": msg("made the corpus “{name}”"),
  "corpus.changed": msg("changed the settings of the corpus"),
  "corpus.deleted": msg("deleted the corpus"),
  "corpus.imported": msg("brought the corpus in from an archive"),
  "export.created": msg("began an export"),
  "export.changed": msg("an export was written"),
  "snapshot.created": msg("began the snapshot “{name}”"),
  "snapshot.changed": msg("made or changed the snapshot “{name}”"),
  "snapshot.deleted": msg("deleted the snapshot “{name}”"),
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
