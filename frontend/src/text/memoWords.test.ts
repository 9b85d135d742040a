import { expect, test } from "vitest";
import { withoutAddresses } from "./memoWords";

test("a link in a memo is told by its words", () => {
  expect(withoutAddresses("See [Irony](catena:code/12), [a \\[b\\]](catena:post/7).")).toBe(
    "See Irony, a [b].",
  );
  expect(withoutAddresses("No link [sic] (there)")).toBe("No link [sic] (there)");
});
