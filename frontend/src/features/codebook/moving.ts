/** Where a code can be put, and what the codebook is like afterwards. Pure: knows no component. */
import type { Code } from "@/api/types";
import { inOrder, type TreeRow, withDescendants } from "./tree";

/** A place in the tree: the how-manieth below which code, the moved one itself not counted. */
export interface Place {
  parent: number | null;
  position: number;
}

/** A place as it is seen: a line before or after a row, or a row to be put into. */
export interface Spot extends Place {
  /** The index of the row beside which it shows. */
  row: number;
  side: "before" | "inside" | "after";
  /** How far a line there is indented: that of its siblings. */
  level: number;
}

/** The codes below `parent` that are in use, in their order, without the one that is moved. */
export function siblingsOf(
  codes: readonly Code[],
  parent: number | null,
  without: number | null = null,
): Code[] {
  return codes
    .filter((code) => code.parent === parent && !code.archived && code.id !== without)
    .sort(inOrder);
}

/** Where a code stands now. */
export function placeOf(codes: readonly Code[], id: number): Place {
  const parent = codes.find((code) => code.id === id)?.parent ?? null;
  return { parent, position: siblingsOf(codes, parent).findIndex((code) => code.id === id) };
}

export function samePlace(a: Place, b: Place): boolean {
  return a.parent === b.parent && a.position === b.position;
}

/** The index of every code among its siblings, the moved one not counted. */
function indices(codes: readonly Code[], id: number): { at: Map<number, number>; count: Counts } {
  const at = new Map<number, number>();
  const count: Counts = new Map();
  for (const code of codes.filter((one) => !one.archived && one.id !== id).sort(inOrder)) {
    const before = count.get(code.parent) ?? 0;
    at.set(code.id, before);
    count.set(code.parent, before + 1);
  }
  return { at, count };
}
type Counts = Map<number | null, number>;

/** Every place where a code can be put, from top to bottom as they are seen. */
export function spotsFor(codes: readonly Code[], rows: readonly TreeRow[], id: number): Spot[] {
  const barred = withDescendants(codes, id);
  const { at, count } = indices(codes, id);
  const spots: Spot[] = [];
  const open: TreeRow[] = [];
  let last = 0;
  const closeDownTo = (level: number) => {
    while ((open.at(-1)?.level ?? 0) >= level) {
      const row = open.pop() as TreeRow;
      const position = (at.get(row.code.id) ?? 0) + 1;
      spots.push({ parent: row.code.parent, position, row: last, side: "after", level: row.level });
    }
  };
  rows.forEach((row, index) => {
    if (barred.has(row.code.id) || row.code.archived) return;
    closeDownTo(row.level);
    if (spots.length === 0) {
      spots.push({ parent: row.code.parent, position: 0, row: index, side: "before", level: 1 });
    }
    const position = row.expanded ? 0 : (count.get(row.code.id) ?? 0);
    spots.push({ parent: row.code.id, position, row: index, side: "inside", level: row.level + 1 });
    open.push(row);
    last = index;
  });
  closeDownTo(1);
  return spots;
}

/** Says what the upper quarter, the middle and the lower quarter of a row mean to a pointer. */
export function spotFinder(codes: readonly Code[], rows: readonly TreeRow[], id: number) {
  const barred = withDescendants(codes, id);
  const { at, count } = indices(codes, id);
  return (index: number, share: number): Spot | null => {
    const row = rows[index];
    if (!row || barred.has(row.code.id) || row.code.archived) return null;
    const { id: own, parent } = row.code;
    const here = at.get(own) ?? 0;
    if (share < 0.25)
      return { parent, position: here, row: index, side: "before", level: row.level };
    if (share <= 0.75 || row.expanded) {
      const position = row.expanded ? 0 : (count.get(own) ?? 0);
      return { parent: own, position, row: index, side: "inside", level: row.level + 1 };
    }
    return { parent, position: here + 1, row: index, side: "after", level: row.level };
  };
}

/** The codebook with one code put elsewhere; the same when that would close a circle. */
export function moved(codes: readonly Code[], id: number, place: Place): Code[] {
  if (place.parent !== null && withDescendants(codes, id).has(place.parent)) return [...codes];
  const code = codes.find((one) => one.id === id);
  if (!code) return [...codes];
  const line = siblingsOf(codes, place.parent, id);
  line.splice(place.position, 0, code);
  const positions = new Map(line.map((one, index) => [one.id, index]));
  return codes.map((one) => {
    const position = positions.get(one.id) ?? one.position;
    return { ...one, position, parent: one.id === id ? place.parent : one.parent };
  });
}

export type Direction = "up" | "down" | "in" | "out";

/** The place one step away: among the siblings, into the one before, or out beside the parent. */
export function stepped(codes: readonly Code[], id: number, way: Direction): Place | null {
  const here = placeOf(codes, id);
  const line = siblingsOf(codes, here.parent);
  if (way === "up") return here.position > 0 ? { ...here, position: here.position - 1 } : null;
  if (way === "down") {
    return here.position < line.length - 1 ? { ...here, position: here.position + 1 } : null;
  }
  if (way === "in") {
    const into = line[here.position - 1];
    return into ? { parent: into.id, position: siblingsOf(codes, into.id).length } : null;
  }
  if (here.parent === null) return null;
  const above = placeOf(codes, here.parent);
  return { parent: above.parent, position: above.position + 1 };
}
