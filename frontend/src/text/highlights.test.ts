import { beforeEach, expect, it, vi } from "vitest";
import { HighlightPainter, type Mark } from "./highlights";

class Painted extends Set<AbstractRange> {
  priority = 0;
}

class Range {
  constructor(init: StaticRangeInit) {
    Object.assign(this, init);
  }
}

const mark = (paint: string, lane: number): Mark => ({
  start: 0,
  end: 4,
  paint,
  lane,
  quiet: false,
  name: "",
});

let highlights: Map<string, Painted>;
let paragraph: HTMLParagraphElement;
let text: Text;

// The test's document has no highlights of its own.
beforeEach(() => {
  highlights = new Map();
  vi.stubGlobal("CSS", { highlights });
  vi.stubGlobal("Highlight", Painted);
  vi.stubGlobal("StaticRange", Range);
  paragraph = document.createElement("p");
  text = paragraph.appendChild(document.createTextNode("Tomatoes like heat."));
});

it("A paragraph names each highlight that lies on it once, so that no other is worked out for it", () => {
  new HighlightPainter().paint(text, [mark("c1", 0), mark("c3", 1), mark("c1", 0)]);
  expect(paragraph.dataset.paint).toBe("c1l0 c3l1");
  expect(highlights.get("c1l0")?.size).toBe(2);
});

it("Painted with other codes, or with none, a paragraph forgets those before", () => {
  const painter = new HighlightPainter();
  painter.paint(text, [mark("c1", 0)]);
  painter.paint(text, [mark("c2", 0)]);
  expect(paragraph.dataset.paint).toBe("c2l0");
  painter.paint(text, []);
  expect(paragraph.dataset.paint).toBeUndefined();
  expect([...highlights.values()].map(({ size }) => size)).toEqual([0, 0]);
});
