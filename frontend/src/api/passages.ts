/** Annotations across a corpus: those of a code, those to be looked at again, and where they stand. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { follow, type Page, send } from "./client";
import { keys } from "./keys";
import type { Annotation, Code, Level, Post } from "./types";

export const annotationQuery = (c: number, id: string) =>
  queryOptions({
    queryKey: [...keys.codes(c), "example", id] as const,
    queryFn: () => send<Annotation>("GET", `/annotations/${id}/`),
    staleTime: 60_000,
    retry: false,
  });

export interface PassageFilter {
  code: number;
  outdated?: boolean;
}

export const passagesQuery = (c: number, { code, outdated }: PassageFilter) =>
  infiniteQueryOptions({
    queryKey: ["corpus", c, "passages", code, outdated ?? false] as const,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? follow<Annotation>(pageParam, signal)
        : send<Page<Annotation>>("GET", `/corpora/${c}/annotations/`, {
            query: { code, outdated: outdated || undefined, page_size: 200 },
            signal,
          }),
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** How many annotations of a code are of a level; one more than a page for all that are beyond it. */
export const levelCountQuery = (code: Code, level: Level) =>
  queryOptions({
    queryKey: ["corpus", code.corpus, "passages", code.id, "level", level] as const,
    queryFn: async ({ signal }) => {
      const page = await send<Page<Annotation>>("GET", `/corpora/${code.corpus}/annotations/`, {
        query: { code: code.id, level, page_size: 200 },
        signal,
      });
      return page.results.length + (page.next ? 1 : 0);
    },
    staleTime: 10_000,
  });

export const postQuery = (c: number, id: number) =>
  queryOptions({
    queryKey: ["corpus", c, "post", id] as const,
    queryFn: () => send<Post>("GET", `/posts/${id}/`),
    staleTime: 60_000,
  });

/** Its coder has looked at it again and lets it stand. */
export const reviewAnnotation = (annotation: Pick<Annotation, "id" | "version">) =>
  send<Annotation>("POST", `/annotations/${annotation.id}/review/`, {
    version: annotation.version,
  });

/** The address of an annotation's place in the reader. */
export function passageOf(c: number, one: Pick<Annotation, "thread" | "post" | "start" | "end">) {
  const { thread, post, start, end } = one;
  const place =
    post === null
      ? {}
      : { post, ...(start === null ? {} : { start }), ...(end === null ? {} : { end }) };
  return { to: "/corpora/$c/threads/$t", params: { c, t: thread }, search: place } as const;
}
