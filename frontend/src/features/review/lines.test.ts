import { expect, test } from "vitest";
import type { Preview, PreviewPost } from "@/api/preview";
import { linesOf } from "./lines";
import { belongsBefore, leaveOut, moveEdge, startHere } from "./operations";

const TEXT = "🌻 Title\nEntry text\n\nOne line\nTwo line\nBy Bo\nThree line\nReply form\n";

const post = (number: number, start: number, end: number) =>
  ({
    number,
    start,
    end,
    kind: number ? "comment" : "entry",
    marks: [],
    confidence: 1,
  }) as unknown as PreviewPost;

function previewOf(name = "text-capture"): Preview {
  const at = (words: string) => Array.from(TEXT.slice(0, TEXT.indexOf(words))).length;
  return {
    format: { name, confidence: 1, reason: "" },
    tiles: [
      ["header", 0, at("Entry")],
      ["entry", at("Entry"), at("One")],
      ["comment", at("One"), at("By")],
      ["header", at("By"), at("Three")],
      ["comment", at("Three"), at("Reply")],
      ["furniture", at("Reply"), Array.from(TEXT).length],
    ],
    threads: [
      {
        posts: [
          post(0, at("Entry"), at("One")),
          post(1, at("One"), at("By")),
          post(2, at("Three"), at("Reply")),
        ],
      },
    ],
  } as unknown as Preview;
}

const lines = linesOf(previewOf(), TEXT);
const words = (index: number) => lines[index]?.pieces.map((piece) => piece.text).join("");
const points = Array.from(TEXT);
const index = (text: string) => lines.findIndex((_, i) => words(i) === text);

test("each line knows its place in code points and the post it belongs to", () => {
  expect(lines.map((_, i) => words(i))).toEqual([
    "🌻 Title",
    "Entry text",
    "One line",
    "Two line",
    "By Bo",
    "Three line",
    "Reply form",
  ]);
  for (const [i, line] of lines.entries()) {
    expect(points.slice(line.start, line.end).join("")).toBe(words(i));
  }
  expect(lines.map((line) => line.post?.number ?? line.kind)).toEqual([
    "header",
    0,
    1,
    1,
    "header",
    2,
    "furniture",
  ]);
});

test("a line inside a comment splits it; one outside becomes a comment of its own", () => {
  const two = index("Two line");
  expect(startHere(lines, two, two)).toEqual([{ op: "split", at: lines[two]?.start }]);
  const form = index("Reply form");
  const { start, end } = lines[form] as (typeof lines)[number];
  expect(startHere(lines, form, form)).toEqual([{ op: "post", start, end, kind: "comment" }]);
  expect(leaveOut(lines, two, two)[0]).toMatchObject({ op: "leave", as: "furniture" });
});

test("the first line of a comment can be given to the one before", () => {
  const by = index("By Bo");
  expect(belongsBefore(lines, by, by)).toMatchObject([{ op: "bound", end: lines[by]?.end }]);
  const three = index("Three line");
  expect(belongsBefore(lines, three, three)).toEqual([{ op: "join", at: lines[three]?.start }]);
});

test("moving an end by a line takes it from the neighbour or gives it back", () => {
  const second = lines[index("Three line")]?.post as PreviewPost;
  expect(moveEdge(lines, second, "start", -1)).toMatchObject([
    { op: "bound", start: lines[index("By Bo")]?.start },
  ]);
  const first = lines[index("One line")]?.post as PreviewPost;
  expect(moveEdge(lines, first, "end", -1)).toMatchObject([
    { op: "bound", start: first.start, end: lines[index("One line")]?.end },
  ]);
  expect(moveEdge(lines, second, "end", -1)).toEqual([]);
});

test("of a saved page only the words are shown, and inline tags do not part a line", () => {
  const html = "<p>One <b>bold</b> <i>word</i> &amp; 🌻</p><script>hidden()</script><p>Two</p>";
  const preview = { ...previewOf("html-page"), tiles: [], threads: [] } as unknown as Preview;
  const shown = linesOf(preview, html).map((line) => line.pieces.map((p) => p.text).join(""));
  expect(shown).toEqual(["One bold word & 🌻", "Two"]);
});
