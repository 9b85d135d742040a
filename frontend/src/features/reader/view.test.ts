import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALL_PAINTS, handPaint, SEVERAL } from "@/text/paints";
import { indexAnnotations } from "./annotations";
import { codebookOf } from "./codes";
import { codeCounts, coderCounts } from "./counts";
import { DENSE, marginOf } from "./density";
import { annotation, code, lookWith, NORA, post, thread } from "./fixtures";
import { byTopCode, codersOf, paintFor } from "./look";
import { marksOf } from "./marks";
import { threadModel } from "./model";
import {
  countOfFilters,
  EVERYTHING,
  LEVELS,
  postsOf,
  searchOf,
  type View,
  viewOf,
  wantedBy,
} from "./view";

const ILSE = { id: 2, username: "ilse", name: "Ilse Vantongeren" };
const book = codebookOf([
  code(1, "Framing", { colour: "kermes" }),
  code(2, "Normalising", { parent: 1, colour: "sap" }),
  code(3, "Excusing", { parent: 2, colour: "lapis" }),
  code(4, "Precedent", { colour: "woad" }),
]);

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 });
const views: fc.Arbitrary<View> = fc.record({
  codes: ids,
  under: ids,
  coders: ids,
  levels: fc.subarray([...LEVELS]),
  posts: fc.constantFrom("coded", "uncoded", null),
  colour: fc.constantFrom("code", "top", "coder", null),
});

describe("the view in the address", () => {
  it("shows whoever opens the link the same", () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(viewOf(searchOf(view))).toEqual(view);
      }),
    );
  });

  it("leaves the address alone while nothing is filtered", () => {
    expect(searchOf(EVERYTHING)).toEqual({});
    expect(countOfFilters(EVERYTHING)).toBe(0);
  });

  it("reads nonsense as no filter", () => {
    const search = { code: "x,", level: "page", posts: "some", colour: "blue" };
    expect(viewOf(search)).toEqual(EVERYTHING);
  });
});

describe("filters", () => {
  const mine = annotation({ code: 3 });
  const hers = annotation({ code: 4, coder: ILSE, level: "post", start: null, end: null });
  const wanted = (part: Partial<View>) =>
    [mine, hers].filter(wantedBy({ ...EVERYTHING, ...part }, book) ?? (() => true));

  it("show everything when none is set", () => {
    expect(wantedBy(EVERYTHING, book)).toBeNull();
  });

  it("take a code alone, or with all that stand below it", () => {
    expect(wanted({ codes: [1] })).toEqual([]);
    expect(wanted({ under: [1] })).toEqual([mine]);
    expect(wanted({ codes: [4], under: [2] })).toEqual([mine, hers]);
  });

  it("must all match, of one kind any", () => {
    expect(wanted({ coders: [ILSE.id] })).toEqual([hers]);
    expect(wanted({ coders: [ILSE.id], levels: ["passage"] })).toEqual([]);
    expect(wanted({ coders: [1, 2], levels: ["passage", "post"] })).toEqual([mine, hers]);
  });

  it("show posts with, or without, what the others let through", () => {
    const posts = [{ id: 1 }, { id: 2 }];
    const coded = new Set([2]);
    expect(postsOf({ ...EVERYTHING, posts: "coded" }, posts, coded)).toEqual(new Set([2]));
    expect(postsOf({ ...EVERYTHING, posts: "uncoded" }, posts, coded)).toEqual(new Set([1]));
    expect(postsOf(EVERYTHING, posts, coded)).toBeNull();
  });

  it("offer the codes that are used, those above them, and how many lie below", () => {
    const counts = codeCounts([mine, hers, mine], book, [3]);
    expect(counts.map(({ view, own, subtree, depth }) => [view.id, own, subtree, depth])).toEqual([
      [1, 0, 2, 0],
      [2, 0, 2, 1],
      [3, 2, 2, 2],
      [4, 1, 1, 0],
    ]);
  });

  it("offer the caller even when only others have coded", () => {
    expect(coderCounts([hers], NORA).map(({ id, isMe, count }) => [id, isMe, count])).toEqual([
      [1, true, 0],
      [2, false, 1],
    ]);
  });
});

describe("colours", () => {
  const mine = annotation({ code: 3 });
  const hers = annotation({ code: 3, coder: ILSE });

  it("by top code are those of the outermost code above", () => {
    const top = byTopCode(book);
    expect([1, 2, 3, 4].map((id) => top.byId.get(id)?.pigment)).toEqual([1, 1, 1, 10]);
    expect(paintFor(lookWith(top), 3, [mine])).toBe("c1");
  });

  it("by coder are lines of ink: the caller's first, one for several who agree", () => {
    const coders = codersOf([hers, mine], NORA.id);
    const look = lookWith(book, { colourBy: "coder", coders });
    expect(paintFor(look, 3, [mine])).toBe(handPaint(0));
    expect(paintFor(look, 3, [hers])).toBe(handPaint(1));
    expect(paintFor(look, 3, [mine, hers])).toBe(SEVERAL);
    expect(ALL_PAINTS).toContain(SEVERAL);
  });
});

describe("lanes", () => {
  const model = threadModel(
    thread([post(0, "Entry."), post(1, "Some words of a comment, long enough.")]),
  );
  const lanesOf = (index: ReturnType<typeof indexAnnotations>) =>
    new Map((index.byPost.get(101)?.glosses ?? []).map(({ code: id, lane }) => [id, lane]));

  it("stay when the oldest of several who agree is filtered away or removed", () => {
    const below = annotation({ code: 1, start: 0, end: 20 });
    const hers = annotation({ code: 2, start: 0, end: 20, coder: ILSE });
    const mine = annotation({ code: 2, start: 0, end: 20 });
    const before = indexAnnotations([below, hers, mine], model);
    expect(lanesOf(before).get(2)).toBe(1);
    const after = indexAnnotations([mine], model, before);
    expect(lanesOf(after).get(2)).toBe(1);
  });
});

describe("dense paragraphs", () => {
  const words = "word ".repeat(200);
  const model = threadModel(thread([post(0, "Entry."), post(1, words)]));
  const paragraphs = model.byId.get(101)?.paragraphs ?? [];
  const glossesOf = (n: number) => {
    const list = Array.from({ length: n }, (_, i) =>
      annotation({ code: 1 + (i % 3), start: i * 7, end: i * 7 + 40 }),
    );
    return indexAnnotations(list, model).byPost.get(101)?.glosses ?? [];
  };

  it("name no more codes beside them than their lines have room for; none is lost", () => {
    const glosses = glossesOf(DENSE + 20);
    const { beside, rest, dense } = marginOf(paragraphs, glosses, undefined);
    expect(dense).toBe(true);
    expect(beside.length).toBeLessThan(30);
    expect(new Set([...beside, ...rest])).toEqual(new Set(glosses));
  });

  it("always name the chosen one, and paint it where four others lie", () => {
    const glosses = glossesOf(DENSE + 20);
    const laneless = glosses.find(({ lane }) => lane === null);
    expect(laneless).toBeDefined();
    expect(marginOf(paragraphs, glosses, laneless).beside).toContain(laneless);
    const [marks = []] = marksOf(paragraphs, glosses, lookWith(book), laneless);
    expect(marks.filter(({ quiet }) => !quiet)).toHaveLength(1);
  });

  it("are only those above sixty", () => {
    expect(marginOf(paragraphs, glossesOf(DENSE), undefined).dense).toBe(false);
  });
});
