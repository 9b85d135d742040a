/** What stands behind the question mark of an address, read with care: people write there, too. */
import type { MemoFilter, TargetType } from "@/api/memos";
import type { Place } from "./ahead";

type Given = Record<string, unknown>;

/** The chosen code, and which of its passages are gone through. */
type CodePlace = { code?: number; look?: "all" | "again" };

export const codebookSearch = ({ code, look }: Given): CodePlace => ({
  ...(Number.isInteger(Number(code ?? Number.NaN)) ? { code: Number(code) } : {}),
  ...(look === "all" || look === "again" ? { look } : {}),
});

export const memosSearch = (given: Given): MemoFilter => ({
  ...(given.q ? { q: String(given.q) } : {}),
  ...(given.kind ? { kind: String(given.kind) } : {}),
  ...(given.author ? { author: Number(given.author) } : {}),
  ...(given.target_type ? { target_type: given.target_type as TargetType } : {}),
});

const texts = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [given]).filter((one) => typeof one === "string" && one !== "");

export const threadsSearch = (given: Given): { q?: string; sort?: string; where?: string[] } => ({
  ...(texts(given.where).length > 0 ? { where: texts(given.where) } : {}),
  ...(given.q ? { q: String(given.q) } : {}),
  ...(given.sort ? { sort: String(given.sort) } : {}),
});

export const wordsSearch = (given: Given): { q?: string } =>
  given.q === undefined ? {} : { q: String(given.q) };

export const withKey = (given: Given): { key?: string } =>
  given.key === undefined ? {} : { key: String(given.key) };

const PLACE = ["post", "start", "end"] as const;
const SHOWN = ["code", "under", "coder", "level", "posts", "colour", "print"] as const;
/** What the reader shows and how: it reads them itself. */
type Shown = Partial<Record<(typeof SHOWN)[number], string>>;

export const readerSearch = (given: Given): Place & Shown => ({
  ...Object.fromEntries(
    PLACE.filter((name) => given[name] !== undefined).map((name) => [name, Number(given[name])]),
  ),
  ...Object.fromEntries(
    SHOWN.filter((name) => given[name] !== undefined).map((name) => [name, String(given[name])]),
  ),
});
