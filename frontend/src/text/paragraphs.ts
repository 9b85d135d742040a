/**
 * The paragraphs of a text, as UTF-16 ranges: runs of non-blank lines, the rule the server segments by.
 * The reader shows each as one text node; the blank lines between them are never shown, yet belong to a quote that spans them.
 */

import type { UnitRange } from "./graphemes";

export function paragraphsOf(text: string): UnitRange[] {
  const found: UnitRange[] = [];
  let start = -1;
  let end = 0;
  let line = 0;
  while (line <= text.length) {
    const feed = text.indexOf("\n", line);
    const lineEnd = feed === -1 ? text.length : feed;
    const blank = text.slice(line, lineEnd).trim() === "";
    if (!blank) {
      if (start === -1) start = line;
      end = lineEnd;
    } else if (start !== -1) {
      found.push({ start, end });
      start = -1;
    }
    line = lineEnd + 1;
  }
  if (start !== -1) found.push({ start, end });
  return found;
}
