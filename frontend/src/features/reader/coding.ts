/**
 * What a coder does to annotations: painted at once, then sent; taken back when the server refuses.
 * Every step remembers how to undo it. No React here.
 */

import {
  type AnnotationChange,
  type Claim,
  changeAnnotation,
  deleteAnnotation,
  putAnnotation,
} from "@/api/annotations";
import { ApiProblem, isProblem } from "@/api/problem";
import type { Annotation, User } from "@/api/types";
import type { Passage } from "@/text/selection";
import { uuid7 } from "@/text/uuid7";
import type { Place } from "./live";
import type { Outbox } from "./outbox";
import type { AnnotationStore } from "./store";

/** What a code is laid on. */
export type Target =
  | { readonly level: "passage"; readonly passage: Passage }
  | { readonly level: "post"; readonly post: number }
  | { readonly level: "thread" };

export interface Refusal {
  readonly what: "apply" | "change" | "remove";
  readonly annotation: Annotation;
  readonly problem: ApiProblem;
}

export type Change = AnnotationChange;

/** Says whether there was anything left to take back. */
type Undo = () => boolean;

export class Coding {
  readonly #place: Place;
  readonly #store: AnnotationStore;
  readonly #outbox: Outbox;
  readonly #refused: (refusal: Refusal) => void;
  readonly #undos: Undo[] = [];
  /** What a removed annotation is called since it was restored, so that earlier steps can still be taken back. */
  readonly #renamed = new Map<string, string>();
  /** Versions the server told us: a deleted annotation is no longer in the store when its turn comes. */
  readonly #confirmed = new Map<string, number>();

  constructor(
    place: Place,
    store: AnnotationStore,
    outbox: Outbox,
    refused: (refusal: Refusal) => void,
  ) {
    this.#place = place;
    this.#store = store;
    this.#outbox = outbox;
    this.#refused = refused;
  }

  /** Applies a code. Returns the annotation, and whether the coder had made this very claim before. */
  apply(code: number, target: Target, coder: User): { annotation: Annotation; known: boolean } {
    const claim = this.#claim(code, target, coder);
    const known = this.#store.all.find((one) => sameClaim(one, claim));
    if (known) return { annotation: known, known: true };
    this.#create(claim);
    this.#undos.push(() => this.#delete(claim.id));
    return { annotation: claim, known: false };
  }

  /** Removes an annotation; `restore` makes the same claim again under a new id. */
  remove(id: string): { annotation: Annotation; restore: () => Annotation } | null {
    const annotation = this.#store.get(id);
    if (annotation === undefined) return null;
    this.#delete(id);
    let restored: Annotation | null = null;
    const restore = (): Annotation => {
      if (restored) return restored;
      restored = { ...annotation, id: uuid7(), version: 0 };
      this.#renamed.set(annotation.id, restored.id);
      this.#create(restored);
      return restored;
    };
    const undo = () => restored === null && restore() !== null;
    this.#undos.push(undo);
    return { annotation, restore };
  }

  change(id: string, change: Change): void {
    const before = this.#store.get(id);
    if (before === undefined) return;
    this.#patch(before, change);
    const back = Object.fromEntries(
      Object.keys(change).map((name) => [name, before[name as keyof Change]]),
    ) as Change;
    this.#undos.push(() => {
      const now = this.#store.get(this.#nameNow(id));
      if (now) this.#patch(now, back);
      return now !== undefined;
    });
  }

  /** Takes back the last step made here that is still to be taken back. Says whether there was one. */
  undo(): boolean {
    for (let last = this.#undos.pop(); last; last = this.#undos.pop()) if (last()) return true;
    return false;
  }

  #nameNow(id: string): string {
    const next = this.#renamed.get(id);
    return next === undefined ? id : this.#nameNow(next);
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
      coder,
      memo: "",
      version: 0,
      created_at: now,
      updated_at: now,
    };
  }

  #create(claim: Annotation): void {
    this.#store.put(claim);
    this.#outbox
      .send(claim.id, async () => {
        this.#confirm(await putAnnotation(this.#place.corpus, claim.id, claimOf(claim)));
      })
      .catch((error: unknown) => {
        this.#store.drop(claim.id);
        // Somebody (this coder, in another window) was faster: show theirs.
        if (isProblem(error, 409) && isAnnotation(error.current)) this.#store.put(error.current);
        else this.#refuse("apply", claim, error);
      });
  }

  #patch(before: Annotation, change: Change): void {
    const after = { ...before, ...change };
    this.#store.put(after);
    this.#outbox
      .send(before.id, async () => {
        const version = this.#version(this.#store.get(before.id) ?? before);
        this.#confirm(await changeAnnotation({ id: before.id, version }, change));
      })
      .catch((error: unknown) => {
        const current = isProblem(error, 412) && isAnnotation(error.current) ? error.current : null;
        this.#store.put(current ?? { ...before, version: this.#version(before) });
        this.#refuse("change", before, error);
      });
  }

  #delete(named: string): boolean {
    const id = this.#nameNow(named);
    const annotation = this.#store.get(id);
    if (annotation === undefined) return false;
    this.#store.drop(id);
    this.#outbox
      .send(id, () => deleteAnnotation({ id, version: this.#version(annotation) }))
      .catch((error: unknown) => {
        if (isProblem(error, 404)) return;
        const current = isProblem(error, 412) && isAnnotation(error.current) ? error.current : null;
        this.#store.put(current ?? { ...annotation, version: this.#version(annotation) });
        this.#refuse("remove", annotation, error);
      });
    return true;
  }

  /** Takes over the server's answer; while later changes are under way only its version counts. */
  #confirm(answer: Annotation): void {
    this.#confirmed.set(answer.id, answer.version);
    const shown = this.#store.get(answer.id);
    if (shown === undefined) return;
    const later = this.#outbox.pending(answer.id) > 1;
    this.#store.put(later ? { ...shown, version: answer.version } : answer);
  }

  #version(annotation: Annotation): number {
    return Math.max(this.#confirmed.get(annotation.id) ?? 0, annotation.version);
  }

  #refuse(what: Refusal["what"], annotation: Annotation, error: unknown): void {
    const problem =
      error instanceof ApiProblem
        ? error
        : new ApiProblem(0, { code: "unknown", title: String(error) });
    this.#refused({ what, annotation, problem });
  }
}

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

function isAnnotation(value: unknown): value is Annotation {
  return typeof value === "object" && value !== null && "coder" in value && "level" in value;
}
