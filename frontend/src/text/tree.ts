/**
 * The outline of a thread: one row per post in reading order, with its indent and first words. No DOM, no codes.
 */

export const MAX_INDENT = 4;

export interface TreePost {
  readonly id: number;
  readonly parent: number | null;
  readonly depth: number;
  readonly number: number;
  readonly text: string;
  readonly author: { readonly name: string } | null;
}

export interface TreeRow {
  readonly id: number;
  readonly index: number;
  /** 0 to 4: deeper replies stay at the fourth step and only say whom they answer. */
  readonly indent: number;
  readonly firstWords: string;
  /** The post it answers, when that is another comment. */
  readonly answers: { readonly id: number; readonly number: number; readonly name: string } | null;
}

/** `all`: the posts that may be answered, those that are not shown, too. */
export function treeRows(posts: readonly TreePost[], all: readonly TreePost[] = posts): TreeRow[] {
  const byId = new Map(all.map((post) => [post.id, post]));
  return posts.map((post, index) => {
    const parent = post.parent === null ? undefined : byId.get(post.parent);
    let words: string | undefined;
    const answered = parent !== undefined && parent.number > 0 ? parent : undefined;
    return {
      id: post.id,
      index,
      indent: Math.min(Math.max(post.depth, 0), MAX_INDENT),
      // Worked out when first shown: a long thread has thousands.
      get firstWords() {
        words ??= firstWords(post.text);
        return words;
      },
      answers: answered
        ? { id: answered.id, number: answered.number, name: answered.author?.name ?? "" }
        : null,
    };
  });
}

/** About sixty characters of the beginning on one line, cut at a blank, never inside a character. */
export function firstWords(text: string, length = 60): string {
  const line = text
    .slice(0, length * 4)
    .replace(/\s+/gu, " ")
    .trim();
  const letters = Array.from(line);
  if (letters.length <= length) return line;
  const cut = letters.slice(0, length).join("");
  const blank = cut.lastIndexOf(" ");
  return blank > length / 2 ? cut.slice(0, blank) : cut;
}
