import { expect, test } from "vitest";
import type { HistoryEvent } from "@/api/history";
import { knownFrom, offerOf } from "./restoring";

const nora = { id: 1, username: "nora", name: "Nora" };
const owner = { actions: ["code", "adjudicate", "edit_codebook", "create_code"], me: 1 };
const coder = { actions: ["code"], me: 2 };

const event = (seq: number, over: Partial<HistoryEvent>): HistoryEvent => ({
  seq,
  at: "2031-05-02T08:00:00.000000Z",
  actor: nora,
  action: "annotation.changed",
  target: { type: "annotation", id: "x" },
  before: null,
  after: null,
  batch: seq,
  undoes: null,
  redoes: null,
  place: null,
  ...over,
});
const state = (code: number, version: number) => ({ code, version, coder: nora });
const changed = event(2, { before: state(1, 1), after: state(2, 2) });

test("a change can be put back until it is back", () => {
  expect(offerOf(changed, knownFrom([changed], true), owner)).toBe("put back");
  const back = event(3, { before: state(2, 2), after: state(1, 3) });
  expect(offerOf(changed, knownFrom([back, changed], true), owner)).toBe("none");
});

test("a filtered list does not know how a thing stands now", () => {
  const back = event(3, { before: state(2, 2), after: state(1, 3) });
  expect(offerOf(changed, knownFrom([back, changed], false), owner)).toBe("put back");
});

test("what was undone is back, and what was done again is not", () => {
  const undone = event(3, { before: state(2, 2), after: state(1, 3), undoes: 2 });
  expect(offerOf(changed, knownFrom([undone, changed], true), owner)).toBe("back");
  const redone = event(4, { before: state(1, 3), after: state(2, 4), redoes: 2 });
  expect(offerOf(changed, knownFrom([redone, undone, changed], true), owner)).toBe("put back");
});

test("a coder is not offered what only others may put back", () => {
  expect(offerOf(changed, knownFrom([changed], true), coder)).toBe("none");
  const own = event(2, { before: { ...state(1, 1), coder: { id: 2 } }, after: state(2, 2) });
  expect(offerOf(own, knownFrom([own], true), coder)).toBe("put back");
  const code = event(5, { action: "code.changed", target: { type: "code", id: 1 } });
  expect(offerOf(code, knownFrom([], true), coder)).toBe("none");
});
