/**
 * A captured page as lines that can be pointed at: each knows its place, what it was taken for and
 * to which post it belongs. Positions are code points of the decoded file. Knows no framework.
 */
import type { MarkKind, Preview, PreviewPost, TileKind } from "@/api/preview";

export interface Piece {
  text: string;
  mark: MarkKind | null;
}

export interface Line {
  /** From 1. */
  number: number;
  start: number;
  end: number;
  kind: TileKind;
  post: PreviewPost | null;
  pieces: Piece[];
}

interface Run {
  start: number;
  end: number;
  text: string;
  /** Of a line that inline tags part: its stretches without tags. */
  parts?: Run[];
}

const HIDDEN = /<(script|style|template|svg)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->|<[^>]*>/gi;
const INLINE = /^<\/?(a|abbr|b|bdi|big|cite|code|em|font|i|q|s|small|span|strong|sub|sup|u)\b/i;

export function isMarkup(preview: Preview): boolean {
  return /html/.test(preview.format.name);
}

/** Lets UTF-16 positions be told in code points, in one pass. */
function counter(text: string): (unit: number) => number {
  let unit = 0;
  let points = 0;
  return (wanted) => {
    while (unit < wanted) {
      unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
      points += 1;
    }
    return points;
  };
}

function plainRuns(text: string): Run[] {
  const count = counter(text);
  const runs: Run[] = [];
  for (const found of text.matchAll(/[^\r\n]+/g)) {
    const start = count(found.index);
    runs.push({ start, end: count(found.index + found[0].length), text: found[0] });
  }
  return runs;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", hellip: "…", mdash: "—",
  ndash: "–", rsquo: "’", lsquo: "‘", rdquo: "”", ldquo: "“", raquo: "»", laquo: "«", bull: "•",
}; // biome-ignore format: a table

function decoded(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
    if (name[0] !== "#") return ENTITIES[name] ?? whole;
    const code = Number(name[1]?.toLowerCase() === "x" ? `0${name.slice(1)}` : name.slice(1));
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
  });
}

/** The words of a page without its tags; what only inline tags part stays one line. */
function markupRuns(text: string): Run[] {
  const count = counter(text);
  const runs: Run[] = [];
  let from = 0;
  let joined = false;
  const add = (until: number) => {
    const words = text.slice(from, until);
    const blank = words.trim() === "";
    if (words === "" || (blank && !joined)) return;
    const run = { start: count(from), end: count(until), text: decoded(words) };
    const last = runs.at(-1);
    if (joined && last) {
      last.parts = [...(last.parts ?? [{ ...last }]), run];
      last.end = blank ? last.end : run.end;
      last.text += run.text;
    } else runs.push(run);
    joined = true;
  };
  for (const tag of text.matchAll(HIDDEN)) {
    add(tag.index);
    if (!INLINE.test(tag[0])) joined = false;
    from = tag.index + tag[0].length;
  }
  add(text.length);
  return runs;
}

function cutAt(runs: readonly Run[], borders: readonly number[]): Run[] {
  const cut: Run[] = [];
  let next = 0;
  const isCut = (run: Run) => borders.some((at) => run.start < at && at < run.end);
  for (const run of runs.flatMap((one) => (one.parts && isCut(one) ? one.parts : [one]))) {
    while ((borders[next] ?? Infinity) <= run.start) next += 1;
    if ((borders[next] ?? Infinity) >= run.end) {
      cut.push(run);
      continue;
    }
    const points = Array.from(run.text);
    const whole = points.length === run.end - run.start;
    let start = run.start;
    for (let i = next; whole && (borders[i] ?? Infinity) < run.end; i += 1) {
      const at = borders[i] as number;
      cut.push({ start, end: at, text: points.slice(start - run.start, at - run.start).join("") });
      start = at;
    }
    cut.push({ start, end: run.end, text: points.slice(start - run.start).join("") });
  }
  return cut.filter((run) => run.text.trim() !== "");
}

function piecesOf(run: Run, marks: PreviewPost["marks"]): Piece[] {
  if (run.parts) return run.parts.flatMap((part) => piecesOf(part, marks));
  const whole = marks.find(([, start, end]) => start <= run.start && run.end <= end);
  if (whole) return [{ text: run.text, mark: whole[0] }];
  const points = Array.from(run.text);
  const pieces: Piece[] = [];
  let at = run.start;
  const add = (until: number, mark: MarkKind | null) => {
    const text = points.slice(at - run.start, until - run.start).join("");
    if (text) pieces.push({ text, mark });
    at = until;
  };
  if (points.length === run.end - run.start) {
    for (const [kind, start, end] of marks) {
      if (start < at || end > run.end || start >= run.end) continue;
      add(start, null);
      add(end, kind);
    }
  }
  add(Math.max(run.end, at + points.length), null);
  return pieces;
}

/** The post in whose text a position lies; `posts` in the order of their places. */
function holder(posts: readonly PreviewPost[], at: number): PreviewPost | null {
  for (const post of posts) {
    if (post.start !== null && post.end !== null && post.start <= at && at < post.end) return post;
  }
  return null;
}

export function postsInPlace(preview: Preview): PreviewPost[] {
  return preview.threads
    .flatMap((thread) => thread.posts)
    .filter((post) => post.start !== null)
    .sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
}

export function linesOf(preview: Preview, text: string): Line[] {
  const posts = postsInPlace(preview);
  const marks = posts.flatMap((post) => post.marks).sort((a, b) => a[1] - b[1]);
  const borders = preview.tiles.map(([, start]) => start);
  const runs = cutAt(isMarkup(preview) ? markupRuns(text) : plainRuns(text), borders);
  let tile = 0;
  return runs.map((run, index) => {
    while (tile + 1 < preview.tiles.length && (preview.tiles[tile]?.[2] ?? 0) <= run.start)
      tile += 1;
    const kind = preview.tiles[tile]?.[0] ?? "unassigned";
    const inside = kind === "comment" || kind === "entry";
    const own = marks.filter(([, start]) => start >= run.start && start < run.end);
    return {
      number: index + 1,
      start: run.start,
      end: run.end,
      kind,
      post: inside ? holder(posts, run.start) : null,
      pieces: piecesOf(run, own),
    };
  });
}
