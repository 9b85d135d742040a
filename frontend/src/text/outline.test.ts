import fc from "fast-check";
import { expect, test } from "vitest";
import { branchEnds, parentOf, unfolded } from "./folding";
import { hasNumber, type Ranges, tidied, withNumber } from "./ranges";

const depths = fc.array(fc.nat(6), { minLength: 1, maxLength: 60 }).map((wished) => {
  const rows: { depth: number }[] = [];
  for (const wish of wished) rows.push({ depth: Math.min(wish, (rows.at(-1)?.depth ?? -1) + 1) });
  return rows;
});

test("a closed branch hides all that answers it, and nothing else", () => {
  fc.assert(
    fc.property(depths, fc.array(fc.nat(59)), (rows, closed) => {
      const isClosed = (index: number) => closed.includes(index);
      const shown = new Set(unfolded(branchEnds(rows), isClosed));
      rows.forEach((_, index) => {
        let hidden = false;
        for (let up = parentOf(rows, index); up >= 0; up = parentOf(rows, up))
          hidden ||= isClosed(up);
        expect(shown.has(index)).toBe(!hidden);
      });
    }),
  );
});

test("ranges hold exactly the numbers put into them, in as few ranges as can be", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(80)), (numbers) => {
      const ranges = numbers.reduce<Ranges>(withNumber, []);
      const held = Array.from({ length: 90 }, (_, n) => n).filter((n) => hasNumber(ranges, n));
      expect(held).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      expect(tidied(ranges)).toEqual(ranges);
      for (const [at, range] of ranges.entries()) {
        if (at > 0) expect(range[0]).toBeGreaterThan(ranges[at - 1]?.[1] ?? -1);
      }
    }),
  );
});
