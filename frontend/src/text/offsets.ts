/**
 * Positions in one text: Unicode code points (what the server stores) to and from UTF-16 code units (what the DOM uses).
 * Nothing here knows the DOM.
 */

/** A position in UTF-16 units that was translated to code points. `split`: it lay inside a surrogate pair. */
export interface CodePointPosition {
  readonly position: number;
  readonly split: boolean;
}

export interface Offsets {
  /** Length in code points. */
  readonly length: number;
  /** Code points to UTF-16 units. Positions beyond the end are clamped to it. */
  toU16(codePoint: number): number;
  /** UTF-16 units to code points. Inside a surrogate pair: the pair's beginning, marked `split`. */
  toCodePoint(unit: number): CodePointPosition;
  /** The text between two code-point positions. */
  slice(start: number, end: number): string;
}

const NO_ASTRALS = new Uint32Array(0);

/** Code-point positions of the characters that take two UTF-16 units, in order. Almost always empty. */
export function astralPositions(text: string): Uint32Array {
  const found: number[] = [];
  for (let unit = 0; unit + 1 < text.length; unit += 1) {
    if (isPairAt(text, unit)) {
      found.push(unit - found.length);
      unit += 1;
    }
  }
  return found.length === 0 ? NO_ASTRALS : Uint32Array.from(found);
}

export function offsetsOf(text: string): Offsets {
  const astrals = astralPositions(text);
  const length = text.length - astrals.length;
  const toU16 = (codePoint: number): number => {
    const inside = Math.min(Math.max(codePoint, 0), length);
    return inside + countBelow(astrals, inside);
  };
  const toCodePoint = (unit: number): CodePointPosition => {
    const inside = Math.min(Math.max(unit, 0), text.length);
    const split = inside > 0 && inside < text.length && isPairAt(text, inside - 1);
    const whole = split ? inside - 1 : inside;
    return { position: whole - pairsBefore(astrals, whole), split };
  };
  return {
    length,
    toU16,
    toCodePoint,
    slice: (start, end) => text.slice(toU16(start), toU16(end)),
  };
}

function isPairAt(text: string, unit: number): boolean {
  const high = text.charCodeAt(unit);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(unit + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}

/** How many entries of the sorted table are smaller than `value`. */
function countBelow(table: Uint32Array, value: number): number {
  let low = 0;
  let high = table.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((table[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many surrogate pairs begin before the UTF-16 position: pair number i begins at table[i] + i. */
function pairsBefore(table: Uint32Array, unit: number): number {
  let low = 0;
  let high = table.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((table[middle] as number) + middle < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}
