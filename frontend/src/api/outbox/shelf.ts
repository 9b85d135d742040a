/**
 * Where the line is kept: in IndexedDB, so that it outlives tab, browser and power. Every change is
 * one transaction over the whole line, which makes tabs take turns.
 */

import type { Entry } from "./entries";
import type { Diff, Line } from "./line";

export interface Shelf {
  /** False when the line is lost with the tab. */
  readonly lasting: boolean;
  all(): Promise<Entry[]>;
  /** Kept for good when the promise is fulfilled. */
  add(entry: Entry): Promise<void>;
  change<Value>(step: (line: Line) => Diff<Value>): Promise<Diff<Value>>;
}

const byKey = (a: Entry, b: Entry): number => (a.key < b.key ? -1 : 1);

/** For browsers that keep nothing (private windows), and for tests. */
export class MemoryShelf implements Shelf {
  readonly lasting: boolean = false;
  readonly #entries = new Map<string, Entry>();

  all(): Promise<Entry[]> {
    return Promise.resolve([...this.#entries.values()].sort(byKey));
  }

  add(entry: Entry): Promise<void> {
    this.#entries.set(entry.key, entry);
    return Promise.resolve();
  }

  async change<Value>(step: (line: Line) => Diff<Value>): Promise<Diff<Value>> {
    const diff = step([...this.#entries.values()].sort(byKey));
    for (const entry of diff.put ?? []) this.#entries.set(entry.key, entry);
    for (const key of diff.drop ?? []) this.#entries.delete(key);
    return diff;
  }
}

const STORE = "entries";

class DatabaseShelf implements Shelf {
  readonly lasting = true;
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  async all(): Promise<Entry[]> {
    const store = this.#database.transaction(STORE).objectStore(STORE);
    return answered(store.getAll());
  }

  add(entry: Entry): Promise<void> {
    // Without "strict" the browser says "kept" before the disk has it.
    const task = this.#database.transaction(STORE, "readwrite", { durability: "strict" });
    task.objectStore(STORE).put(entry);
    return kept(task);
  }

  async change<Value>(step: (line: Line) => Diff<Value>): Promise<Diff<Value>> {
    const task = this.#database.transaction(STORE, "readwrite");
    const ended = kept(task);
    const store = task.objectStore(STORE);
    const diff = step(await answered<Entry[]>(store.getAll()));
    for (const entry of diff.put ?? []) store.put(entry);
    for (const key of diff.drop ?? []) store.delete(key);
    await ended;
    return diff;
  }
}

function answered<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function kept(task: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    task.oncomplete = () => resolve();
    task.onabort = () => reject(task.error);
    task.onerror = () => reject(task.error);
  });
}

/** Opens the shelf of this browser; one in memory where the browser refuses to keep anything. */
export async function openShelf(name = "catena-outbox"): Promise<Shelf> {
  try {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    const database = await answered(request);
    database.onversionchange = () => database.close();
    return new DatabaseShelf(database);
  } catch {
    return new MemoryShelf();
  }
}
