import { array, assert, constantFrom, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { FIELDS, type TableMapping } from "@/api/mappings";
import {
  completed,
  freeName,
  isUsed,
  type Meaning,
  meaningsOf,
  reassigned,
  renamed,
} from "./draft";

const field = (name: (typeof FIELDS)[number]): Meaning => ({ kind: "field", field: name });
const start = completed({ fields: { text: "body", author: "name" } });

describe("what a column means", () => {
  it("is text for one column at a time: who takes it takes it from the other", () => {
    const changed = reassigned(start, "message", null, field("text"));
    expect(changed.fields.text).toBe("message");
    expect(meaningsOf(changed, "body")).toEqual([]);
  });

  it("may be two things at once: an address that also tells threads apart", () => {
    const once = reassigned(start, "link", null, field("url"));
    const twice = reassigned(once, "link", null, field("thread"));
    expect(meaningsOf(twice, "link")).toEqual([field("thread"), field("url")]);
    expect(meaningsOf(reassigned(twice, "link", field("thread"), null), "link")).toEqual([
      field("url"),
    ]);
  });

  it("is an attribute under the last word of its path, and under a free name", () => {
    expect(freeName(start, "thread", "meta.forum")).toBe("forum");
    const once = reassigned(start, "meta.forum", null, {
      kind: "attribute",
      owner: "thread",
      name: "forum",
    });
    expect(freeName(once, "thread", "old.forum")).toBe("forum 2");
    expect(freeName(once, "participant", "old.forum")).toBe("forum");
  });

  it("keeps an attribute's place when it is renamed, and takes no name twice", () => {
    const two = completed({
      fields: {},
      attributes: { thread: { Forum: "a", Topic: "b" }, participant: {} },
    });
    expect(Object.entries(renamed(two, "thread", "Forum", "Board").attributes.thread)).toEqual([
      ["Board", "a"],
      ["Topic", "b"],
    ]);
    expect(renamed(two, "thread", "Forum", "Topic")).toBe(two);
    expect(renamed(two, "thread", "Forum", "")).toBe(two);
  });

  it("counts as used also when it tells which row is the entry", () => {
    const telling: TableMapping = { ...start, entry: { where: "is_op", is: ["yes"] } };
    expect(isUsed(telling, "is_op")).toBe(true);
    expect(isUsed(start, "is_op")).toBe(false);
  });

  it("says that each row repeats its entry once a column holds the entry's text", () => {
    expect(reassigned(start, "post_text", null, field("entry_text")).entry).toBe("columns");
  });

  it("never has one field in two columns, whatever is chosen in which order", () => {
    const choice = tuple(constantFrom("a", "b", "c"), constantFrom(...FIELDS));
    assert(
      property(array(choice), (choices) => {
        const made = choices.reduce(
          (mapping, [column, name]) => reassigned(mapping, column, null, field(name)),
          completed({}),
        );
        const told = ["a", "b", "c"].flatMap((column) => meaningsOf(made, column));
        const names = told.map((one) => JSON.stringify(one));
        expect(new Set(names).size).toBe(names.length);
        expect(new Set(choices.map(([, name]) => name)).size).toBe(names.length);
      }),
    );
  });
});

it("completes what people write by hand", () => {
  const made = completed({ fields: { text: "body" }, dates: { format: "iso" } as never });
  expect(made).toMatchObject({
    header: true,
    entry: "first",
    dates: { format: "iso", day_first: null, timezone: null },
    attributes: { thread: {}, participant: {} },
  });
});
