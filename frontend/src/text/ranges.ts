/** Sets of whole numbers as sorted half-open ranges: what was seen of a thread. */

export type Ranges = readonly (readonly [from: number, to: number])[];

export function hasNumber(ranges: Ranges, number: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.[1] ?? 0) <= number) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.[0] ?? Number.POSITIVE_INFINITY) <= number;
}

/** The same set with a number more; the same array when it was in it. */
export function withNumber(ranges: Ranges, number: number): Ranges {
  if (hasNumber(ranges, number)) return ranges;
  return tidied([...ranges, [number, number + 1]]);
}

/** Sorted, with what touches or overlaps made one. */
export function tidied(ranges: Ranges): Ranges {
  const tidy: [number, number][] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = tidy.at(-1);
    if (to <= from) continue;
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else tidy.push([from, to]);
  }
  return tidy;
}
