/**
 * The outbox of this browser: every write is kept before it is sent, shown in every tab, and sent in
 * order by one of them. Belongs to the person who made it: nobody else's sign-in sends it.
 */
import { takeTurns } from "../leading";
import type { User } from "../types";
import { Audience } from "./audience";
import { Bell } from "./bell";
import type { Draft, Entry, Outcome, Settled } from "./entries";
import { type Diff, discard, insist, type Line, takeBack } from "./line";
import { Mirror } from "./mirror";
import { NOTHING, type Saving, savingOf } from "./saving";
import { type Reach, type SenderNews, sendAll } from "./sender";
import { MemoryShelf, type Shelf } from "./shelf";
import type { Message, Surroundings } from "./surroundings";

/** After so long without news the shelf is looked at again. */
const LOOKED_AGAIN_MS = 10_000;

export class Outbox {
  readonly #around: Surroundings;
  readonly #mirror = new Mirror();
  readonly #watchers = new Audience<void>();
  readonly #listeners = new Audience<Settled>();
  readonly #stop = new AbortController();
  readonly #ready: Promise<Shelf>;
  #introduce: () => void = () => undefined;
  readonly #introduced = new Promise<void>((done) => {
    this.#introduce = done;
  });
  #leading: AbortController | null = null;
  readonly #bell = new Bell();
  #me: User | null = null;
  /** As whom the server takes what this browser sends. */
  #actor: number | null = null;
  #reach: Reach = "ok";
  #savedAt: Date | null = null;
  #lasting = true;
  #snapshot: Saving = NOTHING;

  constructor(around: Surroundings) {
    this.#around = around;
    around.channel?.addEventListener("message", (message: MessageEvent<Message>) => {
      this.#hear(message.data);
    });
    this.#ready = this.#open();
  }

  /** Fulfilled when what an earlier visit left is known, and who is here. */
  get ready(): Promise<unknown> {
    return Promise.all([this.#ready, this.#introduced]);
  }

  /** Says in whose name writes are made here from now on. */
  signedIn(user: User | null): void {
    this.#introduce();
    if (this.#me?.id === user?.id && this.#actor === (user?.id ?? null)) return;
    this.#me = user;
    this.#tell({ kind: "user", id: user?.id ?? null });
  }

  /** Keeps a write and sends it in its turn. Shown at once; never waited for. */
  add(draft: Draft): Entry {
    if (this.#me === null) throw new Error("Nobody is signed in");
    const entry = this.#mirror.make(draft, this.#me, this.#around.now());
    this.#changed();
    void this.#keep(entry);
    return entry;
  }

  /** The same for a write that was taken back: whoever shows things shows it again. */
  addAgain(draft: Draft): void {
    this.#settled(this.add(draft), { is: "again" });
  }

  /** All unsent writes of a corpus by the person at this screen, in order. */
  unsent(corpus: number): Entry[] {
    return this.#mine().filter((entry) => entry.corpus === corpus);
  }

  /** How many writes to this thing are still to be confirmed. */
  pending(id: string): number {
    const mine = this.#mine();
    return mine.filter(({ write, state }) => write.id === id && state === "waiting").length;
  }

  readonly subscribe = this.#watchers.join;

  readonly snapshot = (): Saving => this.#snapshot;

  /** Tells what became of each write, whichever tab sent it. */
  readonly onSettled = this.#listeners.join;

  /** Once more what was refused; what asks, on top of what is there now ("mine"). */
  readonly insist = async (key: string): Promise<void> => {
    const { value } = await this.#step((line) => insist(line, key));
    if (value) this.#settled(value, { is: "again" });
  };

  /** Gives a write up ("theirs"). */
  readonly discard = async (key: string): Promise<void> => {
    const { value } = await this.#step((line) => discard(line, key));
    if (value) this.#settled(value, { is: "discarded", current: value.current });
    this.nudge();
  };

  /** Takes the last write back before it is sent; undefined when there is none that surely wasn't. */
  async takeBack(corpus: number): Promise<Entry | undefined> {
    const user = this.#me?.id;
    if (user === undefined) return undefined;
    const { value } = await this.#step((line) => takeBack(line, user, corpus));
    if (value) this.#settled(value, { is: "takenBack" });
    return value;
  }

  /** Tries at once instead of after the pause. */
  readonly nudge = (): void => this.#bell.ring();

  close(): void {
    this.#stop.abort();
    this.#leading?.abort();
    this.#around.channel?.close();
    this.nudge();
  }

  async #open(): Promise<Shelf> {
    const shelf = await this.#around.shelf();
    this.#lasting = shelf.lasting;
    this.#mirror.fill(await shelf.all());
    this.#changed();
    const { locks } = this.#around;
    if (shelf.lasting) {
      takeTurns("catena-outbox", locks, this.#stop.signal, (until) => this.#lead(shelf, until));
    } else this.#lead(shelf, this.#stop.signal);
    return shelf;
  }

  #lead(shelf: Shelf, until: AbortSignal): void {
    this.#leading = new AbortController();
    until.addEventListener("abort", () => this.#leading?.abort());
    const { perform, wait } = this.#around;
    const means = {
      shelf,
      perform,
      pause: (ms: number) => Promise.race([wait(ms), this.#bell.heard()]),
      idle: () => this.#idle(),
      user: () => this.#actor,
      told: (news: SenderNews) => this.#tell(news),
    };
    void sendAll(means, this.#leading.signal).catch((error: unknown) => reportError(error));
    this.#tell({ kind: "look" });
  }

  async #idle(): Promise<void> {
    const silence = this.#around.wait(LOOKED_AGAIN_MS);
    if (await this.#bell.silentFor(silence)) this.#tell({ kind: "look" });
  }

  async #look(): Promise<void> {
    const shelf = await this.#ready;
    if (!shelf.lasting) return;
    const { news } = this.#mirror;
    if (this.#mirror.compare(await shelf.all(), news)) this.#changed();
  }

  async #keep(entry: Entry): Promise<void> {
    const shelf = await this.#ready;
    try {
      await shelf.add(entry);
    } catch {
      await this.#doWithout(entry);
      return;
    }
    this.#mirror.kept(entry);
    this.#tell({ kind: "diff", diff: { put: [entry], drop: [] } });
  }

  /** The browser has no room: this tab sends by itself, and says that it must stay open. */
  async #doWithout(entry: Entry): Promise<void> {
    this.#lasting = false;
    this.#changed();
    const shelf = new MemoryShelf();
    await shelf.add(entry);
    this.#leading?.abort();
    this.nudge();
    this.#lead(shelf, this.#stop.signal);
  }

  async #step<Value>(change: (line: Line) => Diff<Value>): Promise<Diff<Value>> {
    const { put = [], drop = [], value } = await (await this.#ready).change(change);
    this.#tell({ kind: "diff", diff: { put, drop } });
    return { put, drop, value };
  }

  #settled(entry: Entry, outcome: Outcome): void {
    this.#tell({ kind: "settled", entry, outcome });
  }

  #tell(message: Message): void {
    if (this.#stop.signal.aborted) return;
    this.#around.channel?.postMessage(message);
    this.#hear(message);
  }

  #hear(message: Message): void {
    if (message.kind === "look") {
      void this.#look();
      return;
    }
    if (message.kind === "diff") this.#apply(message.diff);
    else if (message.kind === "reach") this.#reached(message.reach);
    else if (message.kind === "settled") {
      if (message.outcome.is === "done") this.#savedAt = new Date(this.#around.now());
      this.#listeners.tell(message);
    } else {
      this.#actor = message.id;
      this.nudge();
    }
    this.#changed();
  }

  #apply(diff: Pick<Diff, "put" | "drop">): void {
    this.#mirror.apply(diff);
    // What a sender began is no reason for it to look again.
    if (diff.put?.some(({ state, tries }) => state === "waiting" && tries === 0)) this.nudge();
  }

  #reached(reach: Reach): void {
    this.#reach = reach;
    if (reach !== "otherUser" || this.#leading === null) return;
    void this.#around.whoIsHere().then(
      (id) => this.#tell({ kind: "user", id }),
      () => undefined,
    );
  }

  #mine(): Entry[] {
    return this.#mirror.of(this.#me?.id);
  }

  #changed(): void {
    const isOther = this.#me !== null && this.#actor !== null && this.#actor !== this.#me.id;
    this.#snapshot = savingOf(this.#mirror.all, this.#me?.id ?? null, {
      reach: isOther ? "otherUser" : this.#reach,
      savedAt: this.#savedAt,
      lasting: this.#lasting,
    });
    this.#watchers.tell();
  }
}
