/** What the palette offers for what was typed: matches, codes used last, a new code. Pure. */

import type { Level } from "@/api/types";
import { allows, type Codebook, type CodeView, findCodes, type Match } from "./codes";

export type PaletteRow =
  | { readonly kind: "code"; readonly match: Match }
  | { readonly kind: "new"; readonly name: string };

export interface PaletteGroup {
  readonly id: "matches" | "recent" | "all" | "new";
  readonly rows: readonly PaletteRow[];
}

const RECENT = 4;

export interface PaletteQuestion {
  readonly codebook: Codebook;
  readonly level: Level;
  readonly typed: string;
  /** Ids of codes, used last first. */
  readonly recent: readonly number[];
  readonly canCreate: boolean;
}

export function paletteGroups(question: PaletteQuestion): PaletteGroup[] {
  const typed = question.typed.trim();
  const usable = question.codebook.live.filter((view) => allows(view, question.level));
  const matches = findCodes(usable, typed);
  const matched = new Set(typed === "" ? [] : matches.map(({ view }) => view.id));
  const recent = question.recent
    .flatMap((id) => usable.find((view) => view.id === id) ?? [])
    .filter((view) => !matched.has(view.id))
    .slice(0, RECENT);
  const groups: PaletteGroup[] = [];
  if (typed !== "") groups.push({ id: "matches", rows: matches.map(rowOf) });
  groups.push({ id: "recent", rows: recent.map(plainRow) });
  if (typed === "") {
    const rest = usable.filter((view) => !recent.includes(view));
    groups.push({ id: "all", rows: rest.map(plainRow) });
  }
  const exists = usable.some((view) => view.name.toLowerCase() === typed.toLowerCase());
  if (typed !== "" && question.canCreate && !exists) {
    groups.push({ id: "new", rows: [{ kind: "new", name: typed }] });
  }
  // Nothing matches: Enter shall make the code, not apply one that was used before.
  if (matches.length === 0 && typed !== "") groups.reverse();
  return groups.filter((group) => group.rows.length > 0);
}

const rowOf = (match: Match): PaletteRow => ({ kind: "code", match });
const plainRow = (view: CodeView): PaletteRow => ({ kind: "code", match: { view, at: null } });
