import fc from "fast-check";
import { expect, test } from "vitest";
import type { Code } from "@/api/types";
import { moved, placeOf, samePlace, spotFinder, spotsFor, stepped } from "./moving";
import { rowsOf, typeAhead } from "./tree";

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

const drawn = (codes: readonly Code[]) =>
  rowsOf(codes, new Set()).map((row) => `${row.level} ${row.code.name}`);

/** Any forest of up to 30 codes. */
const forest = fc
  .array(fc.nat(), { minLength: 1, maxLength: 30 })
  .map((picks) =>
    picks.map((pick, i) => code(i + 1, i === 0 || pick % 3 === 0 ? null : (pick % i) + 1)),
  );

function isTree(codes: readonly Code[]): boolean {
  const shown = rowsOf(codes, new Set()).map((row) => row.code.id);
  return new Set(shown).size === codes.length && shown.length === codes.length;
}

test("whatever is moved wherever, the codebook stays a tree with every code in it once", () => {
  const moves = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 12 });
  fc.assert(
    fc.property(forest, moves, (start, picks) => {
      let codes: Code[] = start;
      for (const [which, where] of picks) {
        const id = (codes[which % codes.length] as Code).id;
        const spots = spotsFor(codes, rowsOf(codes, new Set()), id);
        const spot = spots[where % Math.max(1, spots.length)];
        if (!spot) continue;
        codes = moved(codes, id, spot);
        expect(isTree(codes)).toBe(true);
        expect(samePlace(placeOf(codes, id), spot)).toBe(true);
      }
    }),
  );
});

test("a code can't be put below itself, even when somebody asks", () => {
  expect(moved(BOOK, 1, { parent: 4, position: 0 })).toEqual(BOOK);
  const spots = spotsFor(BOOK, rowsOf(BOOK, new Set()), 1);
  expect(spots.map((spot) => spot.parent)).toEqual([null, 5, null]);
});

test("the places for a code follow one another from top to bottom as they are drawn", () => {
  fc.assert(
    fc.property(forest, fc.nat(), (codes, which) => {
      const id = (codes[which % codes.length] as Code).id;
      const rows = rowsOf(codes, new Set());
      const spots = spotsFor(codes, rows, id);
      const places = spots.map((spot) => drawn(moved(codes, id, spot)).join("\n"));
      expect(new Set(places).size).toBe(places.length);
      const seen = spots.map((spot) =>
        rowsOf(moved(codes, id, spot), new Set()).findIndex((row) => row.code.id === id),
      );
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    }),
  );
});

test("every place can be reached by steps of the keyboard, the one it stands at included", () => {
  fc.assert(
    fc.property(forest, fc.nat(), (codes, which) => {
      const { id } = codes[which % codes.length] as Code;
      const here = placeOf(codes, id);
      const spots = spotsFor(codes, rowsOf(codes, new Set()), id);
      // With everything else below it, there is no other place in the whole book.
      expect(spots.length === 0 || spots.some((spot) => samePlace(spot, here))).toBe(true);
    }),
  );
});

test("the pointer on the edge of a row means beside it, in the middle into it", () => {
  const rows = rowsOf(BOOK, new Set());
  const find = spotFinder(BOOK, rows, 5);
  expect(find(1, 0.1)).toMatchObject({ parent: 1, position: 0, side: "before" });
  expect(find(1, 0.5)).toMatchObject({ parent: 2, position: 0, side: "inside" });
  expect(find(1, 0.9)).toMatchObject({ parent: 1, position: 1, side: "after" });
  expect(find(0, 0.9)).toMatchObject({ parent: 1, position: 0, side: "inside" });
  expect(find(4, 0.5)).toBeNull();
});

test("one step up, down, in and out", () => {
  expect(stepped(BOOK, 3, "up")).toEqual({ parent: 1, position: 0 });
  expect(stepped(BOOK, 3, "down")).toBeNull();
  expect(stepped(BOOK, 3, "in")).toEqual({ parent: 2, position: 0 });
  expect(stepped(BOOK, 3, "out")).toEqual({ parent: null, position: 1 });
  expect(stepped(BOOK, 1, "out")).toBeNull();
});

test("letters lead to the next name that begins so, marks and case aside", () => {
  const rows = rowsOf([...BOOK, code(6, null, "Ärger")], new Set());
  expect(typeAhead(rows, 0, "i")).toBe(2);
  expect(typeAhead(rows, 0, "arg")).toBe(5);
  expect(typeAhead(rows, 2, "ir")).toBe(2);
  expect(typeAhead(rows, 0, "zz")).toBe(-1);
});
