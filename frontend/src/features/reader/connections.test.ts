import { describe, expect, it } from "vitest";
import { connectionsOf, findWords } from "./connections";
import { post, thread } from "./fixtures";
import { indexAt, topsOf } from "./Minimap";
import { threadModel } from "./model";

describe("connections", () => {
  const link = (kind: "quotes" | "mentions", to: number, start: number, end: number) => ({
    kind,
    post: to,
    start,
    end,
    confidence: 0.9,
    target_start: null,
    target_end: null,
  });
  const model = threadModel(
    thread([
      post(0, "Entry."),
      post(1, "It was the nice man 🍅 upstairs."),
      post(2, "You say: “the nice man 🍅 upstairs”.", { links: [link("quotes", 101, 10, 33)] }),
      post(3, "Author 2 is right.", { parent: 102, links: [link("mentions", 102, 0, 8)] }),
    ]),
  );

  it("lead from a quotation to its source, and from the source to the quotation", () => {
    const all = connectionsOf(model);
    expect(all.get(102)?.to).toMatchObject([
      { kind: "quotes", post: 101, words: "the nice man 🍅 upstairs" },
    ]);
    expect(all.get(101)?.from).toMatchObject([{ kind: "quotes", post: 102 }]);
  });

  it("don't repeat whom a reply answers anyway", () => {
    expect(connectionsOf(model).has(103)).toBe(false);
  });

  it("find the quoted words again whatever their marks and case", () => {
    const text = "He said: It was THE nice – man!";
    const place = findWords(text, "it was, the nice man");
    expect(text.slice(place?.start, place?.end)).toBe("It was THE nice – man");
    expect(findWords(text, "somebody else")).toBeNull();
    expect(findWords(text, "…")).toBeNull();
  });

  it("of a long thread: the strip beside the scroll bar leads to the post that stands there", () => {
    const tops = topsOf(model.posts);
    expect(indexAt(tops, 0)).toBe(0);
    expect(indexAt(tops, 1)).toBe(3);
    model.posts.forEach((_, at) => {
      expect(indexAt(tops, (tops[at] ?? 0) + 1e-6)).toBe(at);
    });
  });
});
