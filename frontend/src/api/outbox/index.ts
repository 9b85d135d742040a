/** The outbox of this browser, for everybody who writes. */

import { send } from "../client";
import type { Annotation, Session } from "../types";
import { Outbox } from "./outbox";
import { withUnsent } from "./overlay";
import { perform } from "./requests";
import { openShelf } from "./shelf";

export type { Draft, Entry, Fields, Outcome, Settled, Trouble, Write } from "./entries";
export { Outbox } from "./outbox";
export type { Saving } from "./saving";

let kept: Outbox | undefined;

/** Made when first asked for: tests of pure parts need no browser. */
export function outbox(): Outbox {
  kept ??= ofTheBrowser();
  return kept;
}

function ofTheBrowser(): Outbox {
  const made = new Outbox({
    shelf: openShelf,
    locks: "locks" in navigator ? navigator.locks : undefined,
    channel:
      typeof BroadcastChannel === "function" ? new BroadcastChannel("catena-outbox") : undefined,
    perform,
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    whoIsHere: async () => (await send<Session>("GET", "/session/")).user?.id ?? null,
    now: Date.now,
  });
  window.addEventListener("online", made.nudge);
  window.addEventListener("beforeunload", (event) => {
    if (made.snapshot().waiting.length > 0) event.preventDefault();
  });
  return made;
}

/** Annotations as the server told them, with one's unsent writes on top; new ones, too, of `thread`. */
export async function withOwn(
  corpus: number,
  told: readonly Annotation[],
  thread: number | null,
): Promise<Annotation[]> {
  await outbox().ready;
  return withUnsent(told, outbox().unsent(corpus), (shown) => shown.thread === thread);
}
