/** Memos: notes in Markdown on anything of a corpus. Their ids are made here, in the browser. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { follow, type Page, send } from "./client";
import { all, PAGE_SIZE } from "./corpora";
import { keys } from "./keys";
import type { Annotation, ApiPath, Post, User } from "./types";

export type TargetType = "corpus" | "thread" | "post" | "annotation" | "code" | "participant";

export interface Target {
  type: TargetType;
  id: string | number;
}

export interface Memo {
  id: string;
  corpus: number;
  target: { type: TargetType; id: string | number; label: string; thread: number | null };
  kind: string;
  text: string;
  author: User;
  links: readonly { type: TargetType; id: string | number; label: string }[];
  version: number;
  created_at: string;
  updated_at: string;
}

export interface MemoFilter {
  target_type?: TargetType | undefined;
  author?: number | undefined;
  kind?: string | undefined;
  q?: string | undefined;
}

const listed = (c: number) => [...keys.corpus(c), "memos"] as const;

export const memosOfQuery = (c: number, { type, id }: Target) =>
  queryOptions({
    queryKey: [...listed(c), type, String(id)] as const,
    queryFn: () =>
      all(
        send<Page<Memo>>("GET", `/corpora/${c}/memos/`, {
          query: { target_type: type, target: id, page_size: PAGE_SIZE },
        }),
      ),
    staleTime: 30_000,
  });

export const memosQuery = (c: number, filter: MemoFilter) =>
  infiniteQueryOptions({
    queryKey: [...listed(c), "list", filter] as const,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? follow<Memo>(pageParam, signal)
        : send<Page<Memo>>("GET", `/corpora/${c}/memos/`, {
            query: { ...filter, page_size: 50 },
            signal,
          }),
    getNextPageParam: (page) => page.next,
  });

export const memosKey = listed;

/** Annotations with a memo of their own, oldest first, by the filters of memos that fit them. */
export const annotationMemosQuery = (c: number, { author, q }: MemoFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.corpus(c), "annotation-memos", { author, q }] as const,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? follow<Annotation>(pageParam, signal)
        : send<Page<Annotation>>("GET", `/corpora/${c}/annotations/`, {
            query: { memo: true, coder: author, memo_contains: q, page_size: 50 },
            signal,
          }),
    getNextPageParam: (page) => page.next,
  });

export const putMemo = (
  c: number,
  id: string,
  draft: { target: Target; text: string; kind: string },
) => send<Memo>("PUT", `/corpora/${c}/memos/${id}/`, { body: draft });

const one = ({ id }: { id: string }) => `/memos/${id}/` as string as ApiPath;

export const changeMemo = (
  memo: Pick<Memo, "id" | "version">,
  change: { text?: string; kind?: string },
) => send<Memo>("PATCH", one(memo), { body: change, version: memo.version });

export const deleteMemo = (memo: Pick<Memo, "id" | "version">) =>
  send("DELETE", one(memo), { version: memo.version });

/** In which thread a post or an annotation stands, so that a link can lead there. */
export async function placeOfTarget(
  target: Target,
): Promise<Pick<Annotation, "thread" | "post" | "start" | "end">> {
  if (target.type === "annotation") return send<Annotation>("GET", `/annotations/${target.id}/`);
  const post = await send<Post>("GET", `/posts/${target.id}/`);
  return { thread: post.thread, post: post.id, start: null, end: null };
}
