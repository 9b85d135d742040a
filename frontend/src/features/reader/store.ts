/** The kept annotations and codes of a thread: how one is put in or taken out without a request. */

import type { QueryClient } from "@tanstack/react-query";
import { readingAnnotations, readingCodes } from "@/api/reading";
import type { Annotation, Code } from "@/api/types";

/** The annotations of one thread, changed in place of a request. */
export class AnnotationStore {
  readonly #client: QueryClient;
  readonly #thread: number;
  readonly #key: ReturnType<typeof readingAnnotations>["queryKey"];

  constructor(client: QueryClient, place: { corpus: number; thread: number }) {
    this.#client = client;
    this.#thread = place.thread;
    this.#key = readingAnnotations(place.corpus, place.thread).queryKey;
  }

  get all(): readonly Annotation[] {
    return this.#client.getQueryData(this.#key) ?? [];
  }

  get(id: string): Annotation | undefined {
    return this.all.find((annotation) => annotation.id === id);
  }

  /** Whether something with these fields is an annotation of this thread. */
  holds(fields: Readonly<Record<string, unknown>>): boolean {
    return fields.thread === this.#thread;
  }

  /** Adds it, or puts it in the place of the one with the same id. */
  put(annotation: Annotation): void {
    this.#change((all) => {
      const at = all.findIndex((one) => one.id === annotation.id);
      return at === -1 ? [...all, annotation] : all.with(at, annotation);
    });
  }

  drop(id: string): void {
    this.#change((all) => all.filter((annotation) => annotation.id !== id));
  }

  /** Many changes drawn once: `null` takes away. */
  apply(changes: ReadonlyMap<string, Annotation | null>): void {
    if (changes.size === 0) return;
    this.#change((all) => {
      const left = new Map(changes);
      const kept = all.flatMap((one) => {
        const next = left.get(one.id);
        left.delete(one.id);
        return next === undefined ? one : (next ?? []);
      });
      for (const next of left.values()) if (next) kept.push(next);
      return kept;
    });
  }

  #change(change: (all: Annotation[]) => Annotation[]): void {
    this.#client.setQueryData(this.#key, (all) => change(all ?? []));
  }
}

export function putCode(client: QueryClient, corpus: number, code: Code): void {
  client.setQueryData(readingCodes(corpus).queryKey, (codes = []) => {
    const at = codes.findIndex((one) => one.id === code.id);
    return at === -1 ? [...codes, code] : codes.with(at, code);
  });
}
