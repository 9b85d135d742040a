import { expect, test } from "vitest";
import { leftOf, rightOf } from "./Concordance";

test("context that runs over paragraphs is shown as one line", () => {
  expect(leftOf({ left: "go.\n\nSo I " })).toBe("go. So I ");
});

test("a word that was cut at the far end of a context is not shown", () => {
  expect(leftOf({ left: "ecent years I have come, rather against " })).toBe(
    "years I have come, rather against ",
  );
  expect(rightOf({ right: " Harrow Lane Allotment Society. It let its bulle" })).toBe(
    " Harrow Lane Allotment Society. It let its",
  );
});

test("a short context is whole, so nothing of it goes", () => {
  expect(rightOf({ right: " end." })).toBe(" end.");
});
