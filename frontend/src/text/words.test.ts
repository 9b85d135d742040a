import { expect, test } from "vitest";
import { shortened } from "./words";

test("a long passage is cut at the end of a word", () => {
  expect(shortened("I connect the cover-up with him", 20)).toBe("I connect the …");
  expect(shortened("I connect the cover-up with him", 22)).toBe("I connect the cover-up …");
  expect(shortened("I connect the cover-up", 22)).toBe("I connect the cover-up");
});

test("words without spaces between them are cut where they reach the end, never inside a sign", () => {
  expect(shortened("🍅🍅🍅🍅", 3)).toBe("🍅🍅🍅 …");
});
