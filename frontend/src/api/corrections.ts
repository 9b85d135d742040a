/** Corrections of a reading: operations on the file's text, kept with the upload and replayed. */
import { send } from "./client";
import type { Post } from "./types";

/** Positions are code points of the decoded file; a post is named by any position inside it. */
export type Operation =
  | { op: "split" | "join"; at: number }
  | { op: "bound"; at: number; start: number; end: number }
  | { op: "author"; at: number; name: string | null }
  | { op: "date"; at: number; written_at: string | null }
  | { op: "parent"; at: number; parent: number | null }
  | { op: "kind"; at: number; kind: Post["kind"] }
  | { op: "leave"; start: number; end: number; as: "furniture" | "header" }
  | { op: "post"; start: number; end: number; kind: Post["kind"] }
  | { op: "title"; title: string }
  | { op: "settle"; code: string; at: number };

export interface Correction {
  id: number;
  operation: Operation;
  by: { id: number; username: string; name: string } | null;
  at: string;
}

export const correct = (c: number, u: string, operation: Operation) =>
  send<Correction>("POST", `/corpora/${c}/uploads/${u}/corrections/`, { body: operation });

/** Takes a correction back; the others stay. */
export const takeBack = (c: number, u: string, id: number) =>
  send("DELETE", `/corpora/${c}/uploads/${u}/corrections/${id}/`);

export interface Difference {
  threads: Record<"same" | "changed" | "new" | "missing", number>;
  posts: Record<"same" | "changed" | "new" | "missing", number>;
  items: { what: string; change: string; number: number | null; before: string; after: string }[];
}

/** What reading the file again would change; nothing is changed yet. */
export const difference = (c: number, u: string) =>
  send<Difference>("POST", `/corpora/${c}/uploads/${u}/reread/`, { body: { apply: false } });

export const reread = (c: number, u: string) =>
  send("POST", `/corpora/${c}/uploads/${u}/reread/`, { body: { apply: true } });
