/** Who is in a corpus just now and where; telling where this tab is. Nothing of it is kept. */

import { uuid7 } from "@/text/uuid7";
import { send } from "./client";
import { subscribe } from "./live";
import type { User } from "./types";

export interface Present {
  readonly user: User;
  readonly thread: number | null;
  readonly post: number | null;
  readonly state: "here" | "away";
  readonly at: string;
}

const NOBODY: readonly Present[] = [];
let present = NOBODY;
const watchers = new Set<() => void>();

/** Who is in the corpus that is open. */
export const presentNow = (): readonly Present[] => present;

export function onPresence(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Keeps the list of a corpus until the function it returns is called. */
export function followPresence(corpus: number): () => void {
  const say = (people: readonly Present[]) => {
    present = people;
    for (const one of watchers) one();
  };
  const stop = subscribe(corpus, ({ event, data }) => {
    if (event === "presence") say((data.people as readonly Present[] | undefined) ?? NOBODY);
  });
  return () => {
    stop();
    say(NOBODY);
  };
}

export interface Place {
  readonly thread: number | null;
  readonly post: number | null;
}

let place: Place = { thread: null, post: null };
let moved: () => void = () => undefined;

/** Says which thread and post are looked at; the teller passes it on. */
export function standAt(next: Place): void {
  if (next.thread === place.thread && next.post === place.post) return;
  place = next;
  moved();
}

const AGAIN_MS = 20_000;
/** Who holds J down is not followed from post to post. */
const RESTS_MS = 800;

/** Tells the server where this tab is until the function it returns is called. */
export function tellPresence(corpus: number): () => void {
  const tab = uuid7();
  let rests = 0;
  const tell = (state: "here" | "away" | "gone") => {
    clearTimeout(rests);
    // Nobody waits for it, and who misses it hears the next one.
    send("POST", `/corpora/${corpus}/presence/`, {
      body: { tab, ...place, state },
      keepalive: true,
    }).catch(() => undefined);
  };
  // A page that is left is hidden after that: it must not say so and be taken for one that is away.
  let left = false;
  const now = () => {
    if (!left) tell(document.visibilityState === "visible" ? "here" : "away");
  };
  const gone = () => {
    left = true;
    tell("gone");
  };
  const back = () => {
    left = false;
    now();
  };
  moved = () => {
    clearTimeout(rests);
    rests = window.setTimeout(now, RESTS_MS);
  };
  const timer = setInterval(now, AGAIN_MS);
  document.addEventListener("visibilitychange", now);
  window.addEventListener("pagehide", gone);
  window.addEventListener("pageshow", back);
  moved();
  return () => {
    clearInterval(timer);
    clearTimeout(rests);
    document.removeEventListener("visibilitychange", now);
    window.removeEventListener("pagehide", gone);
    window.removeEventListener("pageshow", back);
    moved = () => undefined;
    gone();
  };
}
