/** What a thread's annotations hold, for the filter to offer: codes in the order of the codebook, coders, levels. */

import type { Annotation, Level, Me } from "@/api/types";
import type { Codebook, CodeView } from "./codes";

export interface CodeCount {
  readonly view: CodeView;
  readonly depth: number;
  readonly own: number;
  /** Annotations with it or with a code below it. */
  readonly subtree: number;
  readonly hasBelow: boolean;
}

export interface CoderCount {
  readonly id: number;
  readonly name: string;
  readonly isMe: boolean;
  readonly count: number;
}

/** Codes that are used here and those above them; a code that is set in the filter stays, used or not. */
export function codeCounts(
  annotations: readonly Annotation[],
  codebook: Codebook,
  set: readonly number[],
): CodeCount[] {
  const own = new Map<number, number>();
  for (const { code } of annotations) own.set(code, (own.get(code) ?? 0) + 1);
  const subtree = new Map<number, number>();
  const above = new Set<number>();
  for (const id of new Set([...own.keys(), ...set])) {
    for (const [step, view] of lineage(codebook, id).entries()) {
      subtree.set(view.id, (subtree.get(view.id) ?? 0) + (own.get(id) ?? 0));
      if (step > 0) above.add(view.id);
    }
  }
  const live = new Set(codebook.live.map(({ id }) => id));
  const archived = [...codebook.byId.values()].filter(({ id }) => !live.has(id));
  return [...codebook.live, ...archived]
    .filter(({ id }) => subtree.has(id))
    .map((view) => ({
      view,
      depth: lineage(codebook, view.id).length - 1,
      own: own.get(view.id) ?? 0,
      subtree: subtree.get(view.id) ?? 0,
      hasBelow: above.has(view.id),
    }));
}

/** The code and all above it, innermost first. */
function lineage(codebook: Codebook, id: number): CodeView[] {
  const line: CodeView[] = [];
  let view = codebook.byId.get(id);
  while (view !== undefined && !line.includes(view)) {
    line.push(view);
    view = codebook.byId.get(view.code.parent ?? -1);
  }
  return line;
}

export function coderCounts(annotations: readonly Annotation[], me: Me): CoderCount[] {
  const found = new Map<number, { name: string; count: number }>([
    [me.id, { name: me.name || me.username, count: 0 }],
  ]);
  for (const { coder } of annotations) {
    const entry = found.get(coder.id) ?? { name: coder.name || coder.username, count: 0 };
    entry.count += 1;
    found.set(coder.id, entry);
  }
  return [...found].map(([id, entry]) => ({ id, isMe: id === me.id, ...entry }));
}

export function levelCounts(annotations: readonly Annotation[]): ReadonlyMap<Level, number> {
  const counts = new Map<Level, number>();
  for (const { level } of annotations) counts.set(level, (counts.get(level) ?? 0) + 1);
  return counts;
}
