import { describe, expect, it } from "vitest";
import { type Choice, FIRST_CHOICE, isStream, orderOf, streamAddress } from "@/api/exports";
import type { Code } from "@/api/types";
import { curlCall } from "./AsCommand";
import { citationOf, withoutBlanks } from "./citing";
import { purposeOf, titleOf } from "./formats";
import { optionWords, scopeWords, sizeOf } from "./scope";

const choice = (changes: Partial<Choice>): Choice => ({ ...FIRST_CHOICE, ...changes });

describe("what is ordered", () => {
  it("leaves out what nobody chose", () => {
    expect(orderOf(choice({ scope: { codes: [], levels: ["post"] } }))).toEqual({
      format: "csv",
      scope: { levels: ["post"] },
      options: {},
    });
  });

  it("names contents, program and snapshot where they are chosen", () => {
    const order = orderOf(
      choice({ format: "qdc", what: "codebook", profile: "nvivo", snapshot: "5b0c" }),
    );
    expect(order).toMatchObject({ what: "codebook", profile: "nvivo", snapshot: "5b0c" });
  });
});

describe("the command", () => {
  it("streams annotations as they stand, with scope and options", () => {
    const asked = choice({ scope: { codes: [3, 4] }, options: { bom: true } });
    expect(isStream(asked)).toBe(true);
    expect(streamAddress(7, asked)).toBe("/api/v1/corpora/7/annotations.csv?bom=true&codes=3%2C4");
  });

  it("orders everything else", () => {
    const call = curlCall("https://catena.example", 7, choice({ format: "qdpx" }));
    expect(call).toContain(`-d '{"format":"qdpx","scope":{},"options":{}}'`);
    expect(call).toContain("'https://catena.example/api/v1/corpora/7/exports/'");
  });

  it("orders also a snapshot's annotations, which no stream gives", () => {
    expect(isStream(choice({ snapshot: "5b0c" }))).toBe(false);
  });
});

describe("the history", () => {
  it("says the scope in words and counts what is too much to name", () => {
    const codes = ["Frost", "Soil", "Rain", "Wind"].map((name, id) => ({ id, name }) as Code);
    const words = scopeWords(
      { codes: [0, 1, 2, 3], levels: ["thread"], created_after: "2031-05-02T00:00:00Z" },
      { codes, members: [] },
    );
    expect(words).toEqual([
      "codes: Frost, Soil, Rain and 1 more",
      "threads",
      "coded from 2 May 2031 on",
    ]);
    expect(scopeWords({}, { codes, members: [] })).toEqual([]);
  });

  it("says only options that are not the usual ones", () => {
    expect(optionWords({ options: { offset_unit: "codepoint", texts: true } })).toEqual([]);
    expect(optionWords({ options: { pseudonymise: true, texts: false } })).toEqual([
      "with pseudonyms",
      "without texts",
    ]);
  });

  it("gives sizes and names for people", () => {
    expect(sizeOf(940)).toBe("0.9 kB");
    expect(sizeOf(176_400)).toBe("176 kB");
    expect(sizeOf(12_400_000)).toBe("12 MB");
    expect(titleOf({ format: "newer", what: "posts" })).toBe("Posts, NEWER");
    expect(purposeOf("newer")).toBe("exchange");
  });
});

describe("a citation", () => {
  const cited = {
    title: " Frost ",
    creators: [{ name: " Ada Lovelock", orcid: " " }, { name: "" }],
    licence: "",
    doi: "10.5072/frost",
    year: 2031,
    keywords: ["frost", ""],
  };

  it("is one line with its DOI", () => {
    expect(citationOf({ ...cited, title: "Frost" }, "Version 1")).toBe(
      "Ada Lovelock (2031). Frost (Version 1) [Data set]. https://doi.org/10.5072/frost",
    );
  });

  it("is sent without what was left blank", () => {
    expect(withoutBlanks(cited)).toMatchObject({
      title: "Frost",
      creators: [{ name: "Ada Lovelock" }],
      keywords: ["frost"],
    });
  });
});
