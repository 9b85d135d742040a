/** What differs between two texts, word by word. Pure. */

export interface Piece {
  kind: "same" | "gone" | "new";
  text: string;
}

/** Above this many words times words the texts are shown whole, before and after. */
const MOST = 4_000_000;

const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s]/gu) ?? [];

function common(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const [row, below] = [table[i] as Uint32Array, table[i + 1] as Uint32Array];
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const longest = Math.max(below[j] as number, row[j + 1] as number);
      row[j] = before[i] === after[j] ? (below[j + 1] as number) + 1 : longest;
    }
  }
  return table;
}

/** The pieces of both texts in order; those that are the same or new make up `after`. */
export function wordDifference(before: string, after: string): Piece[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const whole: Piece[] = [
    { kind: "gone", text: before },
    { kind: "new", text: after },
  ];
  if (a.length * b.length > MOST) return whole;
  const table = common(a, b);
  const pieces: Piece[] = [];
  const add = (kind: Piece["kind"], text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add("same", a[i] as string);
      i += 1;
      j += 1;
    } else if (
      j >= b.length ||
      (i < a.length && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))
    ) {
      add("gone", a[i] as string);
      i += 1;
    } else {
      add("new", b[j] as string);
      j += 1;
    }
  }
  return pieces;
}
