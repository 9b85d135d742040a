/** Exports: frozen, checksummed files, made by a worker, and the formats there are. */
import { queryOptions } from "@tanstack/react-query";
import { address, type Page, type Query, send } from "./client";
import { all } from "./corpora";
import { keys } from "./keys";
import type { Export, ExportOptions, FormatOut, Level, What } from "./types";

export interface Scope {
  threads?: number[];
  codes?: number[];
  subtree?: number;
  coders?: number[];
  levels?: Level[];
  created_after?: string;
  created_before?: string;
}

/** All that decides what a file holds; the same for the form, the request and the history. */
export interface Choice {
  format: string;
  what: What;
  /** The program it is meant for; empty where a format has no dialects. */
  profile: string;
  /** A snapshot's id; null: the corpus as it stands. */
  snapshot: string | null;
  scope: Scope;
  options: ExportOptions;
}

export const FIRST_CHOICE: Choice = {
  format: "csv",
  what: "annotations",
  profile: "",
  snapshot: null,
  scope: {},
  options: {},
};

export const isFinished = (one: Pick<Export, "status">) =>
  !["queued", "running"].includes(one.status);

export const exportsQuery = (c: number) =>
  queryOptions({
    queryKey: keys.exports(c),
    queryFn: () => all(send<Page<Export>>("GET", `/corpora/${c}/exports/`)),
    refetchInterval: (query) => (query.state.data?.every(isFinished) === false ? 1_000 : false),
  });

export const formatsOutQuery = (c: number) =>
  queryOptions({
    queryKey: keys.formatsOut(c),
    queryFn: () => send<FormatOut[]>("GET", `/corpora/${c}/formats-out/`),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The scope without its empty lists: nothing ticked means all. */
const filled = (scope: Scope): Scope =>
  Object.fromEntries(
    Object.entries(scope).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value)),
  );

/** The body that orders a choice; what is left to its default is left out. */
export function orderOf({ format, what, profile, snapshot, scope, options }: Choice) {
  return {
    format,
    ...(what === "annotations" ? {} : { what }),
    ...(profile ? { profile } : {}),
    ...(snapshot ? { snapshot } : {}),
    scope: filled(scope),
    options: options,
  };
}

/** The choice with which an export was made. */
export const choiceOf = (made: Export): Choice => ({
  format: made.format,
  what: made.what,
  profile: made.profile,
  snapshot: made.snapshot,
  scope: made.scope as Scope,
  options: made.options as ExportOptions,
});

export const startExport = (c: number, choice: Choice) =>
  send<Export>("POST", `/corpora/${c}/exports/`, { body: orderOf(choice) });

export const deleteExport = (c: number, e: string) =>
  send<void>("DELETE", `/corpora/${c}/exports/${e}/`);

export const exportsAddress = (c: number) => address(`/corpora/${c}/exports/`);
export const fileAddress = (c: number, e: string) => address(`/corpora/${c}/exports/${e}/file/`);
export const manifestAddress = (c: number, e: string) =>
  address(`/corpora/${c}/exports/${e}/manifest/`);

/** Whether a choice can be had as a direct stream, without an order: for curl, R and pandas. */
export const isStream = ({ format, what, snapshot }: Choice): boolean =>
  ["csv", "jsonl"].includes(format) && what === "annotations" && snapshot === null;

/** The address of such a stream. */
export function streamAddress(c: number, { format, scope, options }: Choice): string {
  const query: Query = { ...options };
  for (const [name, value] of Object.entries(filled(scope))) {
    query[name] = Array.isArray(value) ? value.join(",") : value;
  }
  return address(`/corpora/${c}/annotations.${format as "csv" | "jsonl"}`, query);
}
