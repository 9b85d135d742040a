import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import type { News } from "@/api/live";
import { indexAnnotations, readingOrder } from "./annotations";
import { codebookOf, pigmentOf } from "./codes";
import { movedEdge } from "./edges";
import { annotation, code, lookWith, NORA, post, thread } from "./fixtures";
import { applyReaderNews } from "./live";
import { marksOf } from "./marks";
import { threadModel } from "./model";
import { palettePlace } from "./palettePlace";
import { AnnotationStore } from "./store";

const TEXT = "The 🍅 on the roof.\n\nAnd the spare key.";
const model = threadModel(thread([post(0, "Entry text."), post(1, TEXT), post(2, "Agreed.")]));
const ILSE = { id: 2, username: "ilse", name: "Ilse Vantongeren" };

describe("annotations of a thread", () => {
  it("on one passage by two coders are one gloss with both names", () => {
    const index = indexAnnotations(
      [annotation({ end: 5 }), annotation({ end: 5, coder: ILSE })],
      model,
    );
    const glosses = index.byPost.get(101)?.glosses ?? [];
    expect(glosses).toHaveLength(1);
    expect(glosses[0]?.annotations.map(({ coder }) => coder.id)).toEqual([1, 2]);
    expect(glosses[0]?.end).toBe(6);
  });

  it("leave other posts as they were when one is added", () => {
    const before = indexAnnotations([annotation(), annotation({ post: 102 })], model);
    const after = indexAnnotations(
      [...before.all, annotation({ post: 102, start: 1 })],
      model,
      before,
    );
    expect(after.byPost.get(101)).toBe(before.byPost.get(101));
    expect(after.byPost.get(102)).not.toBe(before.byPost.get(102));
  });

  it("are met thread first, then post by post in the order of the text", () => {
    const late = annotation({ start: 10, end: 13 });
    const early = annotation({ start: 1, end: 13, code: 2 });
    const whole = annotation({ level: "post", start: null, end: null });
    const top = annotation({ level: "thread", post: null, start: null, end: null });
    const order = readingOrder(indexAnnotations([late, early, whole, top], model), model);
    expect(order).toEqual([top, whole, early, late]);
  });

  it("paint each paragraph they reach, quietly beside a chosen one", () => {
    const index = indexAnnotations(
      [annotation({ start: 12, end: 28 }), annotation({ start: 22, end: 28, code: 2 })],
      model,
    );
    const glosses = index.byPost.get(101)?.glosses ?? [];
    const comment = model.byId.get(101);
    const book = codebookOf([code(1, "A", { colour: "kermes" }), code(2, "B", { colour: "sap" })]);
    const look = lookWith(book);
    const [first, second] = marksOf(comment?.paragraphs ?? [], glosses, look, glosses[1]);
    expect(first).toEqual([{ start: 13, end: 19, paint: "c1", lane: 0, quiet: false, name: "A" }]);
    expect(second?.map(({ lane, quiet }) => [lane, quiet])).toEqual([
      [0, true],
      [1, false],
    ]);
  });
});

describe("the codebook", () => {
  const codes = [
    code(1, "Consequences"),
    code(2, "Leaving or resigning", { parent: 1, path: ["Consequences", "Leaving or resigning"] }),
    code(3, "Clear leadership", { key: "1" }),
    code(4, "Éloge", { archived: false }),
    code(5, "Old", { archived: true }),
  ];
  const book = codebookOf(codes, { "2": 4 });

  it("gives keys by own binding, then by suggestion, then by age", () => {
    const keys = Object.fromEntries([...book.byKey].map(([key, view]) => [key, view.id]));
    expect(keys).toEqual({ "1": 3, "2": 4, "3": 1, "4": 2 });
  });

  it("shows foreign colours as the nearest pigment", () => {
    expect(pigmentOf("lapis")).toBe(9);
    expect(pigmentOf("#1040ff")).toBe(9);
    expect(pigmentOf("#aa0011")).toBe(1);
    expect(pigmentOf("#777777")).toBe(10);
  });
});

describe("edges", () => {
  it("move by a word and never past the other end", () => {
    const comment = model.byId.get(101);
    if (!comment) throw new Error("no comment");
    const span = { start: 6, end: 8 };
    expect(movedEdge(comment, span, "widenEnd")).toEqual({ start: 6, end: 12, quote: "on the" });
    expect(movedEdge(comment, span, "widenStart")).toEqual({
      start: 0,
      end: 8,
      quote: "The 🍅 on",
    });
    expect(movedEdge(comment, span, "narrowEnd")).toBeNull();
  });
});

describe("the palette's place", () => {
  const pane = { top: 90, bottom: 800, left: 250, right: 1160 };

  it("is in the margin beside the passage, moved up where it would not fit", () => {
    const at = (top: number) =>
      palettePlace({
        passage: { top, bottom: top + 60, left: 310, right: 880 },
        pane,
        margin: 880,
        width: 272,
        height: 400,
      });
    expect(at(200)).toMatchObject({ left: 880, top: 192 });
    expect(at(780).top).toBe(392);
  });

  it("never covers the passage where there is no margin", () => {
    for (const top of [100, 300, 500, 700]) {
      const passage = { top, bottom: top + 60, left: 310, right: 1100 };
      const place = palettePlace({ passage, pane, margin: 1100, width: 272, height: 200 });
      expect(place.room).toBeGreaterThanOrEqual(200);
      const covers = place.top < passage.bottom && place.top + 200 > passage.top;
      expect(covers).toBe(false);
    }
  });
});

describe("news", () => {
  const place = { corpus: 3, thread: 7 };
  const news = (event: string, id: string, after: unknown): News => ({
    event,
    seq: 1,
    data: { seq: 1, action: event, target: { type: "annotation", id }, after },
  });

  it("of another coder's annotation shows it, and its removal takes it away", () => {
    const client = new QueryClient();
    const store = new AnnotationStore(client, place);
    const theirs = annotation({ coder: ILSE });
    const free = { pending: () => 0 };
    applyReaderNews(client, place, free, [news("annotation.created", theirs.id, theirs)]);
    expect(store.all).toEqual([theirs]);
    applyReaderNews(client, place, free, [news("annotation.deleted", theirs.id, null)]);
    expect(store.all).toEqual([]);
  });

  it("of an own change that is under way, or an older state, changes nothing", () => {
    const client = new QueryClient();
    const store = new AnnotationStore(client, place);
    const own = annotation({ version: 3, coder: NORA });
    store.put(own);
    const echo = news("annotation.changed", own.id, { ...own, version: 2 });
    applyReaderNews(client, place, { pending: () => 0 }, [echo]);
    applyReaderNews(client, place, { pending: () => 1 }, [
      news("annotation.deleted", own.id, null),
    ]);
    expect(store.all).toEqual([own]);
  });
});

describe("spam, pingbacks and unpublished posts", () => {
  const posts = [
    post(0, "Entry."),
    post(1, "Buy now", { status: "spam" }),
    post(2, "", { status: "deleted" }),
    post(3, "I answer what is gone", { parent: 102, depth: 1 }),
    post(4, "Linked from elsewhere", { kind: "pingback" }),
    post(5, "Coded spam", { status: "spam" }),
  ];

  it("are folded away and counted, unless somebody answered or coded them", () => {
    const folded = threadModel(thread(posts), false, new Set([105]));
    expect(folded.posts.map(({ post: { number } }) => number)).toEqual([0, 2, 3, 5]);
    expect([...folded.hidden]).toEqual([
      ["spam", 1],
      ["pingback", 1],
    ]);
  });

  it("stand in their places when they are folded out", () => {
    const open = threadModel(thread(posts), true);
    expect(open.posts).toHaveLength(6);
    expect(open.hidden.get("spam")).toBe(2);
  });
});
