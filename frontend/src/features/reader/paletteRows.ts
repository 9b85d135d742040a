/** What the palette offers for what was typed: matches, codes used last, a new code. Pure. */

import type { Level } from "@/api/types";
import { allows, type Codebook, type CodeView } from "./codes";
import { findCodes, type Match, plain } from "./findCodes";

export type PaletteRow =
  | { readonly kind: "code"; readonly match: Match }
  | { readonly kind: "new"; readonly name: string };

export interface PaletteGroup {
  readonly id: "matches" | "similar" | "recent" | "all" | "new";
  readonly rows: readonly PaletteRow[];
}

const RECENT = 4;
/** So many rows are drawn at most; more of them nobody reads, and drawing takes time at each key. */
export const SHOWN = 60;

export interface PaletteQuestion {
  readonly codebook: Codebook;
  readonly level: Level;
  readonly typed: string;
  /** Ids of codes, used last first. */
  readonly recent: readonly number[];
  readonly canCreate: boolean;
  /** The key that opens the palette, where the palette has opened by itself: pressed all the same, it is no letter. */
  readonly lead?: string | null;
}

export interface PaletteOffer {
  /** What is looked for. */
  readonly typed: string;
  readonly groups: readonly PaletteGroup[];
  /** How many codes there are besides those in the groups, when nothing was typed. */
  readonly more: number;
  /** Codes that can be laid on this level at all. */
  readonly usable: number;
  /** A code has this very name, but is not meant for this level. */
  readonly elsewhere: boolean;
}

export function paletteOffer(question: PaletteQuestion): PaletteOffer {
  const { codebook, level, canCreate } = question;
  const usable = codebook.live.filter((view) => allows(view, level));
  const used = question.recent.flatMap((id) => {
    const view = codebook.byId.get(id);
    return view && !view.code.archived && allows(view, level) ? [view] : [];
  });
  const written = question.typed.trim();
  if (written === "") return { ...untyped(usable, used), typed: "", elsewhere: false };
  const { typed, sure, similar } = findings(usable, written, question.lead ?? null);
  const named = codebook.live.find((view) => sameName(view, typed));
  const isNew = canCreate && named === undefined;
  const matched = new Set([...sure, ...similar].map(({ view }) => view));
  const recent = used.filter((view) => !matched.has(view)).slice(0, RECENT);
  const groups = [
    { id: "matches" as const, rows: sure.map(rowOf) },
    // Nothing matches: Enter shall make the code, not apply one that is only like it or was used before.
    ...(sure.length === 0 ? [newRow(isNew, typed)] : []),
    { id: "similar" as const, rows: similar.map(rowOf) },
    { id: "recent" as const, rows: recent.map((view) => rowOf(plain(view))) },
    ...(sure.length > 0 ? [newRow(isNew, typed)] : []),
  ];
  return {
    typed,
    groups: filled(groups),
    more: 0,
    usable: usable.length,
    elsewhere: named !== undefined && !allows(named, level),
  };
}

/** Where nothing begins as it was written, a key pressed by habit is taken off the beginning. */
function findings(usable: readonly CodeView[], written: string, lead: string | null) {
  const found = findCodes(usable, written);
  const rest = lead !== null && written.startsWith(lead) ? written.slice(lead.length).trim() : "";
  if (found.sure.length === 0 && rest !== "") {
    const { sure } = findCodes(usable, rest);
    if (sure.length > 0) return { typed: rest, sure, similar: [] };
  }
  return { typed: written, ...found };
}

function untyped(usable: readonly CodeView[], used: readonly CodeView[]) {
  const recent = new Set(used.slice(0, RECENT));
  const rest = usable.filter((view) => !recent.has(view));
  const groups = [
    { id: "recent" as const, rows: [...recent].map((view) => rowOf(plain(view))) },
    { id: "all" as const, rows: rest.slice(0, SHOWN).map((view) => rowOf(plain(view))) },
  ];
  return {
    groups: filled(groups),
    more: Math.max(rest.length - SHOWN, 0),
    usable: usable.length,
  };
}

function newRow(isNew: boolean, name: string): PaletteGroup {
  return { id: "new", rows: isNew ? [{ kind: "new", name }] : [] };
}

function sameName(view: CodeView, typed: string): boolean {
  return view.name.toLowerCase() === typed.toLowerCase();
}

const rowOf = (match: Match): PaletteRow => ({ kind: "code", match });
const filled = (groups: readonly PaletteGroup[]) => groups.filter(({ rows }) => rows.length > 0);
