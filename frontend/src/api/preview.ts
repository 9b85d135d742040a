/** What was found in an upload before it is loaded: the one answer whose inside the schema leaves open. */
import type { Correction } from "./corrections";
import type { Post, Precision, Upload, UploadProblem } from "./types";

export type MarkKind = "number" | "author" | "date";

export interface PreviewPost {
  number: number;
  kind: Post["kind"];
  author: string | null;
  is_entry_author: boolean;
  written_at: string | null;
  written_at_raw: string | null;
  written_at_precision: Precision;
  status: Post["status"];
  depth: number;
  parent: number | null;
  start: number | null;
  end: number | null;
  /** The post's first words. */
  first: string;
  words: number;
  flags: string[];
  /** Where its number, author and date stand in the text. */
  marks: [kind: MarkKind, start: number, end: number][];
  /** How sure the reader is, 0 to 1. */
  confidence: number;
}
export interface PreviewThread {
  title: string;
  site: string | null;
  author: string | null;
  comments: number;
  declared: number | null;
  posts: PreviewPost[];
}
export type TileKind = "entry" | "comment" | "header" | "furniture" | "unassigned";
/** What was found in an upload before it is loaded. Positions are code points of `text`. */
export interface Preview {
  format: { name: string; confidence: number; reason: string };
  problems: UploadProblem[];
  counts: Upload["counts"];
  threads: PreviewThread[];
  /** Threads that are not shown. */
  left_out: number;
  tiles: [kind: TileKind, start: number, end: number][];
  text: string | null;
  text_cut: boolean;
  /** Codes of problems that ask for a look. */
  doubts: string[];
  accounted: boolean;
  sure: boolean;
  corrections: Correction[];
}
