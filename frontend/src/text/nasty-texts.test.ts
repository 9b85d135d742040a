import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { offsetsOf } from "./offsets";
import { paragraphsOf } from "./paragraphs";
import { stretchesIn } from "./places";
import { passageFromRange, passageOf, passageText } from "./selection";

interface Golden {
  readonly texts: readonly {
    readonly name: string;
    readonly text: string;
    readonly passages: readonly {
      readonly start: number;
      readonly end: number;
      readonly quote: string;
      readonly drawn: readonly [start: number, end: number];
    }[];
  }[];
}

const FILE = resolve(import.meta.dirname, "../../../tests/data/nasty-texts.json");
const { texts } = JSON.parse(readFileSync(FILE, "utf8")) as Golden;

describe.each(texts)("a text with $name", ({ text, passages }) => {
  const source = passageText(text);

  it("is cut at code points as the server cuts it, and back", () => {
    const offsets = offsetsOf(text);
    for (const { start, end, quote } of passages) {
      expect(offsets.slice(start, end)).toBe(quote);
      expect(offsets.toCodePoint(offsets.toU16(end))).toEqual({ position: end, split: false });
    }
  });

  it("gives exactly the passages of the golden file for what hands draw", () => {
    for (const { drawn, ...passage } of passages) {
      const made = passageOf(7, source, { start: drawn[0], end: drawn[1] });
      expect(made).toEqual({ post: 7, clipped: false, ...passage });
    }
  });

  it("gives the same from a selection on the page", () => {
    const root = document.createElement("div");
    for (const { start, end } of paragraphsOf(text)) {
      const block = root.appendChild(document.createElement("p"));
      block.dataset.post = "7";
      block.dataset.at = String(start);
      block.append(text.slice(start, end));
    }
    for (const { drawn, ...passage } of passages) {
      const stretches = stretchesIn(root, drawn[0], drawn[1]);
      const [first, last] = [stretches[0], stretches.at(-1)];
      const range = document.createRange();
      range.setStart(first?.node as Text, first?.start ?? 0);
      range.setEnd(last?.node as Text, last?.end ?? 0);
      expect(passageFromRange(root, range, () => source)).toEqual({
        post: 7,
        clipped: false,
        ...passage,
      });
    }
  });
});
