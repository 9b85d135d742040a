import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { USUAL_KEYS } from "@/features/keys";
import { codebookOf } from "./codes";
import { findCodes } from "./findCodes";
import { code } from "./fixtures";
import { commandFor } from "./keys";
import { paletteCommand } from "./paletteKeys";
import { paletteOffer, SHOWN } from "./paletteRows";

const codes = [
  code(1, "Consequences"),
  code(2, "Leaving or resigning", { parent: 1, path: ["Consequences", "Leaving or resigning"] }),
  code(3, "Clear leadership"),
  code(4, "Éloge"),
  code(5, "Old", { archived: true }),
  code(6, "Betrayed trust"),
  code(7, "Whole comments only", { levels: ["post"] }),
];
const book = codebookOf(codes);
const names = (typed: string) => findCodes(book.live, typed).sure.map(({ view }) => view.name);

describe("finding a code", () => {
  it("goes by the beginning of names, then of words, then inside, without regard to accents", () => {
    expect(names("lea")).toEqual(["Leaving or resigning", "Clear leadership"]);
    expect(findCodes(book.live, "elo").sure[0]?.at).toEqual([[0, 3]]);
    expect(names("rust")).toEqual(["Betrayed trust"]);
  });

  it("goes by beginnings of several words", () => {
    expect(names("bt")).toEqual(["Betrayed trust"]);
    expect(findCodes(book.live, "betr tru").sure[0]?.at).toEqual([
      [0, 4],
      [9, 12],
    ]);
    expect(names("clel")).toEqual(["Clear leadership"]);
  });

  it("goes by the names above, last", () => {
    expect(names("conseq")).toEqual(["Consequences", "Leaving or resigning"]);
  });

  it("tells what is only similar from what was meant", () => {
    const found = findCodes(book.live, "btrayed");
    expect(found.sure).toEqual([]);
    expect(found.similar.map(({ view }) => view.name)).toEqual(["Betrayed trust"]);
    expect(findCodes(book.live, "zz").similar).toEqual([]);
  });

  it("underlines, in every name it finds, exactly the letters that were typed", () => {
    const word = fc.constantFrom("trust", "lea", "bt", "cl", "or res", "ns", "trst", "e");
    fc.assert(
      fc.property(word, (typed) => {
        const { sure, similar } = findCodes(book.live, typed);
        for (const { view, at } of [...sure, ...similar]) {
          if (at.length === 0) continue;
          const shown = at.map(([start, end]) => view.name.slice(start, end)).join("");
          expect(shown.replaceAll("É", "e").toLowerCase().replaceAll(" ", "")).toBe(
            typed.replaceAll(" ", ""),
          );
        }
      }),
    );
  });
});

describe("the palette", () => {
  const ask = (typed: string, over = {}) =>
    paletteOffer({
      codebook: book,
      level: "passage",
      typed,
      recent: [3],
      canCreate: true,
      ...over,
    });
  const groups = (typed: string) => ask(typed).groups.map(({ id }) => id);

  it("shows the codes used last first", () => {
    expect(groups("")).toEqual(["recent", "all"]);
    expect(ask("").groups[0]?.rows).toMatchObject([{ match: { view: { id: 3 } } }]);
  });

  it("offers a new code first when nothing matches, and never one that exists", () => {
    expect(groups("zebra")).toEqual(["new", "recent"]);
    expect(groups("btrayed")).toEqual(["new", "similar", "recent"]);
    expect(groups("lea")).toEqual(["matches", "new"]);
    expect(groups("éloge")).toEqual(["matches", "recent"]);
  });

  it("says that a code of this name is meant for something else, and makes no second one", () => {
    const offer = ask("whole comments only");
    expect(offer.elsewhere).toBe(true);
    expect(offer.groups.map(({ id }) => id)).toEqual(["recent"]);
  });

  it("that came by itself takes the palette's key for no letter, unless a name begins so", () => {
    const first = (typed: string, lead: string | null) => ask(typed, { lead }).groups[0]?.rows[0];
    expect(first("cbetrayed", "c")).toMatchObject({ match: { view: { id: 6 } } });
    expect(first("cbetrayed", null)).toEqual({ kind: "new", name: "cbetrayed" });
    expect(first("cons", "c")).toMatchObject({ match: { view: { id: 1 } } });
    expect(first("cold feet", "c")).toEqual({ kind: "new", name: "cold feet" });
  });

  it("draws the first of a thousand codes and says how many more there are", () => {
    const many = codebookOf(Array.from({ length: 1000 }, (_, n) => code(n + 1, `Code ${n + 1}`)));
    const offer = ask("", { codebook: many, recent: [] });
    expect(offer.groups[0]?.rows).toHaveLength(SHOWN);
    expect(offer.more).toBe(1000 - SHOWN);
  });
});

const press = (key: string, over = {}) => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
});

describe("keys in the palette", () => {
  const field = { typed: "", keymap: USUAL_KEYS, letters: true };

  it("that are letters never do anything but write", () => {
    const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäñßøщ汉".split("");
    for (const letter of letters) expect(paletteCommand(press(letter), field)).toBeNull();
    for (const sign of ["?", ".", "'", "-", " "]) {
      expect(paletteCommand(press(sign), field)).toBeNull();
    }
  });

  it("that are digits apply a code only as long as nothing is typed", () => {
    expect(paletteCommand(press("3"), field)).toEqual({ does: "digit", digit: "3" });
    expect(paletteCommand(press("3"), { ...field, typed: "section " })).toBeNull();
    expect(paletteCommand(press("3"), { ...field, letters: false })).toBeNull();
  });

  it("with Alt do what they do in the text, or bind a digit", () => {
    const alt = { altKey: true };
    expect(paletteCommand(press("i", alt), field)).toEqual({ does: "inVivo", stay: false });
    expect(paletteCommand(press("q", alt), field)).toEqual({ does: "repeat", stay: false });
    const four = press("4", { ...alt, code: "Digit4" });
    expect(paletteCommand(four, { ...field, typed: "tru" })).toEqual({ does: "bind", digit: "4" });
    const own = { ...USUAL_KEYS, repeat: "y" };
    expect(paletteCommand(press("y", alt), { ...field, keymap: own })?.does).toBe("repeat");
    expect(paletteCommand(press("j", alt), field)).toBeNull();
  });
});

describe("keys in the text", () => {
  it("are single letters, unless somebody turned them off", () => {
    expect(commandFor(press("j"), USUAL_KEYS, true)).toBe("nextPost");
    expect(commandFor(press("J", { shiftKey: true }), USUAL_KEYS, true)).toBe("nextAnnotation");
    expect(commandFor(press("3"), USUAL_KEYS, true)).toEqual({ digit: "3" });
    expect(commandFor(press("j"), USUAL_KEYS, false)).toBeNull();
    expect(commandFor(press("Delete"), USUAL_KEYS, false)).toBe("remove");
    const own = { ...USUAL_KEYS, nextPost: "Alt+j" };
    expect(commandFor(press("j", { altKey: true }), own, false)).toBe("nextPost");
  });

  it("leave the browser's own combinations alone, but not AltGr brackets", () => {
    expect(commandFor(press("c", { ctrlKey: true }), USUAL_KEYS, true)).toBeNull();
    expect(commandFor(press("z", { ctrlKey: true }), USUAL_KEYS, true)).toBe("undo");
    const altGr = { ctrlKey: true, altKey: true, altGraph: true };
    expect(commandFor(press("[", altGr), USUAL_KEYS, true)).toBe("widenStart");
  });
});
