import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textAndSpan } from "./adversarial";
import { snapToGraphemes } from "./graphemes";
import { offsetsOf } from "./offsets";

const whole = new Intl.Segmenter("und", { granularity: "grapheme" });

describe("snapping to whole characters", () => {
  it("never shrinks a range, and ends on boundaries of the whole text", () => {
    fc.assert(
      fc.property(textAndSpan, ({ text, start, end }) => {
        const offsets = offsetsOf(text);
        const range = { start: offsets.toU16(start), end: offsets.toU16(end) };
        const snapped = snapToGraphemes(text, range);
        expect(snapped.start).toBeLessThanOrEqual(range.start);
        expect(snapped.end).toBeGreaterThanOrEqual(
          range.end > range.start ? range.end : snapped.start,
        );
        const edges = new Set([text.length]);
        for (const part of whole.segment(text)) edges.add(part.index);
        expect(edges.has(snapped.start)).toBe(true);
        expect(edges.has(snapped.end)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(textAndSpan, ({ text, start, end }) => {
        const offsets = offsetsOf(text);
        const once = snapToGraphemes(text, {
          start: offsets.toU16(start),
          end: offsets.toU16(end),
        });
        expect(snapToGraphemes(text, once)).toEqual(once);
      }),
    );
  });

  it("takes the whole family when only the mother was selected", () => {
    const family = "👩‍👩‍👧‍👦";
    const text = `a ${family} b`;
    expect(snapToGraphemes(text, { start: 2, end: 4 })).toEqual({
      start: 2,
      end: 2 + family.length,
    });
  });
});
