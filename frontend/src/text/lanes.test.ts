import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignLanes, LANES, overlaps, type Span } from "./lanes";

const spans: fc.Arbitrary<Span[]> = fc
  .array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 30 })), { maxLength: 25 })
  .map((pairs) =>
    pairs.map(([start, length], index) => ({ key: `k${index}`, start, end: start + length })),
  );

describe("lanes", () => {
  it("never hold two annotations on one spot, and there are four", () => {
    fc.assert(
      fc.property(spans, (list) => {
        const lanes = assignLanes(list);
        for (const a of list) {
          const lane = lanes.get(a.key);
          if (lane === null || lane === undefined) continue;
          expect(lane).toBeLessThan(LANES);
          for (const b of list) {
            if (a !== b && lanes.get(b.key) === lane) expect(overlaps(a, b)).toBe(false);
          }
        }
      }),
    );
  });

  it("stay with their annotations when another is added", () => {
    fc.assert(
      fc.property(spans, fc.nat(60), fc.integer({ min: 1, max: 30 }), (list, start, length) => {
        const before = assignLanes(list);
        const after = assignLanes([...list, { key: "new", start, end: start + length }], before);
        for (const [key, lane] of before) expect(after.get(key)).toBe(lane);
      }),
    );
  });

  it("stay with their annotations when another is removed, unless one had none", () => {
    fc.assert(
      fc.property(spans, fc.nat(24), (list, which) => {
        const before = assignLanes(list);
        const left = list.filter((_, index) => index !== which);
        const after = assignLanes(left, before);
        for (const span of left) {
          if (before.get(span.key) !== null) expect(after.get(span.key)).toBe(before.get(span.key));
        }
      }),
    );
  });

  it("are refused only where four others really overlap the span", () => {
    fc.assert(
      fc.property(spans, (list) => {
        const lanes = assignLanes(list);
        for (const span of list) {
          if (lanes.get(span.key) !== null) continue;
          const others = list.filter((other) => other !== span && overlaps(other, span));
          expect(others.length).toBeGreaterThanOrEqual(LANES);
        }
      }),
    );
  });

  it("are shared by passages that merely touch", () => {
    const lanes = assignLanes([
      { key: "a", start: 0, end: 5 },
      { key: "b", start: 5, end: 9 },
    ]);
    expect([...lanes.values()]).toEqual([0, 0]);
  });
});
