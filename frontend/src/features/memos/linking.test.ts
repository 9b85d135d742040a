import fc from "fast-check";
import { lexer, type Tokens } from "marked";
import { expect, test } from "vitest";
import { linkTo, openLink, withLink } from "./linking";

test("two brackets begin a link until they are closed or the line ends", () => {
  expect(openLink("See [[nor", 9)).toEqual({ from: 4, typed: "nor" });
  expect(openLink("See [[nor", 6)).toEqual({ from: 4, typed: "" });
  expect(openLink("See [[nor", 5)).toBeNull();
  expect(openLink("See [[nor]] and", 15)).toBeNull();
  expect(openLink("See [[\nnext", 11)).toBeNull();
});

test("the link comes in place of what was typed, the caret behind it", () => {
  const link = linkTo("code", 12, "Irony");
  expect(withLink("See [[ir, too", 4, 8, link)).toEqual({
    text: "See [Irony](catena:code/12), too",
    caret: 27,
  });
});

test("whatever a code is called, its link is read as one link to it", () => {
  const name = fc.string({
    unit: fc.constantFrom("a", "[", "]", "\\", "(", "é", " ", "ن"),
    minLength: 1,
  });
  fc.assert(
    fc.property(
      name.filter((one) => one.trim() === one && one !== ""),
      (words) => {
        const [paragraph] = lexer(linkTo("code", 7, words)) as Tokens.Paragraph[];
        const [link, ...rest] = (paragraph?.tokens ?? []) as Tokens.Link[];
        expect(link?.type).toBe("link");
        expect(link?.href).toBe("catena:code/7");
        expect(rest).toEqual([]);
      },
    ),
  );
});
