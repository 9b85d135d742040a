/** Which posts quote, name or address one another: as inferred from their texts, seen from both ends. */

import type { PostLink } from "@/api/types";
import type { PostModel, ThreadModel } from "./model";

export interface Connection {
  readonly kind: PostLink["kind"];
  /** The post at the other end. */
  readonly post: number;
  readonly number: number;
  readonly isEntry: boolean;
  readonly name: string;
  /** The words that both have, of a quotation. */
  readonly words: string | null;
}

export interface Connections {
  readonly to: readonly Connection[];
  readonly from: readonly Connection[];
}

const found = new WeakMap<ThreadModel, ReadonlyMap<number, Connections>>();

/** By post id; only of texts that are here. */
export function connectionsOf(model: ThreadModel): ReadonlyMap<number, Connections> {
  const known = found.get(model) ?? worked(model);
  found.set(model, known);
  return known;
}

function worked(model: ThreadModel): ReadonlyMap<number, Connections> {
  const all = new Map<number, { to: Connection[]; from: Connection[] }>();
  const at = (id: number) => {
    const entry = all.get(id) ?? { to: [], from: [] };
    all.set(id, entry);
    return entry;
  };
  for (const own of model.posts) {
    for (const link of own.post.links ?? []) {
      const other = model.byId.get(link.post);
      // Whom it answers stands in its header already.
      if (other === undefined || (link.kind !== "quotes" && own.row.answers?.id === link.post)) {
        continue;
      }
      const words = link.kind === "quotes" ? own.source.offsets.slice(link.start, link.end) : null;
      const { to } = at(own.id);
      if (to.some((one) => one.post === link.post && one.kind === link.kind)) continue;
      to.push(connection(link.kind, other, words));
      at(other.id).from.push(connection(link.kind, own, words));
    }
  }
  return all;
}

function connection(kind: PostLink["kind"], other: PostModel, words: string | null): Connection {
  return {
    kind,
    post: other.id,
    number: other.post.number,
    isEntry: other.isEntry,
    name: other.author,
    words,
  };
}

/** Where the words of a quotation stand in another text, UTF-16 units: letters and figures decide, not their marks. */
export function findWords(
  text: string,
  words: string,
): { readonly start: number; readonly end: number } | null {
  const parts = words.match(/[\p{L}\p{N}]+/gu);
  if (parts === null) return null;
  // Letters and figures only: nothing in them has a meaning in a pattern.
  const pattern = parts.slice(0, 200).join("[^\\p{L}\\p{N}]+");
  const match = new RegExp(pattern, "iu").exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : null;
}
