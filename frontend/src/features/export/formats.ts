/** The interface's words for the ways out: grouped by what they are for, each with one sentence. */
import type { FormatOut, What } from "@/api/types";
import { msg, t } from "@/ui/i18n";

export type Purpose = "tables" | "exchange" | "documents" | "archive";

export const PURPOSES: readonly { purpose: Purpose; says: string }[] = [
  { purpose: "tables", says: msg("Tables to count with") },
  { purpose: "exchange", says: msg("Another program") },
  { purpose: "documents", says: msg("Documents to read") },
  { purpose: "archive", says: msg("Archive and publish") },
];

const PURPOSE_OF: Readonly<Record<string, Purpose>> = {
  csv: "tables",
  xlsx: "tables",
  jsonl: "tables",
  parquet: "tables",
  docx: "documents",
  odt: "documents",
  html: "documents",
  package: "archive",
  catena: "archive",
};

/** What a format that is not known here is for: it was made for another program. */
export const purposeOf = (format: string): Purpose => PURPOSE_OF[format] ?? "exchange";

/** The formats that are tables. */
export const TABLES = new Set(["csv", "xlsx", "jsonl", "parquet"]);

/** The formats that can do without texts. */
export const STAND_OFF = new Set(["csv", "xlsx", "jsonl", "parquet", "package", "w3c", "qdpx"]);

const FOR: Readonly<Record<string, string>> = {
  csv: msg("R, pandas and every spreadsheet. One row each."),
  xlsx: msg("Excel and LibreOffice: all tables as sheets of one file."),
  jsonl: msg("Programs: one JSON object a line, lists as lists."),
  parquet: msg("DuckDB, pandas, polars, Hugging Face: columns with their types."),
  w3c: msg("The web’s standard for annotations, for tools that speak JSON-LD."),
  qdpx: msg("QualCoder, NVivo, MAXQDA, ATLAS.ti: texts, codes, codings and memos as a project."),
  qdc: msg("The codebook alone, for programs that read REFI-QDA."),
  tei: msg("TEI P5 with its chapter on conversations online: editions, corpora, archives."),
  convokit: msg("ConvoKit: who answers whom, for the study of conversations."),
  "cas-json": msg("INCEpTION and other programs built on UIMA, as JSON."),
  "cas-xmi": msg("INCEpTION and other programs built on UIMA, as XML."),
  docx: msg("Word: the codebook and the quotations of each code."),
  odt: msg("LibreOffice: the codebook and the quotations of each code."),
  html: msg("A page for the browser and the printer, without any program."),
  package: msg(
    "Five tables with their description, citation, note on methods and checksums, for a repository.",
  ),
  catena: msg("The whole corpus, to be brought into another Catena."),
};

/** What a format is good for, in one sentence; nothing for one that is not known here. */
export const sentenceOn = (format: string): string => (FOR[format] ? t(FOR[format]) : "");

const PROGRAMS: Readonly<Record<string, string>> = {
  standard: msg("Any program that keeps to the standard"),
  qualcoder: "QualCoder",
  nvivo: "NVivo",
  maxqda: "MAXQDA",
  atlasti: "ATLAS.ti",
  jsonld: msg("One JSON-LD document"),
  jsonl: msg("One annotation a line"),
};

export const programOf = (profile: string): string => t(PROGRAMS[profile] ?? profile);

const WHATS: Readonly<Record<What, string>> = {
  annotations: msg("Annotations: one row for each code that somebody gave"),
  posts: msg("Posts: all entries and comments, uncoded ones too"),
  threads: msg("Threads"),
  participants: msg("Participants: the names under which people wrote"),
  codebook: msg("Codebook: the codes with their definitions"),
};

export const contentsOf = (what: What): string => t(WHATS[what]);

const SHORT: Readonly<Record<What, string>> = {
  annotations: msg("Annotations"),
  posts: msg("Posts"),
  threads: msg("Threads"),
  participants: msg("Participants"),
  codebook: msg("Codebook"),
};

/** What an export is called in the list of those that were made. */
export function titleOf(
  { format, what }: { format: string; what: What },
  formats: readonly FormatOut[] = [],
): string {
  const known = formats.find((one) => one.name === format);
  const name = known?.says ?? format.toUpperCase();
  return (known?.whats.length ?? 2) > 1 ? `${t(SHORT[what])}, ${name}` : name;
}
