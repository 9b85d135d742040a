/** A mapping while somebody works on it: what each column means, and changing that. Free of React. */
import { FIELDS, type Field, type Owner, type TableMapping } from "@/api/mappings";

export type Meaning =
  | { kind: "field"; field: Field }
  | { kind: "attribute"; owner: Owner; name: string };

const OWNERS: readonly Owner[] = ["thread", "participant"];

const NOTHING: TableMapping = {
  records: null,
  sheet: null,
  header: true,
  delimiter: null,
  fields: {},
  entry: "first",
  nested: null,
  text_as: "plain",
  dates: { format: "auto", day_first: null, timezone: null },
  attributes: { thread: {}, participant: {} },
};

/** A mapping with every key in its place; people write shorter ones by hand. */
export function completed(given: Partial<TableMapping>): TableMapping {
  return {
    ...NOTHING,
    ...given,
    dates: { ...NOTHING.dates, ...given.dates },
    attributes: { ...NOTHING.attributes, ...given.attributes },
  };
}

/** All that a column is used for: most for one thing, an address also to tell threads apart. */
export function meaningsOf({ fields, attributes }: TableMapping, column: string): Meaning[] {
  const asField = FIELDS.filter((field) => fields[field] === column).map(
    (field): Meaning => ({ kind: "field", field }),
  );
  const asAttribute = OWNERS.flatMap((owner) =>
    Object.entries(attributes[owner])
      .filter(([, from]) => from === column)
      .map(([name]): Meaning => ({ kind: "attribute", owner, name })),
  );
  return [...asField, ...asAttribute];
}

function without<Value>(all: Record<string, Value>, name: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
}

function withAttributes(
  mapping: TableMapping,
  owner: Owner,
  named: Record<string, string>,
): TableMapping {
  return { ...mapping, attributes: { ...mapping.attributes, [owner]: named } };
}

function drop(mapping: TableMapping, meaning: Meaning): TableMapping {
  if (meaning.kind === "field") {
    return { ...mapping, fields: without(mapping.fields, meaning.field) };
  }
  const { owner, name } = meaning;
  return withAttributes(mapping, owner, without(mapping.attributes[owner], name));
}

function add(mapping: TableMapping, column: string, meaning: Meaning): TableMapping {
  if (meaning.kind === "field") {
    const fields = { ...mapping.fields, [meaning.field]: column };
    // Who names a column for the entries has said where the entries are.
    const entry = meaning.field.startsWith("entry_") ? "columns" : mapping.entry;
    return { ...mapping, fields, entry };
  }
  const { owner, name } = meaning;
  return withAttributes(mapping, owner, { ...mapping.attributes[owner], [name]: column });
}

/**
 * Uses a column for `after` instead of `before`; null on either side: for something more, or no
 * longer. A field has one column: the one that had it before loses it.
 */
export function reassigned(
  mapping: TableMapping,
  column: string,
  before: Meaning | null,
  after: Meaning | null,
): TableMapping {
  const rest = before ? drop(mapping, before) : mapping;
  return after ? add(rest, column, after) : rest;
}

/** A name for an attribute that no other of its owner has: the column's, else with a figure. */
export function freeName({ attributes }: TableMapping, owner: Owner, column: string): string {
  const taken = attributes[owner];
  const plain = column.split(/[./@]/).filter(Boolean).at(-1) ?? column;
  if (!Object.hasOwn(taken, plain)) return plain;
  let n = 2;
  while (Object.hasOwn(taken, `${plain} ${n}`)) n += 1;
  return `${plain} ${n}`;
}

/** Gives an attribute another name, in its place; an empty or taken name changes nothing. */
export function renamed(mapping: TableMapping, owner: Owner, from: string, to: string) {
  const named = mapping.attributes[owner];
  if (to === "" || Object.hasOwn(named, to)) return mapping;
  const entries = Object.entries(named).map(([name, column]) => [
    name === from ? to : name,
    column,
  ]);
  return withAttributes(mapping, owner, Object.fromEntries(entries));
}

/** How many of these columns are used for something. */
export function usedOf(mapping: TableMapping, columns: readonly { name: string }[]): number {
  return columns.filter(({ name }) => isUsed(mapping, name)).length;
}

/** A column is also used when it says which record is the entry. */
export function isUsed(mapping: TableMapping, column: string): boolean {
  const { entry } = mapping;
  const decides = typeof entry === "object" && entry.where === column;
  return decides || meaningsOf(mapping, column).length > 0;
}

/** A mapping as a file for `catena import --mapping` or `options.mapping`: only what says something. */
export function asFile(mapping: TableMapping): string {
  return `${JSON.stringify(mapping, null, 2)}\n`;
}
