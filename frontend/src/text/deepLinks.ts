/** The part of an address that points into a thread: `#p12` a post by its number, `#p12@45-80` a passage in it (code points). */

export interface PlaceInThread {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

const PLACE = /^#?p(\d{1,9})(?:@(\d{1,9})-(\d{1,9}))?$/;

export function placeFromHash(hash: string): PlaceInThread | null {
  const [, number, start = "0", end = "0"] = PLACE.exec(hash) ?? [];
  if (number === undefined) return null;
  return { number: Number(number), start: Number(start), end: Number(end) };
}

export function hashOfPlace({ number, start, end }: PlaceInThread): string {
  return end > start ? `p${number}@${start}-${end}` : `p${number}`;
}
