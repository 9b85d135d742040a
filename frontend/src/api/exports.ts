/** Exports: frozen, checksummed files, made by a worker. */
import { queryOptions } from "@tanstack/react-query";
import { address, type Page, type Query, send } from "./client";
import { all } from "./corpora";
import { keys } from "./keys";
import type { Export, Level } from "./types";

export type ExportFormat = "csv" | "jsonl";

export interface Scope {
  codes?: number[];
  coders?: number[];
  levels?: Level[];
  threads?: number[];
}

export const isFinished = (one: Export) => !["queued", "running"].includes(one.status);

export const exportsQuery = (c: number) =>
  queryOptions({
    queryKey: keys.exports(c),
    queryFn: () => all(send<Page<Export>>("GET", `/corpora/${c}/exports/`)),
    refetchInterval: (query) => (query.state.data?.every(isFinished) === false ? 1_000 : false),
  });

/** The scope without its empty lists: nothing ticked means all. */
const filled = (scope: Scope): Scope =>
  Object.fromEntries(Object.entries(scope).filter(([, ids]) => ids.length > 0));

export const startExport = (c: number, format: ExportFormat, scope: Scope) =>
  send<Export>("POST", `/corpora/${c}/exports/`, { body: { format, scope: filled(scope) } });

export const fileAddress = (c: number, e: string) => address(`/corpora/${c}/exports/${e}/file/`);
export const manifestAddress = (c: number, e: string) =>
  address(`/corpora/${c}/exports/${e}/manifest/`);

/** The address of the same rows as a direct stream, for curl, R and pandas. */
export function streamAddress(c: number, format: ExportFormat, scope: Scope): string {
  const query: Query = {
    codes: scope.codes?.join(","),
    coders: scope.coders?.join(","),
    levels: scope.levels?.join(","),
  };
  return address(`/corpora/${c}/annotations.${format}`, query);
}
