/** The shapes of the REST contract's resources. */

export type Role = "owner" | "manager" | "adjudicator" | "coder" | "reader";
export type Action =
  | "read"
  | "code"
  | "create_code"
  | "edit_codebook"
  | "adjudicate"
  | "upload"
  | "export"
  | "manage_members"
  | "manage_corpus"
  | "delete_corpus";
export type Level = "passage" | "post" | "thread";
export type Precision = "second" | "minute" | "day" | "relative" | "none";
/** Half-open, in Unicode code points. */
export type Span = [start: number, end: number];

export interface User {
  id: number;
  username: string;
  name: string;
}
export interface Preferences {
  language?: string;
  theme?: "light" | "dark" | "system";
  keys?: Record<string, number>;
  [name: string]: unknown;
}
export interface Me extends User {
  email: string;
  preferences: Preferences;
}

export interface Corpus {
  id: number;
  title: string;
  description: string;
  languages: string[];
  timezone: string;
  licence: string;
  ethics_note: string;
  coders_create_codes: boolean;
  role: Role;
  actions: Action[];
  counts: {
    uploads: number;
    threads: number;
    posts: number;
    comments: number;
    participants: number;
    codes: number;
    annotations: number;
  };
  created_at: string;
  version: number;
}

export interface Participant {
  id: number;
  name: string;
}

export interface ThreadItem {
  id: number;
  title: string;
  site: string;
  url: string;
  author: Participant | null;
  written_at: string | null;
  written_at_precision: Precision;
  language: string;
  attributes: Record<string, unknown>;
  counts: { comments: number; annotations: number; words: number };
  upload: string | null;
  progress: { mine: "new" | "reading" | "done" };
  version: number;
}

export interface PostLink {
  kind: "quotes" | "mentions" | "addresses";
  post: number;
  start: number;
  end: number;
  confidence: number;
}
export interface Post {
  id: number;
  thread: number;
  kind: "entry" | "comment" | "pingback" | "trackback";
  number: number;
  parent: number | null;
  parent_how: "export" | "markup" | "indent" | "manual" | null;
  depth: number;
  author: (Participant & { is_entry_author: boolean }) | null;
  written_at: string | null;
  written_at_raw: string | null;
  written_at_precision: Precision;
  url: string | null;
  external_id: string | null;
  status: "approved" | "pending" | "spam" | "trash" | "deleted" | "draft" | "private";
  language: string | null;
  text: string;
  text_version: number;
  sentences: Span[];
  paragraphs: Span[];
  links: PostLink[];
  flags: string[];
  source: { upload: string; start: number; end: number } | null;
  version: number;
}
export interface Thread extends ThreadItem {
  categories: string[];
  posts: Post[];
}

export interface Code {
  id: number;
  parent: number | null;
  name: string;
  path: string[];
  /** A pigment by name ("lapis"), or #rrggbb. */
  colour: string;
  definition: string;
  include: string;
  exclude: string;
  examples: string[];
  key: string;
  levels: Level[];
  position: number;
  archived: boolean;
  counts: { own: number; subtree: number };
  version: number;
}

export interface Annotation {
  id: string;
  corpus: number;
  thread: number;
  post: number | null;
  code: number;
  level: Level;
  start: number | null;
  end: number | null;
  quote: string | null;
  text_version: number | null;
  state: "live" | "orphan";
  coder: User;
  memo: string;
  version: number;
  created_at: string;
  updated_at: string;
}

export type Severity = "info" | "warning" | "error";
export interface UploadProblem {
  code: string;
  severity: Severity;
  message: string;
  hint: string;
  item: string;
  start: number | null;
  end: number | null;
}
export interface Progress {
  done: number;
  total: number | null;
  unit: string;
}
export type UploadStatus =
  | "queued"
  | "reading"
  | "review"
  | "loading"
  | "indexing"
  | "done"
  | "failed"
  | "cancelled";
export interface Upload {
  id: string;
  name: string;
  size: number;
  sha256: string;
  status: UploadStatus;
  progress: Progress;
  format: { name: string; confidence: number; reason: string } | null;
  counts: {
    threads: number;
    entries: number;
    comments: number;
    other: number;
    found: number;
    imported: number;
    skipped: number;
    failed: number;
    declared: number | null;
  };
  problems: { total: number; by_code: Record<string, number>; first: UploadProblem[] };
  accounted: boolean;
  duplicate_of: string | null;
  created_at: string;
  finished_at: string | null;
  version: number;
}

export interface Hit {
  thread: number | { id: number; title: string };
  post: number | { id: number; number: number; kind: string };
  start: number;
  end: number;
  left: string;
  hit: string;
  right: string;
  author: string | Participant | null;
  written_at: string | null;
  codes: number[];
}
export interface Hits {
  count: number;
  exact: boolean;
  next: string | null;
  results: Hit[];
}

export interface Member {
  user: User;
  role: Role;
  joined_at: string;
  version: number;
}
