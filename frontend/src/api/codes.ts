/** The codebook: a tree of codes, kept as one flat list in the order of the tree. */
import { queryOptions } from "@tanstack/react-query";
import { type Page, send } from "./client";
import { all, PAGE_SIZE } from "./corpora";
import { keys } from "./keys";
import type { Code, Level } from "./types";

export const codesQuery = (c: number) =>
  queryOptions({
    queryKey: keys.codes(c),
    queryFn: () =>
      all(send<Page<Code>>("GET", `/corpora/${c}/codes/`, { query: { page_size: PAGE_SIZE } })),
    staleTime: 30_000,
  });

/** The archived ones too: what they coded is still there. */
export const allCodesQuery = (c: number) =>
  queryOptions({
    queryKey: [...keys.codes(c), "all"] as const,
    queryFn: () =>
      all(
        send<Page<Code>>("GET", `/corpora/${c}/codes/`, {
          query: { page_size: PAGE_SIZE, archived: true },
        }),
      ),
    staleTime: 30_000,
  });

export interface CodeDraft {
  name: string;
  parent?: number | null;
  colour?: string;
  definition?: string;
  include?: string;
  exclude?: string;
  key?: string | null;
  levels?: Level[];
}

export const createCode = (c: number, draft: CodeDraft) =>
  send<Code>("POST", `/corpora/${c}/codes/`, { body: draft });

export const changeCode = (
  code: Pick<Code, "id" | "version">,
  change: Partial<CodeDraft> & { archived?: boolean; locked?: boolean; examples?: string[] },
) => send<Code>("PATCH", `/codes/${code.id}/`, { body: change, version: code.version });
