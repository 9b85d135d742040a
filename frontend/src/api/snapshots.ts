/** Snapshots: a corpus frozen under a name, exported again and again with the same bytes. */
import { queryOptions } from "@tanstack/react-query";
import { address, type Page, send } from "./client";
import { all } from "./corpora";
import { isFinished } from "./exports";
import { keys } from "./keys";
import type { Snapshot as Shown } from "./types";

export interface Creator {
  name: string;
  orcid?: string;
  affiliation?: string;
}

/** The words of a citation, which people may change. */
export interface Cited {
  title: string;
  creators: Creator[];
  licence: string;
  doi: string;
  year: number;
  keywords: string[];
}

/** What was found when the snapshot was made, and how it is cited; empty until it is made. */
interface About extends Cited {
  codebook: { version: number | null; name: string; changed_since: boolean; codes: number };
  coders: { id: number; name: string; annotations: number }[];
  software_version: string;
}

export type Snapshot = Omit<Shown, "about"> & { about: Partial<About> };
type Known = Pick<Snapshot, "id" | "corpus" | "version">;

export const snapshotsQuery = (c: number) =>
  queryOptions({
    queryKey: keys.snapshots(c),
    queryFn: () => all(send<Page<Snapshot>>("GET", `/corpora/${c}/snapshots/`)),
    refetchInterval: (query) => (query.state.data?.every(isFinished) === false ? 1_000 : false),
  });

export const takeSnapshot = (c: number, body: { name: string; note: string }) =>
  send<Snapshot>("POST", `/corpora/${c}/snapshots/`, { body });

export interface SnapshotChanges {
  name?: string;
  note?: string;
  about?: Partial<Cited>;
}

export const changeSnapshot = ({ corpus, id, version }: Known, body: SnapshotChanges) =>
  send<Snapshot>("PATCH", `/corpora/${corpus}/snapshots/${id}/`, { body, version });

export const deleteSnapshot = ({ corpus, id, version }: Known) =>
  send<void>("DELETE", `/corpora/${corpus}/snapshots/${id}/`, { version });

export type Description = "citation" | "datapackage" | "datacite" | "methods";

export const descriptionAddress = ({ corpus, id }: Known, kind: Description) =>
  address(`/corpora/${corpus}/snapshots/${id}/${kind}/`);
