/** Changes to the codebook as a whole: moving, merging, splitting, versions, taking it in and out. */
import { queryOptions } from "@tanstack/react-query";
import { address, send } from "./client";
import type { CodeDraft } from "./codes";
import { keys } from "./keys";
import type { Code, User } from "./types";

type Known = Pick<Code, "id" | "version">;

/** What a change of the codebook touches; a preview and the answer to the change tell the same. */
export interface Touched {
  annotations: number;
  duplicates: number;
  children: number;
  memos: number;
  threads: number;
  coders: readonly User[];
}

export interface Done extends Touched {
  code: Code;
  /** The first event of the change: what to take back. */
  batch: number;
}

export interface Place {
  parent: number | null;
  position: number;
}

export const moveCode = (code: Known, place: Place) =>
  send<{ code: Code; batch: number }>("POST", `/codes/${code.id}/move/`, {
    body: place,
    version: code.version,
  });

export const previewMerge = (code: Known, into: number) =>
  send<Touched>("POST", `/codes/${code.id}/merge/`, {
    body: { into, dry_run: true },
    version: code.version,
  });

export const mergeCode = (code: Known, into: number) =>
  send<Done>("POST", `/codes/${code.id}/merge/`, {
    body: { into, dry_run: false },
    version: code.version,
  });

export type Part = CodeDraft | { code: number };

export const splitCode = (code: Known, into: readonly Part[], dryRun = false) =>
  send<{ codes: Code[]; batch: number }>("POST", `/codes/${code.id}/split/`, {
    body: { into, dry_run: dryRun },
    version: code.version,
  });

export const previewArchive = (code: Known) =>
  send<Touched>("DELETE", `/codes/${code.id}/`, {
    query: { dry_run: true },
    version: code.version,
  });

export const archiveCode = (code: Known) =>
  send("DELETE", `/codes/${code.id}/`, { version: code.version });

export type Format = "csv" | "json";
/** What can be brought in besides: REFI-QDA's codebook, and Taguette's. */
export type ReadFormat = Format | "qdc" | "taguette-csv";

export const codebookAddress = (c: number, as: Format) =>
  address(`/corpora/${c}/codebook/`, { as });

export interface ImportProblem {
  line: number | null;
  code: string;
  message: string;
  /** It keeps the file out; else it is only told. */
  error: boolean;
}

export interface Imported {
  created: number;
  changed: number;
  unchanged: number;
  problems: readonly ImportProblem[];
  batch: number | null;
  new_paths: readonly (readonly string[])[];
  changed_paths: readonly (readonly string[])[];
}

export const importCodebook = (c: number, format: ReadFormat, text: string, dryRun: boolean) =>
  send<Imported>("POST", `/corpora/${c}/codebook/import/`, {
    body: { format, text, dry_run: dryRun },
  });

export interface Version {
  number: number;
  name: string;
  note: string;
  created_at: string;
  created_by: User | null;
  codes: number;
}

export const versionsQuery = (c: number) =>
  queryOptions({
    queryKey: [...keys.codes(c), "versions"] as const,
    queryFn: async () => {
      const answer = await send<{ results: Version[] } | Version[]>(
        "GET",
        `/corpora/${c}/codebook/versions/`,
      );
      return Array.isArray(answer) ? answer : answer.results;
    },
  });

export const freezeCodebook = (c: number, draft: { name: string; note: string }) =>
  send<Version>("POST", `/corpora/${c}/codebook/versions/`, { body: draft });

export interface CodeDifference {
  id: number;
  path: readonly string[];
  kind: "added" | "removed" | "changed" | "moved" | "merged";
  fields: Readonly<Record<string, { before: unknown; after: unknown }>>;
}

export const differenceQuery = (c: number, from: string, to: string) =>
  queryOptions({
    queryKey: [...keys.codes(c), "difference", from, to] as const,
    queryFn: () =>
      send<{ codes: CodeDifference[] }>("GET", `/corpora/${c}/codebook/difference/`, {
        query: { from, to },
      }),
  });
