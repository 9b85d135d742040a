/** Which of several passages that lie on one another is meant. Positions: UTF-16 units of the post's text. Pure. */

import { overlaps } from "@/text/lanes";
import type { Gloss } from "./annotations";

/** Those over a place of the text, the shortest first. */
export function glossesAt(glosses: readonly Gloss[], at: number): Gloss[] {
  return glosses
    .filter((gloss) => gloss.start <= at && at <= gloss.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
}

/** Those that hang together with one by overlapping, it included, in the order of the text. */
export function clusterOf(glosses: readonly Gloss[], one: Gloss): Gloss[] {
  const cluster = new Set([one]);
  // A set goes on to what is added while it is gone through.
  for (const member of cluster) {
    for (const gloss of glosses) if (overlaps(gloss, member)) cluster.add(gloss);
  }
  return glosses.filter((gloss) => cluster.has(gloss));
}

export function glossWith(glosses: readonly Gloss[], annotation: string | null): Gloss | undefined {
  return glosses.find((gloss) => gloss.annotations.some(({ id }) => id === annotation));
}

/** The one after the chosen one, round and round; the first when none of them is chosen. */
export function nextOf(glosses: readonly Gloss[], chosen: string | null): Gloss | undefined {
  const now = glossWith(glosses, chosen);
  const at = now === undefined ? -1 : glosses.indexOf(now);
  return glosses[(at + 1) % Math.max(glosses.length, 1)];
}
