/** What is shown: what the server said, with the writes on top that it has not confirmed yet. Pure. */

import type { Entry, Fields } from "./entries";

interface Item {
  readonly id: string;
}

/**
 * `items` with the unsent writes of `entries` (in the order of the line) applied. New ones are
 * added where `belongs` says so.
 */
export function withUnsent<One extends Item>(
  items: readonly One[],
  entries: readonly Entry[],
  belongs: (shown: Fields) => boolean,
): One[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const { write, state } of entries) {
    if (state !== "waiting") continue;
    const known = byId.get(write.id);
    if (write.op === "put") {
      if (known === undefined && belongs(write.shown))
        byId.set(write.id, write.shown as unknown as One);
    } else if (write.op === "patch") {
      if (known) byId.set(write.id, { ...known, ...write.change });
    } else if (write.op === "delete") byId.delete(write.id);
  }
  return [...byId.values()];
}
