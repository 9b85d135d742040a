/**
 * What a coder does to annotations: painted at once, kept in the outbox, sent from there. What the
 * server made of it comes back through `applySettled`. No React here.
 */

import type { AnnotationChange, Claim } from "@/api/annotations";
import type { Entry, Fields, Outbox, Write } from "@/api/outbox";
import type { Annotation, User } from "@/api/types";
import type { Passage } from "@/text/selection";
import { uuid7 } from "@/text/uuid7";
import type { Place } from "./live";
import type { AnnotationStore } from "./store";

/** What a code is laid on. */
export type Target =
  | { readonly level: "passage"; readonly passage: Passage }
  | { readonly level: "post"; readonly post: number }
  | { readonly level: "thread" };

export type Change = AnnotationChange;

/** How a code is called in sentences about what was not saved. */
export type NameOf = (code: number) => string;

const LONGEST_WORDS = 60;

export class Coding {
  readonly #place: Place;
  readonly #store: AnnotationStore;
  readonly #outbox: Pick<Outbox, "add">;
  readonly #nameOf: NameOf;

  constructor(
    place: Place,
    store: AnnotationStore,
    outbox: Pick<Outbox, "add">,
    nameOf: NameOf = String,
  ) {
    this.#place = place;
    this.#store = store;
    this.#outbox = outbox;
    this.#nameOf = nameOf;
  }

  /** Applies a code. Returns the annotation, and whether the coder had made this very claim before. */
  apply(code: number, target: Target, coder: User): { annotation: Annotation; known: boolean } {
    const claim = this.#claim(code, target, coder);
    const known = this.#store.all.find((one) => sameClaim(one, claim));
    if (known) return { annotation: known, known: true };
    this.#store.put(claim);
    const { id } = claim;
    const shown = fieldsOf(claim);
    this.#add(claim, { op: "put", noun: "annotation", id, body: claimOf(claim), shown });
    return { annotation: claim, known: false };
  }

  /** An annotation as it is kept now, drawn or not. */
  kept(id: string): Annotation | undefined {
    return this.#store.get(id);
  }

  /** Removes an annotation; undoing it brings the same one back. */
  remove(id: string): { annotation: Annotation; entry: Entry } | null {
    const annotation = this.#store.get(id);
    if (annotation === undefined) return null;
    this.#store.drop(id);
    const { version } = annotation;
    const before = fieldsOf(annotation);
    const entry = this.#add(annotation, { op: "delete", noun: "annotation", id, version, before });
    return { annotation, entry };
  }

  /** Changes an annotation. `base`: as it stood when the change was begun, else as it is shown now. */
  change(id: string, change: Change, base?: Annotation): void {
    const shown = this.#store.get(id);
    const now = shown ?? base;
    if (now === undefined) return;
    const from = base ?? now;
    // One that a colleague removed meanwhile is not shown again: the server will say so.
    if (shown) this.#store.put({ ...shown, ...change });
    const before = Object.fromEntries(
      Object.keys(change).map((name) => [name, from[name as keyof Change]]),
    );
    const { version } = from;
    this.#add(now, { op: "patch", noun: "annotation", id, version, before, change: { ...change } });
  }

  #add(annotation: Annotation, write: Write): Entry {
    const words = Array.from(annotation.quote ?? "");
    const cut = words.length > LONGEST_WORDS;
    const said = {
      name: this.#nameOf(annotation.code),
      words: cut ? `${words.slice(0, LONGEST_WORDS).join("")}…` : words.join(""),
    };
    return this.#outbox.add({ corpus: this.#place.corpus, write, said });
  }

  #claim(code: number, target: Target, coder: User): Annotation {
    const now = new Date().toISOString();
    const passage = target.level === "passage" ? target.passage : null;
    return {
      id: uuid7(),
      corpus: this.#place.corpus,
      thread: this.#place.thread,
      post: passage?.post ?? (target.level === "post" ? target.post : null),
      code,
      level: target.level,
      start: passage?.start ?? null,
      end: passage?.end ?? null,
      quote: passage?.quote ?? null,
      text_version: null,
      state: "live",
      coder: { id: coder.id, username: coder.username, name: coder.name },
      memo: "",
      version: 0,
      created_at: now,
      updated_at: now,
    };
  }
}

const fieldsOf = (annotation: Annotation): Fields => ({ ...annotation });

/** What the server takes: the span only for passages, the memo only when there is one. */
function claimOf({ code, post, thread, start, end, quote, memo }: Annotation): Claim {
  const said = memo ? { code, memo } : { code };
  if (post === null) return { ...said, thread };
  if (start === null || end === null) return { ...said, post };
  return { ...said, post, start, end, quote: quote ?? "" };
}

function sameClaim(a: Annotation, b: Annotation): boolean {
  return (
    a.coder.id === b.coder.id &&
    a.code === b.code &&
    a.level === b.level &&
    a.post === b.post &&
    a.start === b.start &&
    a.end === b.end
  );
}
