/** Attributes: what a corpus knows of its threads and participants besides, and second tables that say more. */
import { queryOptions } from "@tanstack/react-query";
import { follow, type Page, send } from "./client";
import { keys } from "./keys";
import type { Attribute, AttributeKind, AttributeWhole, Joining, JoinReport, Owner } from "./types";

/** All of them, in their order: there are some dozens. */
export const attributesQuery = (c: number, owner: Owner) =>
  queryOptions({
    queryKey: keys.attributes(c, owner),
    queryFn: async ({ signal }) => {
      const query = { owner, page_size: 500 };
      let page = await send<Page<Attribute>>("GET", `/corpora/${c}/attributes/`, { query, signal });
      const all = page.results;
      while (page.next) {
        page = await follow<Attribute>(page.next, signal);
        all.push(...page.results);
      }
      return all;
    },
    staleTime: 30_000,
  });

/** One with its most common values. */
export const attributeQuery = (c: number, id: number) =>
  queryOptions({
    queryKey: [...keys.attributes(c, "one"), id],
    queryFn: ({ signal }) => send<AttributeWhole>("GET", `/attributes/${id}/`, { signal }),
  });

export const createAttribute = (
  c: number,
  made: { owner: Owner; name: string; kind: AttributeKind },
) => send<AttributeWhole>("POST", `/corpora/${c}/attributes/`, { body: made });

export const changeAttribute = (
  { id, version }: Attribute,
  change: { name?: string; kind?: AttributeKind },
) => send<AttributeWhole>("PATCH", `/attributes/${id}/`, { body: change, version });

/** Takes it away with its values; undo brings both back. */
export const deleteAttribute = ({ id, version }: Attribute) =>
  send("DELETE", `/attributes/${id}/`, { version });

/** Something that has attributes, as its list shows it. */
export interface Described {
  id: number;
  version: number;
  attributes: Readonly<Record<string, unknown>>;
}

/** Sets all attributes of a thread or participant. */
export const describe = (
  owner: Owner,
  { id, version }: Described,
  attributes: Readonly<Record<string, unknown>>,
) =>
  send("PATCH", owner === "thread" ? `/threads/${id}/` : `/participants/${id}/`, {
    body: { attributes },
    version,
  });

/** Joins a second table; with `dry_run` nothing but the report comes of it. */
export function joinTable(c: number, file: File, options: Joining): Promise<JoinReport> {
  const body = new FormData();
  body.append("options", JSON.stringify(options));
  body.append("file", file);
  return send<JoinReport>("POST", `/corpora/${c}/attributes/import/`, { body });
}
