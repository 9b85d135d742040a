/** What the columns or paths of a table mean: looking at its structure, trying a mapping, keeping it. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Page, send } from "./client";
import { all } from "./corpora";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Upload } from "./types";

type Schemas = components["schemas"];

/** What a column can hold; every contribution is made of these. */
export const FIELDS = [
  "text",
  "author",
  "written_at",
  "id",
  "parent",
  "thread",
  "title",
  "url",
  "site",
  "number",
  "kind",
  "status",
  "language",
  "account",
  "author_url",
  "email",
  "ip",
  "entry_text",
  "entry_author",
  "entry_written_at",
  "entry_url",
] as const;
export type Field = (typeof FIELDS)[number];
export type Owner = "thread" | "participant";

/** Which record is the entry of its thread; `columns`: each record repeats it in the `entry_` fields. */
export type EntryRule = "first" | "own_id" | "none" | "columns" | { where: string; is: string[] };

export type TableMapping = Omit<Schemas["TableMapping"], "fields" | "entry" | "attributes"> & {
  fields: Partial<Record<Field, string>>;
  entry: EntryRule;
  /** The columns that hold an attribute, by the attribute's name. */
  attributes: Record<Owner, Record<string, string>>;
};
export type DateRule = Schemas["MappingDates"];
export type Column = Schemas["ColumnSeen"];
export type DatesSeen = Schemas["DatesSeen"];
export type TableLook = Omit<Schemas["TableSeen"], "mapping"> & { mapping: TableMapping };
export type TriedPost = Schemas["TriedPost"];
export type TriedThread = Schemas["TriedThread"];
/** What a mapping makes of the first rows. Nothing is stored. */
export type Trial = Schemas["MappingTried"];
export type SavedMapping = Omit<Schemas["SavedMapping"], "mapping"> & { mapping: TableMapping };

/** Where in the file the rows are taken from; null: as the file seems to be. */
export interface Structure {
  records: string | null;
  sheet: string | null;
  header: boolean | null;
}

const at = (c: number, u: string) => `/corpora/${c}/uploads/${u}/mapping/` as const;

export const lookQuery = (c: number, u: string, { records, sheet, header }: Structure) =>
  queryOptions({
    queryKey: [...keys.upload(c, u), "mapping", { records, sheet, header }],
    queryFn: ({ signal }) =>
      send<TableLook>("GET", at(c, u), {
        // A list, for an empty path is one, too: the file itself.
        query: { records: records === null ? null : [records], sheet, header },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const trialQuery = (c: number, u: string, mapping: TableMapping) =>
  queryOptions({
    queryKey: [...keys.upload(c, u), "trial", mapping],
    queryFn: ({ signal }) =>
      send<Trial>("POST", `${at(c, u)}preview/`, { body: { mapping }, signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export interface Decided {
  mapping: TableMapping;
  remember: boolean;
  name?: string;
}

/** Reads the whole file so, and loads it once everything is accounted for. */
export const readWith = (c: number, u: string, decided: Decided) =>
  send<Upload>("PUT", at(c, u), { body: decided });

export const mappingsQuery = (c: number) =>
  queryOptions({
    queryKey: keys.mappings(c),
    queryFn: () => all(send<Page<SavedMapping>>("GET", `/corpora/${c}/mappings/`)),
  });

export const renameMapping = ({ id, version }: SavedMapping, name: string) =>
  send<SavedMapping>("PATCH", `/mappings/${id}/`, { body: { name }, version });

export const forgetMapping = ({ id, version }: SavedMapping) =>
  send("DELETE", `/mappings/${id}/`, { version });
