import fc from "fast-check";
import { expect, test } from "vitest";
import type { Code } from "@/api/types";
import { matching, rowsOf, withDescendants } from "./tree";

function code(id: number, parent: number | null, name = `code ${id}`, position = id): Code {
  return { id, parent, name, position, definition: "", archived: false } as Code;
}

const BOOK = [
  code(1, null, "Framing"),
  code(2, 1, "Normalising"),
  code(3, 1, "Irony"),
  code(4, 3, "at the entry author"),
  code(5, null, "Stance"),
];

const names = (codes: readonly Code[], folded: number[] = []) =>
  rowsOf(codes, new Set(folded)).map((row) => `${row.level} ${row.code.name}`);

test("each code stands before those below it", () => {
  expect(names(BOOK)).toEqual([
    "1 Framing",
    "2 Normalising",
    "2 Irony",
    "3 at the entry author",
    "1 Stance",
  ]);
});

test("folding hides everything below, and only that", () => {
  expect(names(BOOK, [3])).toEqual(["1 Framing", "2 Normalising", "2 Irony", "1 Stance"]);
  expect(names(BOOK, [1])).toEqual(["1 Framing", "1 Stance"]);
});

test("a code whose parent is hidden is not lost", () => {
  expect(names(BOOK.filter((one) => one.id !== 1))).toContain("1 Normalising");
});

test("searching keeps what stands above a hit", () => {
  expect(matching(BOOK, "ENTRY").map((one) => one.id)).toEqual([1, 3, 4]);
});

test("a code can't be put below itself", () => {
  expect([...withDescendants(BOOK, 1)].sort()).toEqual([1, 2, 3, 4]);
});

test("whatever the tree, every code is shown exactly once", () => {
  const parents = fc.array(fc.nat(), { maxLength: 40 });
  fc.assert(
    fc.property(parents, (picks) => {
      const codes = picks.map((pick, i) =>
        code(i + 1, i === 0 || pick % 3 === 0 ? null : (pick % i) + 1),
      );
      const shown = rowsOf(codes, new Set()).map((row) => row.code.id);
      expect([...shown].sort((a, b) => a - b)).toEqual(codes.map((one) => one.id));
    }),
  );
});
