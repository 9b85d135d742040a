/** From "this line belongs there" to the operations that say so. Pure. */
import type { Operation } from "@/api/corrections";
import type { PreviewPost } from "@/api/preview";
import type { Line } from "./lines";

const same = (one: PreviewPost | null, other: PreviewPost | null) =>
  one !== null && one.start === other?.start;

const linesIn = (lines: readonly Line[], post: PreviewPost) =>
  lines.filter((line) => same(line.post, post));

/** A comment starts with the first of these lines. */
export function startHere(lines: readonly Line[], from: number, to: number): Operation[] {
  const line = lines[from];
  if (!line) return [];
  if (line.post && linesIn(lines, line.post)[0] !== line) return [{ op: "split", at: line.start }];
  if (line.post) return [];
  let last = to;
  const isFree = (other: Line | undefined) => other?.post === null && other.kind === line.kind;
  if (from === to) while (isFree(lines[last + 1])) last += 1;
  const end = lines[last]?.end ?? line.end;
  return [{ op: "post", start: line.start, end, kind: "comment" }];
}

/** These lines belong to the post before them. */
export function belongsBefore(lines: readonly Line[], from: number, to: number): Operation[] {
  const first = lines[from];
  const last = lines[to];
  if (!first || !last) return [];
  const before = lines.slice(0, from).findLast((line) => line.post && !same(line.post, first.post));
  const earlier = before?.post;
  if (!earlier || earlier.start === null) return [];
  const grow: Operation = { op: "bound", at: earlier.start, start: earlier.start, end: last.end };
  const own = last.post;
  if (!own || own.start === null || own.end === null) return [grow];
  const rest = linesIn(lines, own).find((line) => line.start >= last.end);
  if (!rest) return [{ op: "join", at: own.start }];
  return [{ op: "bound", at: rest.start, start: rest.start, end: own.end }, grow];
}

/** These lines are no part of any post. */
export function leaveOut(lines: readonly Line[], from: number, to: number): Operation[] {
  const [first, last] = [lines[from], lines[to]];
  if (!first || !last) return [];
  return [{ op: "leave", start: first.start, end: last.end, as: "furniture" }];
}

export type Edge = "start" | "end";

/** Moves one end of a post by a line: `by` is -1 (up) or 1 (down). */
export function moveEdge(
  lines: readonly Line[],
  post: PreviewPost,
  edge: Edge,
  by: -1 | 1,
): Operation[] {
  const own = linesIn(lines, post);
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last || post.start === null || post.end === null) return [];
  const index = lines.indexOf(edge === "start" ? first : last);
  const shrinks = (edge === "start") === (by === 1);
  if (shrinks) {
    if (own.length < 2) return [];
    const start = edge === "start" ? (lines[index + 1]?.start ?? post.start) : post.start;
    const end = edge === "end" ? (lines[index - 1]?.end ?? post.end) : post.end;
    return [{ op: "bound", at: start, start, end }];
  }
  const taken = lines[index + by];
  if (!taken) return [];
  const grow: Operation = {
    op: "bound",
    at: post.start,
    start: edge === "start" ? taken.start : post.start,
    end: edge === "end" ? taken.end : post.end,
  };
  if (!taken.post) return [grow];
  const other = moveEdge(lines, taken.post, edge === "start" ? "end" : "start", by);
  return other.length === 1 ? [...other, grow] : [];
}

/** What in the reading asks for a look, in the order of the page. */
export function isUncertain(post: PreviewPost): boolean {
  return post.confidence < 0.7 || (post.kind === "comment" && post.author === null);
}
