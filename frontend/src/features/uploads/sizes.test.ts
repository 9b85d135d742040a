import { expect, test } from "vitest";
import { partInWords } from "./sizes";

test("what has arrived is told in the unit of the whole", () => {
  expect(partInWords(0, 2_146_435_436)).toBe("0.0 of 2.1 GB");
  expect(partInWords(61_600_000, 67_100_000)).toBe("61.6 of 67.1 MB");
  expect(partInWords(900, 950)).toBe("0.9 of 0.9 kB");
  expect(partInWords(1_500_000_000_000, 2_000_000_000_000)).toBe("1,500 of 2,000 GB");
});
