/** The words of a memo's Markdown links without their addresses, for where only words are shown. */

const LINK = /!?\[((?:\\.|[^[\]\\])*)\]\((?:\\.|[^()\s\\])*\)/g;

/** `See [Irony](catena:code/12)` becomes `See Irony`. */
export function withoutAddresses(text: string): string {
  return text.replace(LINK, (_, words: string) => words.replace(/\\([\\[\]])/g, "$1"));
}
