/** Two people changed the same thing: what can be put together, and what somebody must choose. Pure. */

import type { Delete, Fields, Patch } from "./entries";

/** A passage's ends and words are one thing: half of each would be a passage that nobody chose. */
const SPAN = ["start", "end", "quote"];

export const same = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function pick(from: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

/** The changed fields in groups that are decided as one. */
function groups(change: Fields): string[][] {
  const names = Object.keys(change);
  const span = names.filter((name) => SPAN.includes(name));
  const single = names.filter((name) => !SPAN.includes(name)).map((name) => [name]);
  return span.length > 0 ? [span, ...single] : single;
}

export type Merge =
  | { readonly is: "same" }
  | { readonly is: "again"; readonly write: Patch | Delete }
  | { readonly is: "asks"; readonly fields: readonly string[] };

/**
 * What to do with a change that met `current`. Fields that nobody else touched are sent again on
 * top of it; those that already say the same are dropped (also: our own, whose answer was lost).
 */
export function merge(write: Patch | Delete, current: Fields): Merge {
  if (write.op === "delete") return mergeRemoval(write, current);
  const wanted: string[] = [];
  const asked: string[] = [];
  for (const group of groups(write.change)) {
    const agrees = group.every((name) => same(current[name], write.change[name]));
    if (agrees) continue;
    const untouched = group.every((name) => same(current[name], write.before[name]));
    (untouched ? wanted : asked).push(...group);
  }
  if (asked.length > 0) return { is: "asks", fields: asked };
  if (wanted.length === 0) return { is: "same" };
  const change = pick(write.change, wanted);
  return { is: "again", write: { ...write, change, version: Number(current.version) } };
}

/** What a person sees of a thing; the rest of it are stamps. */
export const CONTENT = ["code", "start", "end", "memo", "text", "kind"];

/** What was removed is what is there: only its version is newer (our own change's answer was late). */
function mergeRemoval(write: Delete, current: Fields): Merge {
  const names = CONTENT.filter((name) => name in write.before && name in current);
  const touched = names.filter((name) => !same(current[name], write.before[name]));
  if (touched.length > 0) return { is: "asks", fields: touched };
  return { is: "again", write: { ...write, version: Number(current.version) } };
}
