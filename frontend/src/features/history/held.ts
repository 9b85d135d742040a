/** New changes wait until they are asked for: nothing moves below somebody's pointer. */

import { useState } from "react";
import type { HistoryEvent } from "@/api/history";

interface Held {
  /** All that were fetched since the list is there, newest first. */
  readonly known: readonly HistoryEvent[];
  readonly shown: readonly HistoryEvent[];
  /** How many have come since. */
  readonly waiting: number;
  readonly show: () => void;
}

/** `fetched` newest first; `fresh`: they are no longer those of an earlier visit. */
export function useHeld(fetched: readonly HistoryEvent[], fresh: boolean): Held {
  // Many new changes push old ones out of the pages that are fetched again: those stay here.
  const [kept] = useState(() => new Map<number, HistoryEvent>());
  const [top, setTop] = useState<number | null>(null);
  for (const event of fetched) kept.set(event.seq, event);
  const known = [...kept.values()].sort((a, b) => b.seq - a.seq);
  const newest = known[0]?.seq ?? 0;
  if (top === null && fresh) setTop(newest);
  const shown = top === null ? known : known.filter(({ seq }) => seq <= top);
  return { known, shown, waiting: known.length - shown.length, show: () => setTop(newest) };
}
