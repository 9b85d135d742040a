/** How it stands with what was written in this browser, for those who show it. Pure. */

import type { Entry } from "./entries";
import type { Reach } from "./sender";

export interface Saving {
  /** Own writes that are on their way or wait. */
  readonly waiting: readonly Entry[];
  /** Own writes that a person must decide about: refused, or changed by two. */
  readonly open: readonly Entry[];
  /** Other people's unsent writes in this browser. */
  readonly others: readonly { readonly name: string; readonly count: number }[];
  readonly reach: Reach;
  /** When the last write was confirmed; null: none since the page was opened. */
  readonly savedAt: Date | null;
  /** False when this browser keeps nothing: closing the tab would lose it. */
  readonly lasting: boolean;
}

export const NOTHING: Saving = {
  waiting: [],
  open: [],
  others: [],
  reach: "ok",
  savedAt: null,
  lasting: true,
};

export function savingOf(
  entries: readonly Entry[],
  me: number | null,
  rest: Pick<Saving, "reach" | "savedAt" | "lasting">,
): Saving {
  const inOrder = entries.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const mine = inOrder.filter(({ user }) => user === me);
  const counts = new Map<string, number>();
  for (const { user, userName } of inOrder) {
    if (user !== me) counts.set(userName, (counts.get(userName) ?? 0) + 1);
  }
  return {
    waiting: mine.filter(({ state }) => state === "waiting"),
    open: mine.filter(({ state }) => state !== "waiting"),
    others: [...counts].map(([name, count]) => ({ name, count })),
    ...rest,
  };
}
