import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OPERATORS, parsed, read, said, written } from "./values";

const name = fc.string({ minLength: 1, maxLength: 12 }).filter((one) => one.trim() === one);
const value = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((one) => one.trim() === one && !/^[<>!*=]/.test(one));

describe("a filter by an attribute", () => {
  test("means the same after it stood in an address, whatever its name holds", () => {
    fc.assert(
      fc.property(name, value, fc.constantFrom(...OPERATORS), (attribute, wanted, operator) => {
        const needsNone = operator === "*" || operator === "none";
        const filter = { name: attribute, operator, value: needsNone ? "" : wanted };
        expect(parsed(written(filter), [{ name: attribute }])).toEqual(filter);
      }),
    );
  });

  test("is about the longest name that is known", () => {
    const known = [{ name: "Ratio" }, { name: "Ratio: a" }];
    expect(parsed("Ratio: a:>1", known)).toEqual({ name: "Ratio: a", operator: ">", value: "1" });
    expect(parsed("Age:44", [])).toEqual({ name: "Age", operator: "", value: "44" });
  });
});

describe("what is typed into a cell", () => {
  test("becomes a value of the attribute's kind, or stays the text that it is", () => {
    expect(read("number", " 44 ")).toBe(44);
    expect(read("number", "about 44")).toBe("about 44");
    expect(read("text", "44")).toBe("44");
    expect(read("truth", "false")).toBe(false);
    expect(read("date", "")).toBeNull();
  });

  test("is shown in words", () => {
    expect([said(null), said(0), said(["a", 2]), said(false)]).toEqual(["", "0", "a, 2", "no"]);
  });
});
