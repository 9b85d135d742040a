/** The flat list of codes as the rows of a tree. Pure: knows no component. */
import type { Code } from "@/api/types";

export interface TreeRow {
  code: Code;
  /** 1 at the top. */
  level: number;
  /** Null for a code without subcodes. */
  expanded: boolean | null;
  /** Which of how many siblings it is, counted from 1. */
  nth: number;
  of: number;
}

/** As the server orders siblings: by position, then the older first. */
export function inOrder(a: Code, b: Code): number {
  return a.position - b.position || a.id - b.id;
}

/**
 * The rows that are to be seen: parents before their children, in order of position, then age.
 * A code whose parent is missing (hidden, archived) stands at the top.
 */
export function rowsOf(codes: readonly Code[], folded: ReadonlySet<number>): TreeRow[] {
  const ids = new Set(codes.map((code) => code.id));
  const children = byParent(codes, ids);
  const rows: TreeRow[] = [];
  const visit = (parent: number | null, level: number) => {
    const siblings = (children.get(parent) ?? []).sort(inOrder);
    siblings.forEach((code, index) => {
      const expanded = children.has(code.id) ? !folded.has(code.id) : null;
      rows.push({ code, level, expanded, nth: index + 1, of: siblings.length });
      if (expanded) visit(code.id, level + 1);
    });
  };
  visit(null, 1);
  return rows;
}

function parentIn(ids: ReadonlySet<number>, code: Code): number | null {
  return code.parent !== null && ids.has(code.parent) ? code.parent : null;
}

function byParent(codes: readonly Code[], ids: ReadonlySet<number>): Map<number | null, Code[]> {
  const groups = new Map<number | null, Code[]>();
  for (const code of codes) {
    const parent = parentIn(ids, code);
    const group = groups.get(parent);
    if (group) group.push(code);
    else groups.set(parent, [code]);
  }
  return groups;
}

/** Lower case and without marks, so that “strasse” and “resume” find what they mean. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** Codes whose name or definition contains the words, with everything above them. */
export function matching(codes: readonly Code[], words: string): Code[] {
  const wanted = plain(words.trim());
  if (!wanted) return [...codes];
  const byId = new Map(codes.map((code) => [code.id, code]));
  const kept = new Set<number>();
  for (const code of codes) {
    if (!plain(`${code.name}\n${code.definition}`).includes(wanted)) continue;
    let above: Code | undefined = code;
    while (above && !kept.has(above.id)) {
      kept.add(above.id);
      above = above.parent === null ? undefined : byId.get(above.parent);
    }
  }
  return codes.filter((code) => kept.has(code.id));
}

/** A code and everything below it: where a code can't be moved to. */
export function withDescendants(codes: readonly Code[], id: number): Set<number> {
  const children = byParent(codes, new Set(codes.map((code) => code.id)));
  const found = new Set<number>();
  const visit = (one: number) => {
    if (found.has(one)) return;
    found.add(one);
    for (const child of children.get(one) ?? []) visit(child.id);
  };
  visit(id);
  return found;
}

/** The row after `from` whose name begins with the letters, around the end if need be; or -1. */
export function typeAhead(rows: readonly TreeRow[], from: number, letters: string): number {
  const wanted = plain(letters);
  // One letter goes on to the next such name; more letters may still mean the one we are at.
  const first = Array.from(letters).length > 1 ? from : from + 1;
  for (let step = 0; step < rows.length; step += 1) {
    const at = (first + step) % rows.length;
    if (plain(rows[at]?.code.name ?? "").startsWith(wanted)) return at;
  }
  return -1;
}
