import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

test("no file imports against the order of the layers", () => {
  const said = execFileSync("node", ["scripts/check-layers.mjs"], { encoding: "utf8" });
  expect(said).toContain("no import against the order");
});
