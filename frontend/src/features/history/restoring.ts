/** Which changes can be put back, by whom, and which are back already. Pure. */

import type { HistoryEvent } from "@/api/history";

type State = HistoryEvent["before"];

/** `back`: its batch is undone. `none`: it can't be put back, not by this person, or is so already. */
export type Offer = "put back" | "back" | "none";

/** What the person here may do: the corpus' actions, and who it is. */
export interface May {
  readonly actions: readonly string[];
  readonly me: number | null;
}

export interface Known {
  readonly undone: ReadonlySet<number>;
  /** The last state of each target; empty when the list does not tell all changes of a target. */
  readonly last: ReadonlyMap<string, State>;
}

const NEEDED: Readonly<Record<string, string>> = {
  annotation: "code",
  memo: "code",
  code: "edit_codebook",
  thread: "upload",
  post: "upload",
  participant: "manage_corpus",
};
/** What changes with every change, or with its coder's name. */
const NO_CONTENT = new Set(["version", "updated_at", "coder", "author", "reanchored", "links"]);

const nameOf = ({ target }: HistoryEvent) => `${target.type} ${target.id}`;

/** `events` newest first; `whole`: no change of a target is filtered out of them. */
export function knownFrom(events: readonly HistoryEvent[], whole: boolean): Known {
  const decided = new Map<number, boolean>();
  const last = new Map<string, State>();
  for (const event of events) {
    const { undoes, redoes } = event;
    if (undoes !== null && !decided.has(undoes)) decided.set(undoes, true);
    if (redoes !== null && !decided.has(redoes)) decided.set(redoes, false);
    if (whole && !last.has(nameOf(event))) last.set(nameOf(event), event.after);
  }
  return { undone: new Set([...decided].filter(([, is]) => is).map(([batch]) => batch)), last };
}

function differs(now: State, goal: State): boolean {
  if (now === null || goal === null) return now !== goal;
  return Object.entries(goal).some(
    ([name, value]) =>
      name in now && !NO_CONTENT.has(name) && JSON.stringify(now[name]) !== JSON.stringify(value),
  );
}

function mayPutBack(event: HistoryEvent, { actions, me }: May): boolean {
  const { type } = event.target;
  const needed = event.action === "code.created" ? "create_code" : NEEDED[type];
  if (needed === undefined || !actions.includes(needed)) return false;
  if (type !== "annotation" && type !== "memo") return true;
  const state = event.before ?? event.after;
  const owner = (state?.coder ?? state?.author) as { id?: number } | undefined;
  return owner?.id === me || actions.includes("adjudicate");
}

export function offerOf(event: HistoryEvent, known: Known, may: May): Offer {
  if (event.after !== null && "upload" in event.after) return "none";
  if (!mayPutBack(event, may)) return "none";
  if (known.undone.has(event.batch)) return "back";
  const now = known.last.get(nameOf(event));
  return now !== undefined && !differs(now, event.before) ? "none" : "put back";
}
