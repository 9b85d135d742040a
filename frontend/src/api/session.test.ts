import { expect, test } from "vitest";
import { safeNext } from "./session";

test("after signing in one comes back to where one wanted to go", () => {
  expect(safeNext("/corpora/3/search?q=trust")).toBe("/corpora/3/search?q=trust");
  expect(safeNext(undefined)).toBe("/");
});

test.each(["https://elsewhere.invalid/", "//elsewhere.invalid/", "/\\elsewhere.invalid"])(
  "a link to the sign-in can't lead to another site: %s",
  (next) => {
    expect(safeNext(next)).toBe("/");
  },
);
