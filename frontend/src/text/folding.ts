/** Folding a reply tree that is written down in reading order: which rows are left when some branches are closed. */

export interface Depths {
  readonly depth: number;
}

/** For each row, the index after its last descendant. */
export function branchEnds(rows: readonly Depths[]): Int32Array {
  const ends = new Int32Array(rows.length).fill(rows.length);
  const open: number[] = [];
  rows.forEach(({ depth }, index) => {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if ((rows[top]?.depth ?? 0) < depth) break;
      ends[top] = index;
      open.pop();
    }
    open.push(index);
  });
  return ends;
}

/** Indices of the rows that are not below a closed one. */
export function unfolded(ends: Int32Array, isClosed: (index: number) => boolean): number[] {
  const shown: number[] = [];
  for (let index = 0; index < ends.length; ) {
    shown.push(index);
    index = isClosed(index) ? (ends[index] ?? index + 1) : index + 1;
  }
  return shown;
}

/** The nearest row above with a smaller depth, or -1. */
export function parentOf(rows: readonly Depths[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let above = index - 1; above >= 0; above -= 1) {
    if ((rows[above]?.depth ?? 0) < depth) return above;
  }
  return -1;
}
