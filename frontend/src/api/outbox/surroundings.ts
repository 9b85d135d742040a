/** What the outbox needs from around it, and what its tabs tell one another. */

import type { Entry } from "./entries";
import type { Result } from "./requests";
import type { SenderNews } from "./sender";
import type { Shelf } from "./shelf";

/** What the outbox needs from the browser; tests hand in their own. */
export interface Surroundings {
  readonly shelf: () => Promise<Shelf>;
  readonly locks: LockManager | undefined;
  readonly channel: BroadcastChannel | undefined;
  readonly perform: (entry: Entry) => Promise<Result>;
  readonly wait: (ms: number) => Promise<void>;
  /** Id of the person who is signed in, by the server's word. */
  readonly whoIsHere: () => Promise<number | null>;
  readonly now: () => number;
}

export type Message =
  | SenderNews
  | { readonly kind: "user"; readonly id: number | null }
  /** Every tab should look at the shelf: one that was closed may have told nobody what it did. */
  | { readonly kind: "look" };
