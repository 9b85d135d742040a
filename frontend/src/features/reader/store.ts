/** The kept answers of a thread: how they are asked for, and how one annotation or code is put in or taken out. */

import { type QueryClient, useQuery } from "@tanstack/react-query";
import { annotationsQuery } from "@/api/annotations";
import { codesQuery } from "@/api/codes";
import { threadQuery } from "@/api/threads";
import type { Annotation, Code } from "@/api/types";

/**
 * Own names beside those of `@/api/keys`: these answers are patched event by event and must not be
 * thrown away and fetched whole whenever one annotation changes.
 */
export const readerKeys = {
  annotations: (thread: number) => ["reader", "annotations", thread] as const,
  codes: (corpus: number) => ["reader", "codes", corpus] as const,
};

const KEEP = { structuralSharing: false, refetchOnWindowFocus: false } as const;

export function useThread(corpus: number, thread: number) {
  return useQuery({ ...threadQuery(corpus, thread), ...KEEP });
}

export function useAnnotations(corpus: number, thread: number) {
  const { queryFn } = annotationsQuery(corpus, thread);
  return useQuery<Annotation[]>({
    queryKey: readerKeys.annotations(thread),
    queryFn: queryFn as () => Promise<Annotation[]>,
    staleTime: 0,
    ...KEEP,
  });
}

export function useCodes(corpus: number) {
  const { queryFn } = codesQuery(corpus);
  return useQuery<Code[]>({
    queryKey: readerKeys.codes(corpus),
    queryFn: queryFn as () => Promise<Code[]>,
    staleTime: 0,
    ...KEEP,
  });
}

/** The annotations of one thread, changed in place of a request. */
export class AnnotationStore {
  readonly #client: QueryClient;
  readonly #thread: number;

  constructor(client: QueryClient, thread: number) {
    this.#client = client;
    this.#thread = thread;
  }

  get all(): readonly Annotation[] {
    return this.#client.getQueryData<Annotation[]>(readerKeys.annotations(this.#thread)) ?? [];
  }

  get(id: string): Annotation | undefined {
    return this.all.find((annotation) => annotation.id === id);
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

  #change(change: (all: Annotation[]) => Annotation[]): void {
    this.#client.setQueryData<Annotation[]>(readerKeys.annotations(this.#thread), (all) =>
      change(all ?? []),
    );
  }
}

export function putCode(client: QueryClient, corpus: number, code: Code): void {
  client.setQueryData<Code[]>(readerKeys.codes(corpus), (codes = []) => {
    const at = codes.findIndex((one) => one.id === code.id);
    return at === -1 ? [...codes, code] : codes.with(at, code);
  });
}
