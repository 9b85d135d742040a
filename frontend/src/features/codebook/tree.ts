/** The flat list of codes as the rows of a tree. Pure: knows no component. */
import type { Code } from "@/api/types";

export interface TreeRow {
  code: Code;
  /** 1 at the top. */
  level: number;
  /** Null for a code without subcodes. */
  expanded: boolean | null;
}

function inOrder(a: Code, b: Code): number {
  return a.position - b.position || a.name.localeCompare(b.name);
}

/**
 * The rows that are to be seen: parents before their children, in order of position, then name.
 * A code whose parent is missing (hidden, archived) stands at the top.
 */
export function rowsOf(codes: readonly Code[], folded: ReadonlySet<number>): TreeRow[] {
  const ids = new Set(codes.map((code) => code.id));
  const children = byParent(codes, ids);
  const rows: TreeRow[] = [];
  const visit = (parent: number | null, level: number) => {
    for (const code of [...(children.get(parent) ?? [])].sort(inOrder)) {
      const expanded = children.has(code.id) ? !folded.has(code.id) : null;
      rows.push({ code, level, expanded });
      if (expanded) visit(code.id, level + 1);
    }
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
    groups.set(parent, [...(groups.get(parent) ?? []), code]);
  }
  return groups;
}

/** Codes whose name or definition contains the words, with everything above them. */
export function matching(codes: readonly Code[], words: string): Code[] {
  const wanted = words.trim().toLocaleLowerCase();
  if (!wanted) return [...codes];
  const byId = new Map(codes.map((code) => [code.id, code]));
  const kept = new Set<number>();
  for (const code of codes) {
    if (!`${code.name}\n${code.definition}`.toLocaleLowerCase().includes(wanted)) continue;
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
  const found = new Set([id]);
  let before = 0;
  while (found.size > before) {
    before = found.size;
    for (const code of codes) {
      if (code.parent !== null && found.has(code.parent)) found.add(code.id);
    }
  }
  return found;
}
