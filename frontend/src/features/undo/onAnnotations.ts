/**
 * What was done to an annotation. A whole sentence for each kind of place: in other languages the
 * place's article follows the verb.
 */

import { msg, t } from "@/ui/i18n";
import { type NameOf, type State, shortened, type Told } from "./sentences";

type PlaceKind = "passage" | "comment" | "entry" | "thread";

const CREATED: Record<PlaceKind, string> = {
  passage: msg("applied “{code}” to “{words}”"),
  comment: msg("applied “{code}” to a comment"),
  entry: msg("applied “{code}” to the entry"),
  thread: msg("applied “{code}” to the thread"),
};
const DELETED: Record<PlaceKind, string> = {
  passage: msg("removed “{code}” from “{words}”"),
  comment: msg("removed “{code}” from a comment"),
  entry: msg("removed “{code}” from the entry"),
  thread: msg("removed “{code}” from the thread"),
};
const RECODED: Record<PlaceKind, string> = {
  passage: msg("changed “{from}” to “{code}” on “{words}”"),
  comment: msg("changed “{from}” to “{code}” on a comment"),
  entry: msg("changed “{from}” to “{code}” on the entry"),
  thread: msg("changed “{from}” to “{code}” on the thread"),
};
const NOTED: Record<PlaceKind, string> = {
  passage: msg("wrote about “{code}” on “{words}”"),
  comment: msg("wrote about “{code}” on a comment"),
  entry: msg("wrote about “{code}” on the entry"),
  thread: msg("wrote about “{code}” on the thread"),
};
const REVIEWED: Record<PlaceKind, string> = {
  passage: msg("looked again at “{code}” on “{words}”"),
  comment: msg("looked again at “{code}” on a comment"),
  entry: msg("looked again at “{code}” on the entry"),
  thread: msg("looked again at “{code}” on the thread"),
};
const CHANGED: Record<PlaceKind, string> = {
  passage: msg("changed “{code}” on “{words}”"),
  comment: msg("changed “{code}” on a comment"),
  entry: msg("changed “{code}” on the entry"),
  thread: msg("changed “{code}” on the thread"),
};

function kindOf(state: State, number: number | null | undefined): PlaceKind {
  if (state.quote) return "passage";
  if (state.post === null || state.post === undefined) return "thread";
  return number === 0 ? "entry" : "comment";
}

export function onAnnotation({ action, before, after, place }: Told, nameOf: NameOf): string {
  const state: State = after ?? before ?? {};
  const was: State = before ?? {};
  const values = {
    code: nameOf(Number(state.code)),
    from: nameOf(Number(was.code)),
    words: shortened(String(state.quote ?? "")),
  };
  const kind = kindOf(state, place?.number);
  const differs = (name: string) => name in was && was[name] !== state[name];
  if (action === "annotation.created") return t(CREATED[kind], values);
  if (action === "annotation.deleted") return t(DELETED[kind], values);
  if (differs("code")) return t(RECODED[kind], values);
  if (differs("start") || differs("end")) return t("moved the ends of “{code}”: “{words}”", values);
  if (differs("memo")) return t(NOTED[kind], values);
  if (differs("reviewed_at")) return t(REVIEWED[kind], values);
  return t(CHANGED[kind], values);
}
