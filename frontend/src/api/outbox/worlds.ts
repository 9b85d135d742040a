/** A browser with tabs that can be killed, and a server that can be out of reach: for the outbox' tests. */

import { expect, vi } from "vitest";
import type { User } from "../types";
import type { Entry, Fields, Settled, Write } from "./entries";
import { Outbox } from "./outbox";
import type { Result } from "./requests";
import { MemoryShelf } from "./shelf";

export const NORA: User = { id: 1, username: "nora", name: "Nora Pfefferle" };
export const ILSE: User = { id: 2, username: "ilse", name: "Ilse Brandt" };

/** A shelf that outlives the tabs that use it, as the browser's does. */
class Disk extends MemoryShelf {
  override readonly lasting: boolean = true;
  /** How many writes were ever kept. */
  kept = 0;

  override add(entry: Entry): Promise<void> {
    this.kept += 1;
    return super.add(entry);
  }
}

/** Locks as browsers have them: one holder, the others wait in line. */
function lockManager(): LockManager {
  let tail: Promise<unknown> = Promise.resolve();
  const request = (_: string, options: LockOptions, run: () => Promise<unknown>) => {
    const turn = tail.then(() => (options.signal?.aborted ? undefined : run()));
    tail = turn.catch(() => undefined);
    return turn;
  };
  return { request, query: () => Promise.resolve({}) } as unknown as LockManager;
}

export type Fault = "none" | "lost" | "unanswered";

/** What the server does with a write, and a log of what it did. */
export class Server {
  readonly log: string[] = [];
  readonly things = new Map<string, Fields>();
  readonly gone = new Set<string>();
  signedIn: number | null = 1;
  faults: Fault[] = [];
  asked = 0;
  clock = 1_700_000_000_000;

  readonly perform = async (entry: Entry): Promise<Result> => {
    this.asked += 1;
    const fault = this.faults.shift() ?? "none";
    await Promise.resolve();
    const away: Result = { is: "later", why: "away", seconds: null };
    if (fault === "lost") return away;
    const result = this.#take(entry);
    await Promise.resolve();
    return fault === "unanswered" ? away : result;
  };

  #take({ user, write }: Entry): Result {
    if (this.signedIn === null) return { is: "later", why: "signedOut", seconds: null };
    if (this.signedIn !== user) return { is: "later", why: "otherUser", seconds: null };
    const thing = this.things.get(write.id);
    if (write.op === "put") return this.#put(write, thing);
    if (thing === undefined) {
      if (write.op === "delete") return { is: "done", answer: null };
      return { is: "refused", trouble: { status: 404, code: "not_found", detail: "" } };
    }
    if (!("version" in write)) throw new Error("not here");
    if (thing.version !== write.version) return { is: "stale", current: thing };
    if (write.op === "delete") {
      this.things.delete(write.id);
      this.gone.add(write.id);
      this.log.push(`- ${write.id}`);
      return { is: "done", answer: null };
    }
    return this.#set(write.id, { ...thing, ...write.change });
  }

  #put(write: Extract<Write, { op: "put" }>, thing: Fields | undefined): Result {
    if (thing) return { is: "done", answer: thing };
    if (this.gone.has(write.id)) return { is: "done", answer: null };
    this.log.push(`+ ${write.id}`);
    this.things.set(write.id, { ...write.body, id: write.id, version: 1 });
    return { is: "done", answer: this.things.get(write.id) as Fields };
  }

  #set(id: string, thing: Fields): Result {
    const next: Fields = { ...thing, version: Number(thing.version) + 1 };
    this.things.set(id, next);
    this.log.push(`~ ${id} ${next.memo}`);
    return { is: "done", answer: next };
  }
}

/** A browser with any number of tabs. Only the disk outlives it. */
export class Browser {
  readonly disk = new Disk();
  readonly server: Server;
  #locks = lockManager();
  tabs: Outbox[] = [];
  readonly settled: Settled[] = [];

  constructor(server: Server) {
    this.server = server;
  }

  open(user: User | null = NORA): Outbox {
    const { tabs } = this;
    let mine: Outbox | undefined;
    const listeners = new Set<(message: MessageEvent) => void>();
    const channel = {
      addEventListener: (_: string, one: (message: MessageEvent) => void) => listeners.add(one),
      hear: (data: unknown) => {
        for (const one of listeners) one({ data } as MessageEvent);
      },
      postMessage: (data: unknown) => {
        for (const tab of tabs) {
          if (tab !== mine) this.#channels.get(tab)?.hear(structuredClone(data));
        }
      },
      close: () => listeners.clear(),
    };
    mine = new Outbox({
      shelf: async () => this.disk,
      locks: this.#locks,
      channel: channel as unknown as BroadcastChannel,
      perform: this.server.perform,
      wait: () => new Promise((done) => setImmediate(done)),
      whoIsHere: async () => this.server.signedIn,
      // All tabs have one clock, and a person needs more than no time for two writes.
      now: () => this.server.clock++,
    });
    this.#channels.set(mine, channel);
    mine.onSettled((one) => this.settled.push(one));
    mine.signedIn(user);
    tabs.push(mine);
    return mine;
  }

  readonly #channels = new Map<Outbox, { hear: (data: unknown) => void }>();

  close(tab: Outbox): void {
    tab.close();
    this.tabs.splice(this.tabs.indexOf(tab), 1);
  }

  /** All tabs end at once, in the middle of whatever they were doing. */
  kill(): void {
    for (const tab of this.tabs.splice(0)) tab.close();
    this.#locks = lockManager();
  }

  async drained(): Promise<void> {
    const left = async () => [
      ...(await this.disk.all()),
      ...this.tabs.flatMap((tab) => tab.snapshot().waiting),
    ];
    await vi.waitFor(async () => expect(await left()).toEqual([]), {
      interval: 1,
      timeout: 10_000,
    });
  }
}

const said = { name: "Trust", words: "" };
export const put = (
  id: string,
  memo = "",
): { corpus: number; write: Write; said: typeof said } => ({
  corpus: 3,
  said,
  write: { op: "put", noun: "annotation", id, body: { memo }, shown: { id, memo, version: 0 } },
});
export const patch = (id: string, memo: string, before = "", version = 0) => ({
  corpus: 3,
  said,
  write: {
    op: "patch",
    noun: "annotation",
    id,
    version,
    before: { memo: before },
    change: { memo },
  } as const,
});
export const remove = (id: string, memo = "", version = 0) => ({
  corpus: 3,
  said,
  write: { op: "delete", noun: "annotation", id, version, before: { id, memo } } as const,
});
