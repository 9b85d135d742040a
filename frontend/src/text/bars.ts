/**
 * Where the margin's bars and names stand. Works on measured boxes (px, from the top of the post); measures nothing.
 */

export const BAR_COLUMNS = 5;
export const NAME_STEP = 24;

export interface MeasuredGloss {
  readonly key: string;
  /** Top and bottom of the passage's lines. */
  readonly top: number;
  readonly bottom: number;
  /** Height of the name's button. */
  readonly height: number;
}

export interface PlacedGloss {
  readonly key: string;
  readonly nameTop: number;
  /** Column 0 to 4, or `null` when five bars already stand beside these lines. */
  readonly column: number | null;
}

/** Bars in up to five columns by vertical overlap; names that would collide move down, at least 24 px apart. */
export function placeGlosses(glosses: readonly MeasuredGloss[]): PlacedGloss[] {
  const columns: number[] = [];
  let below = Number.NEGATIVE_INFINITY;
  return glosses.map((gloss) => {
    const nameTop = Math.max(gloss.top, below);
    below = nameTop + Math.max(NAME_STEP, gloss.height);
    let column = columns.findIndex((bottom) => bottom <= gloss.top + 2);
    if (column === -1) column = columns.length;
    if (column >= BAR_COLUMNS) return { key: gloss.key, nameTop, column: null };
    columns[column] = gloss.bottom;
    return { key: gloss.key, nameTop, column };
  });
}

/** The lowest point that names and bars reach: a post must be at least this high. */
export function heightOf(
  glosses: readonly MeasuredGloss[],
  placed: readonly PlacedGloss[],
): number {
  let lowest = 0;
  placed.forEach((place, index) => {
    lowest = Math.max(lowest, place.nameTop + Math.max(NAME_STEP, glosses[index]?.height ?? 0));
  });
  return lowest;
}
