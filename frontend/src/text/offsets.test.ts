import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hardText, textAndSpan } from "./adversarial";
import { offsetsOf } from "./offsets";

describe("positions in a text", () => {
  it("cut the same characters as counting code points one by one", () => {
    fc.assert(
      fc.property(textAndSpan, ({ text, start, end }) => {
        const naive = Array.from(text).slice(start, end).join("");
        expect(offsetsOf(text).slice(start, end)).toBe(naive);
      }),
      { numRuns: 2000 },
    );
  });

  it("come back unchanged from UTF-16, or say that they were inside a pair", () => {
    fc.assert(
      fc.property(hardText, (text) => {
        const offsets = offsetsOf(text);
        for (let unit = 0; unit <= text.length; unit += 1) {
          const { position, split } = offsets.toCodePoint(unit);
          expect(offsets.toU16(position)).toBe(split ? unit - 1 : unit);
          const low = text.charCodeAt(unit);
          expect(split).toBe(unit < text.length && low >= 0xdc00 && low <= 0xdfff);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("count code points, as the server does", () => {
    fc.assert(
      fc.property(hardText, (text) => {
        expect(offsetsOf(text).length).toBe(Array.from(text).length);
      }),
    );
  });

  it("behind a tomato are one less than in UTF-16", () => {
    const offsets = offsetsOf("the 🍅 on the roof");
    expect(offsets.toCodePoint(6)).toEqual({ position: 5, split: false });
    expect(offsets.toCodePoint(5)).toEqual({ position: 4, split: true });
    expect(offsets.toU16(5)).toBe(6);
  });
});
