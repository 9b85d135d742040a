/** Drafts of memos, kept in the browser so that a reload or a crash loses no word. */
import type { Target } from "@/api/memos";

export interface Draft {
  /** The memo's id; made with the draft, so that sending it twice makes one memo. */
  id: string;
  text: string;
  kind: string;
}

const keyOf = (corpus: number, { type, id }: Target, memo: string | null) =>
  `catena.memo.${corpus}.${type}.${id}.${memo ?? "new"}`;

export function keptDraft(corpus: number, target: Target, memo: string | null): Draft | null {
  try {
    const kept = localStorage.getItem(keyOf(corpus, target, memo));
    const draft: unknown = kept ? JSON.parse(kept) : null;
    return isDraft(draft) ? draft : null;
  } catch {
    return null;
  }
}

function isDraft(value: unknown): value is Draft {
  const { id, text, kind } = (value ?? {}) as Record<string, unknown>;
  return typeof id === "string" && typeof text === "string" && typeof kind === "string";
}

/** Keeps a draft, or forgets it. */
export function keepDraft(
  corpus: number,
  target: Target,
  memo: string | null,
  draft: Draft | null,
): void {
  try {
    const key = keyOf(corpus, target, memo);
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch {
    // Storage is forbidden: the draft lives as long as its page.
  }
}
