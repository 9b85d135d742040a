import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textAndSpan } from "./adversarial";
import { offsetsOf } from "./offsets";
import { sentenceAround, sentenceStarts } from "./sentences";
import { type Snap, snapTo } from "./snapping";

const snaps = fc.constantFrom<Snap>("grapheme", "word", "sentence");
const TEXT =
  "It was theft. Nobody asked! “Why?” he said.\n\nDer Häuptling schweigt. 我不知道。他走了。";

const cut = (words: string, snap: Snap, text = TEXT) => {
  const start = text.indexOf(words);
  const range = snapTo(text, { start, end: start + words.length }, snap);
  return range && text.slice(range.start, range.end);
};

describe("snapping a selection", () => {
  it("widens to the words that were touched, and takes no neighbour", () => {
    expect(cut("body ask", "word")).toBe("Nobody asked");
    expect(cut("theft", "word")).toBe("theft");
    expect(cut(" theft. ", "word")).toBe("theft.");
    expect(cut("äupt", "word")).toBe("Häuptling");
  });

  it("widens to the sentences that were touched, without the blank behind them", () => {
    expect(cut("body", "sentence")).toBe("Nobody asked!");
    expect(cut("was theft. Nob", "sentence")).toBe("It was theft. Nobody asked!");
    expect(cut("知", "sentence")).toBe("我不知道。");
    expect(cut("schweigt", "sentence")).toBe("Der Häuptling schweigt.");
  });

  it("goes over paragraphs when the selection did", () => {
    expect(cut("said.\n\nDer", "sentence")).toBe("he said.\n\nDer Häuptling schweigt.");
  });

  it("leaves whole characters when exact", () => {
    expect(cut("od", "grapheme")).toBe("od");
    expect(cut("  ", "sentence", "a  b")).toBeNull();
  });

  it("never loses anything but blanks at the ends, and changes nothing the second time", () => {
    fc.assert(
      fc.property(textAndSpan, snaps, ({ text, start, end }, snap) => {
        const offsets = offsetsOf(text);
        const range = { start: offsets.toU16(start), end: offsets.toU16(end) };
        const bare = text.slice(range.start, range.end).trim();
        const snapped = snapTo(text, range, snap);
        if (bare === "") {
          expect(snapped).toBeNull();
          return;
        }
        if (snapped === null) throw new Error("lost");
        expect(text.slice(snapped.start, snapped.end)).toContain(bare);
        const inner = snapTo(text, range, "grapheme");
        expect(snapped.start).toBeLessThanOrEqual(inner?.start ?? -1);
        expect(snapped.end).toBeGreaterThanOrEqual(inner?.end ?? text.length + 1);
        expect(snapTo(text, snapped, snap)).toEqual(snapped);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("sentences", () => {
  it("begin where the one before has ended", () => {
    expect(sentenceStarts("One. Two? Three")).toEqual([0, 5, 10]);
    expect(sentenceAround(TEXT, TEXT.length)).toMatchObject({ end: TEXT.length });
  });

  it("cover a text without gaps: each place is in the sentence that begins last before it", () => {
    fc.assert(
      fc.property(textAndSpan, ({ text, start }) => {
        const at = offsetsOf(text).toU16(start);
        const sentence = sentenceAround(text, at);
        expect(sentence.start).toBeLessThanOrEqual(at);
        expect(sentence.end).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
