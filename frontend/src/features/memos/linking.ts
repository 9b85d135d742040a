/** Links in a memo's text: where one is being written, and how it comes in. Pure. */
import type { TargetType } from "@/api/memos";

/** The `[[` before the caret that has no end yet, and what was typed after it. UTF-16 units. */
export function openLink(text: string, caret: number): { from: number; typed: string } | null {
  const from = text.lastIndexOf("[[", caret - 1);
  if (from < 0 || from + 2 > caret) return null;
  const typed = text.slice(from + 2, caret);
  return /[\]\n]/.test(typed) ? null : { from, typed };
}

/** Square brackets and backslashes would end a link's words early. */
export function linkTo(type: TargetType, id: string | number, words: string): string {
  const safe = words.replace(/\s+/g, " ").replace(/[\\[\]]/g, "\\$&");
  return `[${safe}](catena:${type}/${id})`;
}

/** The text with a link in place of `[[typed`, and where the caret is then. */
export function withLink(text: string, from: number, to: number, link: string) {
  return { text: text.slice(0, from) + link + text.slice(to), caret: from + link.length };
}
