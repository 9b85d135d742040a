import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hardText } from "./adversarial";
import { BAR_COLUMNS, NAME_STEP, placeGlosses } from "./bars";
import { highlightRules } from "./highlights";
import { paragraphsOf } from "./paragraphs";
import { segmentsOf } from "./segments";
import { firstWords, treeRows } from "./tree";
import { uuid7 } from "./uuid7";
import {
  countWords,
  nextWordEnd,
  nextWordStart,
  previousWordEnd,
  previousWordStart,
} from "./words";

describe("the margin", () => {
  const boxes = fc
    .array(fc.tuple(fc.nat(400), fc.nat(200), fc.integer({ min: 16, max: 60 })), { maxLength: 20 })
    .map((list) =>
      list
        .map(([top, length, height], i) => ({
          key: `${i}`,
          top,
          bottom: top + length + 20,
          height,
        }))
        .sort((a, b) => a.top - b.top),
    );

  it("keeps names at least 24 px apart and never above their passage", () => {
    fc.assert(
      fc.property(boxes, (glosses) => {
        const placed = placeGlosses(glosses);
        placed.forEach((place, index) => {
          expect(place.nameTop).toBeGreaterThanOrEqual(glosses[index]?.top ?? 0);
          const above = placed[index - 1];
          if (above) expect(place.nameTop - above.nameTop).toBeGreaterThanOrEqual(NAME_STEP);
        });
      }),
    );
  });

  it("stands bars that share lines in different columns, five at most", () => {
    fc.assert(
      fc.property(boxes, (glosses) => {
        const placed = placeGlosses(glosses);
        glosses.forEach((a, i) => {
          glosses.slice(i + 1).forEach((b, j) => {
            const columns = [placed[i]?.column, placed[i + 1 + j]?.column];
            if (columns[0] == null || columns[1] == null) return;
            expect(columns[0]).toBeLessThan(BAR_COLUMNS);
            if (a.top < b.bottom - 2 && b.top < a.bottom - 2)
              expect(columns[0]).not.toBe(columns[1]);
          });
        });
      }),
    );
  });
});

describe("paragraphs", () => {
  it("hold every character that is not blank, and no blank line", () => {
    fc.assert(
      fc.property(hardText, (text) => {
        const blocks = paragraphsOf(text);
        const shown = blocks.map(({ start, end }) => text.slice(start, end));
        expect(shown.join("").replace(/\s/gu, "")).toBe(text.replace(/\s/gu, ""));
        for (const block of shown) {
          for (const line of block.split("\n")) expect(line.trim()).not.toBe("");
        }
      }),
    );
  });
});

describe("the second renderer", () => {
  it("cuts a paragraph into segments that tile it", () => {
    const marks = fc.array(
      fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => ({
        start: Math.min(a, b),
        end: Math.max(a, b) + 1,
        paint: "c1",
        lane: 0,
        quiet: false,
        name: "A",
      })),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), marks, (length, list) => {
        const segments = segmentsOf(length, list);
        expect(segments[0]?.start).toBe(0);
        expect(segments.at(-1)?.end).toBe(length);
        segments.slice(1).forEach((segment, i) => {
          expect(segment.start).toBe(segments[i]?.end);
        });
        for (const mark of list) {
          const inside = segments.filter(({ marks }) => marks.includes(mark));
          const end = Math.min(mark.end, length);
          if (mark.start >= end) continue;
          expect(inside[0]?.start).toBe(mark.start);
          expect(inside.at(-1)?.end).toBe(end);
        }
      }),
    );
  });
});

describe("words", () => {
  it("are counted without marks and blanks", () => {
    expect(countWords("It happens, 🍅 EVERYWHERE: at my work")).toBe(6);
  });

  it("have edges to step to", () => {
    const text = "one two\n\nthree";
    expect(nextWordEnd(text, 3)).toBe(7);
    expect(nextWordEnd(text, 7)).toBe(text.length);
    expect(nextWordStart(text, 0)).toBe(4);
    expect(previousWordStart(text, 4)).toBe(0);
    expect(previousWordEnd(text, 7)).toBe(3);
  });
});

describe("the outline", () => {
  const post = (id: number, parent: number | null, depth: number) => ({
    id,
    parent,
    depth,
    number: id,
    text: `Text of  number\n${id}`,
    author: { name: `A${id}` },
  });

  it("indents replies four steps at most and says whom they answer", () => {
    const rows = treeRows([post(0, null, 0), post(1, 0, 0), post(2, 1, 1), post(3, 2, 7)]);
    expect(rows.map((row) => row.indent)).toEqual([0, 0, 1, 4]);
    expect(rows.map((row) => row.answers?.number ?? null)).toEqual([null, null, 1, 2]);
    expect(rows[1]?.firstWords).toBe("Text of number 1");
  });

  it("cuts first words at a blank and never inside a character", () => {
    expect(firstWords("🍅".repeat(80), 10)).toBe("🍅".repeat(10));
    expect(firstWords("alpha beta gamma", 12)).toBe("alpha beta");
  });
});

describe("identifiers and rules", () => {
  it("are UUIDs of version 7 that sort by time", () => {
    const early = uuid7(1_700_000_000_000);
    expect(early).toMatch(/^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid7(1_700_000_000_001) > early).toBe(true);
  });

  it("tint two lanes of four", () => {
    const rules = highlightRules();
    expect(rules).toContain('[data-paint~="c12l1"]::highlight(c12l1) { background-color');
    expect(rules).toContain("::highlight(c12l2) { text-decoration");
    expect(rules).not.toContain("::highlight(c12l0q) { background");
  });
});
