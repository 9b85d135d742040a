/** The words of the mapping page: what a column can hold, and sentences about what was seen. */
import type { Field, Owner, TableLook, TableMapping, Trial } from "@/api/mappings";
import { figure, msg, t } from "@/ui/i18n";

const NAMES: Readonly<Record<Field, string>> = {
  text: msg("Text"),
  author: msg("Author"),
  written_at: msg("Date and time"),
  id: msg("Its own id"),
  parent: msg("Id of what it answers"),
  thread: msg("Thread it belongs to"),
  title: msg("Title of the thread"),
  url: msg("Address"),
  site: msg("Site"),
  number: msg("Number in the thread"),
  kind: msg("Kind: entry, comment …"),
  status: msg("Status: deleted, spam …"),
  language: msg("Language"),
  account: msg("Author’s account"),
  author_url: msg("Author’s web page"),
  email: msg("Author’s e-mail address"),
  ip: msg("Author’s IP address"),
  entry_text: msg("Text of the entry"),
  entry_author: msg("Author of the entry"),
  entry_written_at: msg("Date of the entry"),
  entry_url: msg("Address of the entry"),
};

export const fieldName = (field: Field): string => t(NAMES[field]);

/** In the order in which people look for them. */
export const GROUPS: readonly { label: string; fields: readonly Field[] }[] = [
  { label: msg("What was written"), fields: ["text", "written_at", "language", "url"] },
  { label: msg("Who wrote it"), fields: ["author", "account", "author_url", "email", "ip"] },
  { label: msg("Its place"), fields: ["thread", "id", "parent", "number", "kind", "status"] },
  { label: msg("The thread"), fields: ["title", "site"] },
  {
    label: msg("Its entry, when each row repeats it"),
    fields: ["entry_text", "entry_author", "entry_written_at", "entry_url"],
  },
];

const OWNERS: Readonly<Record<Owner, string>> = {
  thread: msg("Attribute of the thread"),
  participant: msg("Attribute of the author"),
};

export const ownerName = (owner: Owner): string => t(OWNERS[owner]);

/** "12 columns, 1,284 rows" or, of a large file, that only its beginning was looked at. */
export function sizeInWords({ fields, rows_seen, whole }: TableLook): string {
  const columns = t("{n, plural, one {# column} other {# columns}}", { n: fields.length });
  const rows = whole
    ? t("{n, plural, one {# row} other {# rows}}", { n: rows_seen })
    : t("the first {n} rows looked at", { n: figure(rows_seen) });
  return t("{columns}, {rows}", { columns, rows });
}

/** "5 threads, 43 comments in the first 200 rows", and what is left out of them. */
export function trialInWords({ counts, sampled_rows, whole }: Trial): string {
  const found = t(
    "{threads, plural, one {# thread} other {# threads}}, {comments, plural, one {# comment} other {# comments}}",
    { threads: counts.threads, comments: counts.comments },
  );
  const { skipped, failed } = counts;
  const said = whole
    ? t("{found} in {n, plural, one {the only row} other {all # rows}}", { found, n: sampled_rows })
    : t("{found} in the first {n, plural, one {row} other {# rows}}", { found, n: sampled_rows });
  return skipped + failed === 0
    ? said
    : t("{said}; {skipped} skipped, {failed} failed", { said, skipped, failed });
}

const ORIGINS: Readonly<Record<TableLook["origin"], string>> = {
  guessed: msg(
    "Guessed from the names and what stands in them. Look at the threads that come of it: are they right?",
  ),
  remembered: msg("Filled in as this corpus remembers it for files with these columns."),
  given: msg("Filled in as it came with the file."),
};

export const originInWords = (origin: TableLook["origin"]): string => t(ORIGINS[origin]);

/** What a mapping leaves open although it can be read so. */
export function hintsOf({ fields, nested, records }: TableMapping): string[] {
  const hints: string[] = [];
  if (fields.parent && !fields.id)
    hints.push(
      t("“{column}” says what each one answers, but no column holds their own ids.", {
        column: fields.parent,
      }),
    );
  // Records inside of others are told apart by those, such as “threads.*.comments.*”.
  const inside = nested !== null || (records ?? "").split("*").length > 2;
  if (!fields.thread && !inside) hints.push(t("No column says to which thread each one belongs."));
  if (!fields.author) hints.push(t("No column holds the authors."));
  if (!fields.written_at) hints.push(t("No column holds dates."));
  return hints;
}
