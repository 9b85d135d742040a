/** What one tab knows of the line: kept in step by what every tab tells of its changes. */

import type { User } from "../types";
import type { Draft, Entry } from "./entries";
import type { Diff } from "./line";

export class Mirror {
  readonly #entries = new Map<string, Entry>();
  /** News may come while the shelf is still being read: what went stays away. */
  readonly #gone = new Set<string>();
  /** Made here and not on the shelf yet. */
  readonly #unkept = new Set<string>();
  readonly #tab = Math.random().toString(36).slice(2, 8);
  #last = 0;
  #news = 0;

  get all(): Entry[] {
    return [...this.#entries.values()];
  }

  of(user: number | undefined): Entry[] {
    const own = this.all.filter((entry) => entry.user === user);
    return own.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** A place behind everything that is known, also when a clock was put back. */
  #place(now: number): string {
    this.#last = Math.max(now * 1000, this.#last + 1);
    return `${String(this.#last).padStart(17, "0")}-${this.#tab}`;
  }

  enter(entry: Entry): void {
    if (this.#gone.has(entry.key)) return;
    this.#entries.set(entry.key, entry);
    this.#last = Math.max(this.#last, Number.parseInt(entry.key, 10));
  }

  /** One of this tab's own, shown before it is kept; `now` in milliseconds since 1970. */
  make(draft: Draft, by: User, now: number): Entry {
    const entry: Entry = {
      ...draft,
      key: this.#place(now),
      user: by.id,
      userName: by.name || by.username,
      at: new Date(now).toISOString(),
      tries: 0,
      state: "waiting",
      trouble: null,
      current: null,
    };
    this.#unkept.add(entry.key);
    this.enter(entry);
    return entry;
  }

  kept({ key }: Entry): void {
    this.#unkept.delete(key);
  }

  /** To be handed to `compare`: what was told since is newer than what was being read. */
  get news(): number {
    return this.#news;
  }

  /**
   * Follows the shelf as read: a tab that was closed may have changed it and told nobody. True when
   * something was different.
   */
  compare(line: readonly Entry[], news: number): boolean {
    if (news !== this.#news) return false;
    const there = new Set(line.map(({ key }) => key));
    const lost = this.all.filter(({ key }) => !there.has(key) && !this.#unkept.has(key));
    const found = line.filter(({ key }) => !this.#entries.has(key) && !this.#gone.has(key));
    if (lost.length + found.length === 0) return false;
    this.apply({ put: found, drop: lost.map(({ key }) => key) });
    return true;
  }

  /** What was read from the shelf: older than any news of the same entry. */
  fill(entries: readonly Entry[]): void {
    for (const entry of entries) if (!this.#entries.has(entry.key)) this.enter(entry);
  }

  apply({ put = [], drop = [] }: Pick<Diff, "put" | "drop">): void {
    this.#news += 1;
    for (const entry of put) this.enter(entry);
    for (const key of drop) {
      this.#entries.delete(key);
      this.#gone.add(key);
    }
  }
}
