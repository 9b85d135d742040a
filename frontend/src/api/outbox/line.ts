/**
 * The line of unsent writes: each step in the life of a write, as a function from the whole line to
 * what changes in it. Pure; the shelf runs them one at a time, whichever tab asks.
 */

import type { Entry, Fields, Patch, Trouble, Write } from "./entries";
import { CONTENT, pick, same } from "./merging";

export interface Diff<Value = unknown> {
  readonly put?: readonly Entry[];
  readonly drop?: readonly string[];
  readonly value: Value;
}

export type Line = readonly Entry[];

const isStep = ({ op }: Write): boolean => op === "undo" || op === "redo";

const laterOf = (line: Line, entry: Entry): Entry[] =>
  line.filter(({ key, user, write }) => {
    return key > entry.key && user === entry.user && write.id === entry.write.id;
  });

/** The next entry of this person that may be sent: what hangs on a refused one waits with it. */
export function next(line: Line, user: number): Entry | undefined {
  const held = new Set<string>();
  for (const entry of line) {
    if (entry.user !== user) continue;
    if (entry.state !== "waiting") held.add(entry.write.id);
    else if (!held.has(entry.write.id)) return entry;
  }
  return undefined;
}

export function begin(line: Line, user: number): Diff<Entry | undefined> {
  const found = next(line, user);
  if (found === undefined) return { value: undefined };
  const begun = { ...found, tries: found.tries + 1 };
  return { put: [begun], value: begun };
}

/** The write with the version of the answer, if it was made on top of what the answer says. */
export function chained(write: Write, answer: Fields): Write {
  if (write.op !== "patch" && write.op !== "delete") return write;
  const names = write.op === "patch" ? Object.keys(write.change) : CONTENT;
  const known = names.filter((name) => name in answer && name in write.before);
  const onTop = known.every((name) => same(write.before[name], answer[name]));
  const version = Number(answer.version);
  return onTop && version > write.version ? { ...write, version } : write;
}

export function done(line: Line, key: string, answer: Fields | null): Diff<Entry | undefined> {
  const entry = line.find((one) => one.key === key);
  if (entry === undefined) return { value: undefined };
  const later = answer === null ? [] : laterOf(line, entry);
  const put = later.map((one) => ({ ...one, write: chained(one.write, answer as Fields) }));
  return { put, drop: [key], value: entry };
}

/** The server knew the same claim under another id: what was to follow follows that one. */
export function renamed(line: Line, key: string, current: Fields): Diff<Entry | undefined> {
  const entry = line.find((one) => one.key === key);
  if (entry === undefined) return { value: undefined };
  const put = laterOf(line, entry).map((one) => {
    const write = { ...one.write, id: String(current.id) } as Write;
    return {
      ...one,
      write: "version" in write ? { ...write, version: Number(current.version) } : write,
    };
  });
  return { put, drop: [key], value: entry };
}

/** A refused creation takes what was done to it along: tried again, it is what it became. */
export function refused(line: Line, key: string, trouble: Trouble): Diff<Entry | undefined> {
  const entry = line.find((one) => one.key === key);
  if (entry === undefined) return { value: undefined };
  if (isStep(entry.write)) return { drop: [key], value: entry };
  if (entry.write.op !== "put") {
    const refusedNow: Entry = { ...entry, state: "refused", trouble };
    return { put: [refusedNow], value: refusedNow };
  }
  const later = laterOf(line, entry);
  const drop = later.map((one) => one.key);
  if (later.some(({ write }) => write.op === "delete")) {
    return { drop: [key, ...drop], value: entry };
  }
  const change = Object.assign({}, ...later.map(({ write }) => (write as Patch).change)) as Fields;
  const write = {
    ...entry.write,
    body: { ...entry.write.body, ...change },
    shown: { ...entry.write.shown, ...change },
  };
  const whole: Entry = { ...entry, write, state: "refused", trouble };
  return { put: [whole], drop, value: whole };
}

/** Somebody else changed the same: it waits for a choice. */
export function asks(line: Line, key: string, current: Fields | null): Diff<Entry | undefined> {
  const entry = line.find((one) => one.key === key);
  if (entry === undefined) return { value: undefined };
  const asking: Entry = { ...entry, state: "asks", current };
  return { put: [asking], value: asking };
}

/** The same entry with another write, to be sent next (after a merge). */
export function rewritten(line: Line, key: string, write: Write): Diff<Entry | undefined> {
  const entry = line.find((one) => one.key === key);
  if (entry === undefined) return { value: undefined };
  // The server said that it did not take it: it was surely not sent as it is now.
  const fresh = { state: "waiting", tries: 0, trouble: null, current: null } as const;
  const changed: Entry = { ...entry, write, ...fresh };
  return { put: [changed], value: changed };
}

/** "Mine": once more, on top of theirs. */
export function insist(line: Line, key: string): Diff<Entry | undefined> {
  const entry = line.find((one) => one.key === key);
  if (entry === undefined) return { value: undefined };
  const { write, current } = entry;
  if (current === null || (write.op !== "patch" && write.op !== "delete")) {
    return rewritten(line, key, write);
  }
  const version = Number(current.version);
  const before = write.op === "patch" ? pick(current, Object.keys(write.change)) : current;
  return rewritten(line, key, { ...write, version, before });
}

/** "Theirs", or "never mind": it leaves the line, with all that hangs on it. */
export function discard(line: Line, key: string): Diff<Entry | undefined> {
  const entry = line.find((one) => one.key === key);
  if (entry === undefined) return { value: undefined };
  const later = laterOf(line, entry);
  if (entry.write.op === "put") {
    return { drop: [key, ...later.map((one) => one.key)], value: entry };
  }
  const { current } = entry;
  const put =
    current === null ? [] : later.map((one) => ({ ...one, write: chained(one.write, current) }));
  return { put, drop: [key], value: entry };
}

/** Takes the person's last write out of the line, unless it may have been sent already. */
export function takeBack(line: Line, user: number, corpus: number): Diff<Entry | undefined> {
  const own = line.filter((one) => one.user === user && one.corpus === corpus);
  const last = own.filter(({ state }) => state === "waiting").at(-1);
  if (last === undefined || last.tries > 0 || isStep(last.write)) return { value: undefined };
  return { drop: [last.key], value: last };
}
