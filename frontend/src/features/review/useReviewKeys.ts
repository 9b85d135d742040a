/** The keys of the review page. Single letters, off while a field or a dialog has the focus. */
import { useEffect } from "react";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import { belongsBefore, isUncertain, leaveOut, moveEdge, startHere } from "./operations";
import type { Asking } from "./PostTools";
import type { Review } from "./useReview";

interface Means {
  review: Review;
  ask: (asking: Asking) => void;
  on: boolean;
}

const EDGES: Readonly<Record<string, readonly ["start" | "end", -1 | 1]>> = {
  "[": ["start", -1],
  "]": ["start", 1],
  "{": ["end", -1],
  "}": ["end", 1],
};

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, dialog") !== null
  );
}

function focusPost(start: number | null): void {
  document.querySelector<HTMLElement>(`[data-post="${start}"]`)?.focus();
}

function stepPost({ posts, post, choosePost }: Review, by: -1 | 1): void {
  const at = post ? posts.indexOf(post) : -1;
  const next = posts[at + by];
  if (!next) return;
  choosePost(next);
  requestAnimationFrame(() => focusPost(next.start));
}

function nextUncertain({ posts, post, choosePost }: Review): void {
  const at = post ? posts.indexOf(post) : -1;
  const next = [...posts.slice(at + 1), ...posts.slice(0, at + 1)].find(isUncertain);
  if (!next) {
    announce(t("Nothing else is uncertain"));
    return;
  }
  choosePost(next);
  requestAnimationFrame(() => focusPost(next.start));
}

function toLines({ lines, post, chooseLines }: Review): void {
  const found = lines.findIndex((line) => post !== null && line.post?.start === post.start);
  const first = Math.max(found, 0);
  chooseLines({ anchor: first, focus: first });
  document.getElementById("review-lines")?.focus();
}

function onLines(key: string, { chosen, lines, send }: Review): boolean {
  if (!chosen) return false;
  const [from, to] = [Math.min(chosen.anchor, chosen.focus), Math.max(chosen.anchor, chosen.focus)];
  if (key === "s") send(startHere(lines, from, to), t("A comment starts here"));
  else if (key === "b") send(belongsBefore(lines, from, to), t("Joined to what stands before"));
  else if (key === "x") send(leaveOut(lines, from, to), t("Left out"));
  else return false;
  return true;
}

function onPost(key: string, { review, ask }: Means): boolean {
  const { post, lines, send } = review;
  if (!post || post.start === null) return false;
  const edge = EDGES[key];
  if (edge) send(moveEdge(lines, post, ...edge), t("The boundary was moved"));
  else if (key === "m" && post.kind !== "entry")
    send([{ op: "join", at: post.start }], t("Joined"));
  else if (key === "a") ask("author");
  else if (key === "d") ask("date");
  else if (key === "r" && post.kind !== "entry") ask("parent");
  else return false;
  return true;
}

function take(key: string, means: Means): boolean {
  const { review } = means;
  if (key === "j") stepPost(review, 1);
  else if (key === "k") stepPost(review, -1);
  else if (key === "n") nextUncertain(review);
  else if (key === "t") toLines(review);
  else if (key === "u" && review.undo) review.undo();
  else return onLines(key, review) || onPost(key, means);
  return true;
}

export function useReviewKeys(means: Means): void {
  useEffect(() => {
    if (!means.on) return;
    const pressed = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
      const undoes = (event.ctrlKey || event.metaKey) && event.key === "z";
      if (!undoes && (event.ctrlKey || event.metaKey || event.altKey)) return;
      if (means.review.busy) return;
      if (take(undoes ? "u" : event.key, means)) event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [means]);
}
