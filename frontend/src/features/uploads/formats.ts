/** The formats that Catena reads, by the names that people know. */
import { msg, t } from "@/ui/i18n";

const NAMES: Readonly<Record<string, string>> = {
  "text-capture": msg("Copied page (text)"),
  "wordpress-classic-text": msg("Copied page of a classic WordPress theme (text)"),
  "html-page": msg("Saved page (HTML)"),
  wxr: msg("WordPress export (WXR)"),
  "disqus-xml": msg("Disqus export (XML)"),
  "blogger-atom": msg("Blogger export (Atom)"),
  feed: msg("Feed (RSS or Atom)"),
  "movable-type": msg("Movable Type or TypePad export"),
  "ghost-json": msg("Ghost export (JSON)"),
  "commento-json": msg("Commento export (JSON)"),
  remark42: msg("remark42 export (JSON)"),
  "isso-json": msg("isso export (JSON)"),
  "reddit-json": msg("Reddit (JSON)"),
  "hacker-news-json": msg("Hacker News (JSON)"),
  "4cat": msg("4CAT data set"),
  "youtube-comments": msg("YouTube comments"),
  mail: msg("Mails (mbox, eml)"),
  warc: msg("Web archive (WARC)"),
  mhtml: msg("Saved page (MHTML)"),
  convokit: msg("ConvoKit corpus"),
  tei: msg("TEI, computer-mediated communication"),
  table: msg("Table (CSV, TSV)"),
  spreadsheet: msg("Table (Excel, OpenDocument)"),
  "json-records": msg("Records in JSON"),
  "xml-records": msg("Records in XML"),
  "threads-jsonl": msg("Threads JSONL"),
  zip: msg("ZIP archive"),
  tar: msg("tar archive"),
  gzip: msg("Compressed file (gzip)"),
  bzip2: msg("Compressed file (bzip2)"),
  xz: msg("Compressed file (xz)"),
};

/** Formats that do not say themselves what stands where. */
const MAPPED: ReadonlySet<string> = new Set([
  "table",
  "spreadsheet",
  "json-records",
  "xml-records",
]);

export const isMapped = (name: string): boolean => MAPPED.has(name);

/** A new format shows its own name until it has another. */
export const formatName = (name: string): string => t(NAMES[name] ?? name);
