import { beforeEach, describe, expect, it } from "vitest";
import { paragraphsOf } from "./paragraphs";
import { passageFromRange, passageOf, passageText } from "./selection";

const TEXTS = new Map([
  [1, passageText("The 🍅 on the roof.\n\nSecond paragraph 👩‍👩‍👧‍👦 here.")],
  [2, passageText("Another comment.")],
]);

let root: HTMLElement;

beforeEach(() => {
  root = document.createElement("div");
  for (const [id, { text }] of TEXTS) {
    const article = root.appendChild(document.createElement("article"));
    article.append(document.createElement("header"));
    for (const { start, end } of paragraphsOf(text)) {
      const block = article.appendChild(document.createElement("p"));
      block.dataset.post = String(id);
      block.dataset.at = String(start);
      block.append(text.slice(start, end));
    }
  }
  document.body.replaceChildren(root);
});

function select(from: [number, number], to: [number, number]): Range {
  const blocks = root.querySelectorAll("p");
  const range = document.createRange();
  range.setStart(blocks[from[0]]?.firstChild as Text, from[1]);
  range.setEnd(blocks[to[0]]?.firstChild as Text, to[1]);
  return range;
}

const passage = (range: Range, anchor?: Node) =>
  passageFromRange(root, range, (post) => TEXTS.get(post), { anchor });

describe("a selection becomes a passage", () => {
  it("in code points, with the quote cut from the text", () => {
    expect(passage(select([0, 4], [0, 9]))).toEqual({
      post: 1,
      start: 4,
      end: 8,
      quote: "🍅 on",
      clipped: false,
    });
  });

  it("over two paragraphs it is one passage with the blank line between them", () => {
    expect(passage(select([0, 14], [1, 6]))?.quote).toBe("roof.\n\nSecond");
  });

  it("over two posts it is clipped to the post where the selecting began, and says so", () => {
    expect(passage(select([1, 17], [2, 7]))).toMatchObject({ post: 1, clipped: true });
    const backwards = select([1, 17], [2, 7]);
    expect(passage(backwards, backwards.endContainer)).toMatchObject({
      post: 2,
      quote: "Another",
      clipped: true,
    });
  });

  it("that ends in the next paragraph's beginning, as a triple click does, holds the first only", () => {
    const range = select([0, 0], [1, 0]);
    expect(passage(range)?.quote).toBe("The 🍅 on the roof.");
  });

  it("that takes half an emoji takes all of it", () => {
    const family = "👩‍👩‍👧‍👦";
    expect(passage(select([1, 17], [1, 19]))?.quote).toBe(family);
    expect(passage(select([0, 5], [0, 6]))?.quote).toBe("🍅");
  });

  it("drops blanks at its ends, and blanks alone are none", () => {
    expect(passage(select([0, 6], [0, 10]))?.quote).toBe("on");
    expect(passage(select([0, 6], [0, 7]))).toBeNull();
  });

  it("works when a paragraph is cut into several nodes by the second renderer", () => {
    const block = root.querySelector("p") as HTMLElement;
    const mark = document.createElement("mark");
    mark.textContent = "🍅 on";
    block.replaceChildren("The ", mark, " the roof.");
    const range = document.createRange();
    range.setStart(mark.firstChild as Text, 3);
    range.setEnd(block.lastChild as Text, 4);
    expect(passage(range)).toMatchObject({ start: 6, end: 12, quote: "on the" });
  });

  it("of the whole article holds the whole text", () => {
    const range = document.createRange();
    range.selectNodeContents(root.firstElementChild as Element);
    expect(passage(range)?.quote).toBe(TEXTS.get(1)?.text);
  });
});

describe("a passage from positions", () => {
  it("is nothing for an empty range", () => {
    const source = TEXTS.get(2);
    if (source) expect(passageOf(2, source, { start: 3, end: 3 })).toBeNull();
  });
});
