/**
 * Files on their way to the server, before the server knows them as uploads. Hundreds may wait: a
 * few are sent at a time, each can be cancelled, and what did not arrive can be sent again. It goes
 * on while another page of Catena is looked at. Large files go in pieces and can be paused.
 */
import { wordsFor } from "@/api/problem";
import { sendFile } from "@/api/uploads";

export interface Parcel {
  id: number;
  name: string;
  size: number;
  /** 0 to 1 while it is on its way or paused; null while it waits. */
  share: number | null;
  /** Why it did not arrive. Stays until it is put away or sent again. */
  error: string | null;
  isPaused: boolean;
  /** Nothing gets through at the moment; it is tried again by itself. */
  isStalled: boolean;
  isLarge: boolean;
  /** Under which the server knows a file that comes in pieces. */
  remote: string | null;
}

export interface Dispatched {
  parcels: readonly Parcel[];
  /** How many of the files chosen together have arrived. */
  arrived: number;
}

/** A browser keeps six connections to a host; the interface needs some itself. */
const AT_A_TIME = 3;
/** Larger files go in pieces. */
const LARGE = 8 * 1024 * 1024;

interface Waiting {
  file: File;
  stop: AbortController;
}

let count = 0;

export class Dispatch {
  /** Called whenever a file has arrived. */
  onArrived: () => void = () => {};
  private state: Dispatched = { parcels: [], arrived: 0 };
  private readonly waiting = new Map<number, Waiting>();
  private queue: number[] = [];
  private active = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly corpus: number) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): Dispatched => this.state;

  /** `inPieces`: also those that are not large, to go on with what is half there. */
  readonly send = (files: readonly File[], inPieces = false): void => {
    const fresh = files.map((file): Parcel => {
      count += 1;
      this.waiting.set(count, { file, stop: new AbortController() });
      this.queue.push(count);
      const { name, size } = file;
      const isLarge = inPieces || size > LARGE;
      return { id: count, name, size, share: null, error: null, ...untroubled, isLarge };
    });
    const arrived = this.state.parcels.length > 0 ? this.state.arrived : 0;
    this.tell({ parcels: [...this.state.parcels, ...fresh], arrived });
    this.pump();
  };

  /** Stops a large file where it is. */
  readonly pause = (id: number): void => {
    this.change(id, { isPaused: true });
    this.waiting.get(id)?.stop.abort();
  };

  /** Goes on with what was paused, or tries again what did not arrive. */
  readonly goOn = (id: number): void => {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    waiting.stop = new AbortController();
    this.change(id, { error: null, isPaused: false, isStalled: false });
    this.queue.push(id);
    this.pump();
  };

  /** Takes a file off the list, and back what has come of it. */
  readonly putAway = (id: number): void => {
    const remote = this.state.parcels.find((one) => one.id === id)?.remote;
    this.forget(id);
    // Should that fail, it is listed as unfinished and given up after days.
    if (remote) {
      import("@/api/pieces")
        .then(({ giveUp }) => giveUp(remote))
        .then(
          () => this.onArrived(),
          () => {},
        );
    }
  };

  readonly cancelAll = (): void => {
    this.queue = [];
    for (const id of [...this.waiting.keys()]) this.putAway(id);
  };

  private pump(): void {
    while (this.active < AT_A_TIME) {
      const id = this.queue.shift();
      if (id === undefined) return;
      const waiting = this.waiting.get(id);
      if (waiting) this.start(id, waiting);
    }
  }

  private start(id: number, { file, stop }: Waiting): void {
    this.active += 1;
    this.deliver(id, file, stop.signal)
      .then(
        () => {
          this.tell({ ...this.state, arrived: this.state.arrived + 1 });
          this.forget(id);
          this.onArrived();
        },
        (error: unknown) => {
          if (!stop.signal.aborted) this.change(id, { error: wordsFor(error) });
        },
      )
      .finally(() => {
        this.active -= 1;
        this.pump();
      });
  }

  private async deliver(id: number, file: File, signal: AbortSignal): Promise<void> {
    const { corpus } = this;
    const onProgress = (share: number) => this.change(id, { share, isStalled: false });
    if (!this.state.parcels.find((one) => one.id === id)?.isLarge) {
      onProgress(0);
      await sendFile(corpus, file, onProgress, signal);
      return;
    }
    const onBegun = (remote: string) => this.change(id, { remote });
    const onTrouble = () => this.change(id, { isStalled: true });
    const { sendInPieces } = await import("@/api/pieces");
    await sendInPieces({ corpus, file, signal, onProgress, onTrouble, onBegun });
  }

  private change(id: number, by: Partial<Parcel>): void {
    const parcels = this.state.parcels.map((one) => (one.id === id ? { ...one, ...by } : one));
    this.tell({ ...this.state, parcels });
  }

  private forget(id: number): void {
    this.waiting.get(id)?.stop.abort();
    this.waiting.delete(id);
    const parcels = this.state.parcels.filter((one) => one.id !== id);
    this.tell({ ...this.state, parcels });
  }

  private tell(state: Dispatched): void {
    this.state = state;
    const isBusy = state.parcels.some((one) => one.error === null && !one.isPaused);
    if (isBusy) window.addEventListener("beforeunload", stay);
    else window.removeEventListener("beforeunload", stay);
    for (const listener of this.listeners) listener();
  }
}

const untroubled = { isPaused: false, isStalled: false, remote: null };

/** Closing the page while files are on their way is asked about by the browser. */
function stay(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
