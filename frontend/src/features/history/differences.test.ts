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
