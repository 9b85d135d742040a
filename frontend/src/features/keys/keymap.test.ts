import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ACTIONS,
  type Action,
  actionFor,
  bindingsFor,
  chordOf,
  holderOf,
  keyLabel,
  keymapOf,
  USUAL_KEYS,
  whyNot,
  withBinding,
  withKey,
} from "./keymap";

const press = (key: string, over = {}) => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
});

const all = Object.keys(USUAL_KEYS) as Action[];

describe("keys", () => {
  it("are each named once on the sheet", () => {
    const named = ACTIONS.flatMap(({ actions }) => actions.map(([action]) => action));
    expect(named.toSorted()).toEqual(all.toSorted());
  });

  it("stay with the browser when Ctrl is held, but not when AltGr writes a bracket", () => {
    expect(chordOf(press("c", { ctrlKey: true }))).toBeNull();
    expect(chordOf(press("[", { ctrlKey: true, altKey: true, altGraph: true }))).toBe("[");
    expect(chordOf(press("Shift", { shiftKey: true }))).toBeNull();
  });

  it("with Alt are what is printed on the key, whatever the system writes", () => {
    expect(chordOf(press("ñ", { altKey: true, code: "KeyN" }))).toBe("Alt+n");
    expect(chordOf(press("I", { altKey: true, shiftKey: true }))).toBe("Alt+i");
  });

  it("can be changed; nonsense in the preferences leaves the usual ones", () => {
    expect(actionFor(keymapOf({ nextPost: "y" }), "y")).toBe("nextPost");
    expect(actionFor(keymapOf({ nextPost: "y" }), "j")).toBeNull();
    for (const nonsense of [null, 3, "j", { nextPost: 7 }, { nextPost: "5" }, { nextPost: "" }]) {
      expect(keymapOf(nonsense)).toEqual(USUAL_KEYS);
    }
  });

  it("that digits, Escape or arrows have are refused", () => {
    expect(whyNot("5")).toBe("digit");
    expect(whyNot("Escape")).toBe("page");
    expect(whyNot("Alt+arrowleft")).toBe("page");
    expect(whyNot("F5")).toBe("page");
    expect(whyNot("f")).toBeNull();
    expect(whyNot("Alt+n")).toBe("palette");
    expect(whyNot("y")).toBeNull();
  });

  it("change places when one is taken from another", () => {
    expect(holderOf(USUAL_KEYS, "k", "nextPost")).toBe("previousPost");
    expect(withKey(USUAL_KEYS, "nextPost", "k")).toEqual({ nextPost: "k", previousPost: "j" });
  });

  it("never end up twice, however often they are changed", () => {
    const change = fc.tuple(fc.constantFrom(...all), fc.constantFrom(..."abcdjkJKxyz[]".split("")));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        let kept: unknown = {};
        for (const [action, chord] of changes) kept = withKey(keymapOf(kept), action, chord);
        const keys = Object.values(keymapOf(kept));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it("are shown as they stand on the keyboard", () => {
    expect(["j", "J", "[", "?", "Alt+i"].map(keyLabel)).toEqual(["J", "⇧ J", "[", "?", "Alt I"]);
  });
});

describe("codes on digits", () => {
  it("hold in their own corpus only", () => {
    const kept = withBinding({ "4": { "1": 9 } }, 3, "2", 7);
    expect(bindingsFor(kept, 3)).toEqual({ "2": 7 });
    expect(bindingsFor(kept, 4)).toEqual({ "1": 9 });
    expect(bindingsFor("nonsense", 3)).toEqual({});
  });

  it("move with the code, and go when the same is asked again", () => {
    const kept = withBinding(withBinding({}, 3, "2", 7), 3, "5", 7);
    expect(bindingsFor(kept, 3)).toEqual({ "5": 7 });
    expect(bindingsFor(withBinding(kept, 3, "5", 7), 3)).toEqual({});
  });
});
