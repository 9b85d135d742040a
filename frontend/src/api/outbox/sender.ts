/**
 * Sends the line, one write at a time and in order, until it is empty; waits and goes on where the
 * server can't be reached. Exactly one sender works in a browser (see outbox.ts).
 */

import type { Entry, Fields, Outcome } from "./entries";
import type { Diff, Line } from "./line";
import { asks, begin, chained, done, refused, renamed, rewritten } from "./line";
import { merge } from "./merging";
import type { Result, Why } from "./requests";
import type { Shelf } from "./shelf";

export type Reach = "ok" | Why;

export interface SenderMeans {
  readonly shelf: Shelf;
  readonly perform: (entry: Entry) => Promise<Result>;
  /** Fulfilled after `ms`, or when something says that trying again is worth it. */
  readonly pause: (ms: number) => Promise<void>;
  /** Fulfilled when the line may hold something new. */
  readonly idle: () => Promise<void>;
  readonly user: () => number | null;
  readonly told: (news: SenderNews) => void;
}

export type SenderNews =
  | { readonly kind: "diff"; readonly diff: Pick<Diff, "put" | "drop"> }
  | { readonly kind: "settled"; readonly entry: Entry; readonly outcome: Outcome }
  | { readonly kind: "reach"; readonly reach: Reach };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

export async function sendAll(means: SenderMeans, signal: AbortSignal): Promise<void> {
  let delay = FIRST_WAIT_MS;
  // A write may be added between an answer and its being shown: it does not know the version yet.
  const answers = new Map<string, Fields>();
  while (!signal.aborted) {
    const user = means.user();
    const begun =
      user === null ? undefined : (await step(means, (line) => begin(line, user))).value;
    if (begun === undefined) {
      await means.idle();
      continue;
    }
    const entry = onTopOf(begun, answers.get(begun.write.id));
    const result = await means.perform(entry);
    if (signal.aborted) return;
    if (result.is === "done" && result.answer) answers.set(entry.write.id, result.answer);
    if (result.is === "later") {
      means.told({ kind: "reach", reach: result.why });
      await means.pause(result.seconds === null ? delay : result.seconds * 1000);
      delay = Math.min(delay * 2, LONGEST_WAIT_MS);
    } else {
      delay = FIRST_WAIT_MS;
      await settle(means, entry, result);
      means.told({ kind: "reach", reach: "ok" });
    }
  }
}

const onTopOf = (entry: Entry, answer: Fields | undefined): Entry =>
  answer === undefined ? entry : { ...entry, write: chained(entry.write, answer) };

async function step<Value>(
  { shelf, told }: SenderMeans,
  change: (line: Line) => Diff<Value>,
): Promise<Diff<Value>> {
  const diff = await shelf.change(change);
  const { put = [], drop = [] } = diff;
  if (put.length > 0 || drop.length > 0) told({ kind: "diff", diff: { put, drop } });
  return diff;
}

type Final = Exclude<Result, { is: "later" }>;

async function settle(means: SenderMeans, entry: Entry, result: Final): Promise<void> {
  const { key } = entry;
  const tell = (outcome: Outcome, as: Entry = entry) =>
    means.told({ kind: "settled", entry: as, outcome });
  if (result.is === "stale") return stale(means, entry, result.current, tell);
  if (result.is === "done") {
    await step(means, (line) => done(line, key, result.answer));
    tell(result);
  } else if (result.is === "renamed") {
    await step(means, (line) => renamed(line, key, result.current));
    tell(result);
  } else {
    const { value } = await step(means, (line) => refused(line, key, result.trouble));
    tell(result, value);
  }
}

async function stale(
  means: SenderMeans,
  entry: Entry,
  current: Fields,
  tell: (outcome: Outcome) => void,
): Promise<void> {
  const { key, write } = entry;
  const known = write.op === "patch" || write.op === "delete";
  const merged = known ? merge(write, current) : null;
  if (merged?.is === "same") {
    await step(means, (line) => done(line, key, current));
    tell({ is: "done", answer: current });
  } else if (merged?.is === "again") {
    await step(means, (line) => rewritten(line, key, merged.write));
  } else {
    await step(means, (line) => asks(line, key, current));
    tell({ is: "asks", current });
  }
}
