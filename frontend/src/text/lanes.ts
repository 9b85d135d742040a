/**
 * Lanes under the text: an annotation takes the lowest lane that is free over its whole span and keeps it.
 * Knows spans and numbers only.
 */

export const LANES = 4;

export interface Span {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Lane 0 to 3, or `null` where four others already lie on some spot of the span. */
export type Lanes = ReadonlyMap<string, number | null>;

/**
 * Lanes for the spans of one text, oldest first. Who had a lane in `previous` keeps it as long as it is free there;
 * only newcomers, and those who had none, look for one. Half-open spans that merely touch don't overlap.
 */
export function assignLanes(spans: readonly Span[], previous: Lanes = new Map()): Lanes {
  const taken: Span[][] = Array.from({ length: LANES }, () => []);
  const lanes = new Map<string, number | null>();
  const waiting: Span[] = [];
  for (const span of spans) {
    const lane = previous.get(span.key);
    if (typeof lane === "number" && isFree(taken[lane], span)) {
      taken[lane]?.push(span);
      lanes.set(span.key, lane);
    } else waiting.push(span);
  }
  for (const span of waiting) {
    const lane = taken.findIndex((others) => isFree(others, span));
    taken[lane]?.push(span);
    lanes.set(span.key, lane === -1 ? null : lane);
  }
  return lanes;
}

export function overlaps(a: Pick<Span, "start" | "end">, b: Pick<Span, "start" | "end">): boolean {
  return a.start < b.end && b.start < a.end;
}

function isFree(others: readonly Span[] | undefined, span: Span): boolean {
  return others !== undefined && !others.some((other) => overlaps(other, span));
}
