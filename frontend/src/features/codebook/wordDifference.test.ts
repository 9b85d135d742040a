import fc from "fast-check";
import { expect, test } from "vitest";
import { wordDifference } from "./wordDifference";

const join = (before: string, after: string, without: "gone" | "new") =>
  wordDifference(before, after)
    .filter((piece) => piece.kind !== without)
    .map((piece) => piece.text)
    .join("");

test("what was changed in a definition is told word by word", () => {
  expect(wordDifference("presented as common", "presented as inevitable, common")).toEqual([
    { kind: "same", text: "presented as " },
    { kind: "new", text: "inevitable, " },
    { kind: "same", text: "common" },
  ]);
});

test("whatever the texts, the pieces without the new ones are the old text, and the other way", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", " ", ".", "é", "👩‍👩‍👧", "ن"),
    maxLength: 40,
  });
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(join(before, after, "new")).toBe(before);
      expect(join(before, after, "gone")).toBe(after);
    }),
  );
});
