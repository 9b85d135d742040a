import { expect, test } from "vitest";
import { describe } from "@/features/undo";
import { differences } from "./differences";

const nameOf = (code: number) => (code === 1 ? "Trust" : "Doubt");

test("tells what became what, by the names people know", () => {
  const before = { code: 1, memo: "", version: 1, quote: "the ledgers" };
  const after = { code: 2, memo: "why", version: 2, quote: "the ledgers" };
  expect(differences(before, after, nameOf)).toEqual([
    { label: "Code", before: "Trust", after: "Doubt" },
    { label: "Memo", before: "", after: "why" },
  ]);
});

test("what was made or removed has nothing to compare", () => {
  expect(differences(null, { code: 1 }, nameOf)).toEqual([]);
});

test("a change is told in one sentence", () => {
  const target = { type: "annotation", id: "x" };
  const state = { code: 1, quote: "the  ledgers\nof 2012", start: 0, end: 4, memo: "" };
  const told = { action: "annotation.deleted", target, before: state, after: null };
  expect(describe(told, nameOf)).toBe("removed “Trust” from “the ledgers of 2012”");
  const changed = { ...told, action: "annotation.changed", after: { ...state, code: 2 } };
  expect(describe(changed, nameOf)).toBe("changed “Trust” to “Doubt” on “the ledgers of 2012”");
});

test("moments, pigments and links are told as people read them", () => {
  const before = { reviewed_at: null, colour: "kermes", memo: "", levels: ["passage"] };
  const after = {
    reviewed_at: "2031-05-02T08:00:00.000000Z",
    colour: "verdigris",
    memo: "See [Irony](catena:code/12)",
    levels: ["passage", "post"],
  };
  const told = differences(before, after, nameOf);
  expect(told.map(({ label, after: now }) => [label, now])).toEqual([
    ["Memo", "See Irony"],
    ["Colour", "Verdigris"],
    ["Levels", "passage, comment"],
    ["Looked at again", expect.stringMatching(/^2 May 2031/)],
  ]);
});

test("each kind of place has a sentence of its own", () => {
  const target = { type: "annotation", id: "x" };
  const on = (post: number | null, number: number | null) =>
    describe(
      {
        action: "annotation.created",
        target,
        before: null,
        after: { code: 1, post },
        place: { thread: 3, title: "Frost", number },
      },
      nameOf,
    );
  expect(on(7, 4)).toBe("applied “Trust” to a comment");
  expect(on(7, 0)).toBe("applied “Trust” to the entry");
  expect(on(null, null)).toBe("applied “Trust” to the thread");
});

test("a code that only stands elsewhere among its siblings was moved", () => {
  const target = { type: "code", id: 1 };
  const before = { name: "Trust", position: 1, parent: null, version: 1 };
  const after = { ...before, position: 2, version: 2 };
  const told = { action: "code.changed", target, before, after };
  expect(describe(told, nameOf)).toBe("moved the code “Trust” within its family");
  const renamed = { ...told, after: { ...after, name: "Faith" } };
  expect(describe(renamed, nameOf)).toBe("changed the code “Faith”");
});
