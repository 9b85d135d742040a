/**
 * Words of a text: how many a passage has, and where the next or previous edge of one lies. UTF-16 units throughout.
 */

const segmenter = new Intl.Segmenter("und", { granularity: "word" });

export function countWords(text: string): number {
  let words = 0;
  for (const part of segmenter.segment(text)) if (part.isWordLike) words += 1;
  return words;
}

/** The end of the first word that ends after the position, else the end of the text. */
export function nextWordEnd(text: string, position: number): number {
  for (const part of segmenter.segment(text.slice(from(text, position)))) {
    const end = from(text, position) + part.index + part.segment.length;
    if (part.isWordLike && end > position) return end;
  }
  return text.length;
}

/** The start of the first word that begins after the position, else the end of the text. */
export function nextWordStart(text: string, position: number): number {
  for (const part of segmenter.segment(text.slice(from(text, position)))) {
    const start = from(text, position) + part.index;
    if (part.isWordLike && start > position) return start;
  }
  return text.length;
}

/** The start of the last word that begins before the position, else 0. */
export function previousWordStart(text: string, position: number): number {
  let found = 0;
  for (const part of segmenter.segment(text)) {
    if (part.index >= position) break;
    if (part.isWordLike) found = part.index;
  }
  return found;
}

/** The end of the last word that ends before the position, else 0. */
export function previousWordEnd(text: string, position: number): number {
  let found = 0;
  for (const part of segmenter.segment(text)) {
    const end = part.index + part.segment.length;
    if (end >= position) break;
    if (part.isWordLike) found = end;
  }
  return found;
}

/** The word that a position lies inside; at the edge of one, or between two, nothing but the position. */
export function wordAround(text: string, position: number): { start: number; end: number } {
  const begin = from(text, position);
  const feed = text.indexOf("\n", position);
  const line = text.slice(begin, feed === -1 ? text.length : feed);
  const found = segmenter.segment(line).containing(position - begin);
  const start = begin + (found?.index ?? 0);
  if (!found?.isWordLike || start === position) return { start: position, end: position };
  return { start, end: start + found.segment.length };
}

/** A safe place to begin segmenting: the line feed before the position. */
function from(text: string, position: number): number {
  return position <= 0 ? 0 : text.lastIndexOf("\n", position - 1) + 1;
}

/** At most `most` code points of a text, cut at the end of a word where there is one near, with an ellipsis. */
export function shortened(text: string, most: number): string {
  const letters = Array.from(text);
  if (letters.length <= most) return text;
  const cut = letters.slice(0, most + 1).join("");
  const end = cut.search(/\s\S*$/u);
  return `${end > cut.length / 2 ? cut.slice(0, end) : letters.slice(0, most).join("")} …`;
}
