/** Finding in the thread: what is looked for, the hits, at which of them one is, and going from one to the next. */

import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { findInThread } from "@/api/finding";
import type { Found } from "@/api/types";
import { stretchesIn } from "@/text/places";
import type { ReaderData } from "./data";
import { isTypingIn } from "./keys";
import { useLatest } from "./overlays";
import { usePaintedHits } from "./usePaintedHits";
import type { ReaderTools } from "./useReader";

const TYPING_MS = 150;
const NONE: readonly Found[] = [];

export interface Finding {
  readonly open: boolean;
  readonly typed: string;
  readonly type: (typed: string) => void;
  readonly hits: readonly Found[];
  /** Index of the hit at which one is, or -1. */
  readonly at: number;
  /** All there are, also those that are not told one by one. */
  readonly count: number;
  /** Nothing is known of what was typed yet. */
  readonly busy: boolean;
  readonly failed: boolean;
  readonly step: (by: 1 | -1) => void;
  /** Closes the bar; the hit at which one is stays selected, so that it can be coded. */
  readonly close: () => void;
  /** Ids of the posts with hits. */
  readonly posts: readonly number[];
  readonly start: () => void;
}

export function useFind(tools: ReaderTools, data: ReaderData): Finding {
  const { model } = data;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const wanted = useSettled(typed.trim());
  const query = useQuery(findInThread(model.thread.id, open ? wanted : ""));
  const reply = open && wanted !== "" ? query.data : undefined;
  const hits = useMemo(
    () => reply?.hits.filter(({ post }) => model.byId.has(post)) ?? NONE,
    [reply, model],
  );
  const [place, setPlace] = useState<{ hits: readonly Found[]; at: number }>({ hits, at: -1 });
  const at = place.hits === hits ? place.at : -1;
  const latest = useLatest({ data, hits, at });
  usePaintedHits(tools, data, hits, hits[at] ?? null);

  const go = useCallback(
    (index: number) => {
      const { hits: all, data: now } = latest.current;
      const hit = all[index];
      const row = hit && now.model.byId.get(hit.post)?.row.index;
      setPlace({ hits: all, at: index });
      if (hit === undefined || row === undefined) return;
      tools.text.current?.show(row, (article) => {
        const source = latest.current.data.model.byId.get(hit.post)?.source;
        if (source === undefined) return;
        const { offsets } = source;
        tools.steps.moves.reveal(article, offsets.toU16(hit.start), offsets.toU16(hit.end));
      });
    },
    [latest, tools.text, tools.steps],
  );
  const step = useCallback(
    (by: 1 | -1) => {
      const { hits: all, at: here } = latest.current;
      if (all.length === 0) return;
      const first = by === 1 ? 0 : all.length - 1;
      go(here < 0 ? first : (here + by + all.length) % all.length);
    },
    [go, latest],
  );
  const close = useCallback(() => {
    const { hits: all, at: here, data: now } = latest.current;
    setOpen(false);
    const hit = all[here];
    const post = hit && now.model.byId.get(hit.post);
    if (!hit || !post?.isHere) {
      tools.steps.moves.focusPost();
      return;
    }
    tools.steps.moves.goTo(hit.post);
    const article = tools.scroller.current?.querySelector<HTMLElement>(
      `[data-post-row="${hit.post}"]`,
    );
    article?.focus({ preventScroll: true });
    const { offsets } = post.source;
    const [from, to] = [offsets.toU16(hit.start), offsets.toU16(hit.end)];
    const quote = post.post.text.slice(from, to);
    const passage = { post: hit.post, start: hit.start, end: hit.end, quote, clipped: false };
    if (article && stretchesIn(article, from, to).length > 0) {
      tools.steps.moves.reselect(passage, false);
    }
  }, [latest, tools.steps, tools.scroller]);
  const start = useCallback(() => setOpen(true), []);
  useFindKeys(start, data.letters);
  useFirstHit(hits, model.byId, data, tools, go);
  return {
    open,
    typed,
    type: setTyped,
    hits,
    at,
    count: reply?.count ?? 0,
    busy: open && typed.trim() !== "" && (reply === undefined || typed.trim() !== wanted),
    failed: query.isError,
    step,
    close,
    posts: useMemo(() => [...new Set(hits.map(({ post }) => post))], [hits]),
    start,
  };
}

/** What was typed, once nobody has typed for a moment. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}

/** New hits lead to the first at or after the post one is at. */
function useFirstHit(
  hits: readonly Found[],
  byId: ReaderData["model"]["byId"],
  data: ReaderData,
  tools: ReaderTools,
  go: (index: number) => void,
): void {
  const now = useLatest({ byId, data });
  const gone = useRef<readonly Found[]>(NONE);
  useEffect(() => {
    if (hits.length === 0 || gone.current === hits) return;
    gone.current = hits;
    const from = tools.text.current?.firstVisible() ?? 0;
    const ahead = hits.findIndex(
      ({ post }) => (now.current.byId.get(post)?.row.index ?? -1) >= from,
    );
    go(Math.max(ahead, 0));
  }, [hits, go, tools.text, now]);
}

/** Ctrl F and "/" open the bar; Ctrl F in the bar is the browser's own. */
function useFindKeys(start: () => void, letters: boolean): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      const inBar = event.target instanceof Element && event.target.closest("[data-find]") !== null;
      const asked = isFind
        ? event.key === "f" && !inBar
        : letters && event.key === "/" && !event.altKey && !isTypingIn(event.target);
      if (!asked || event.defaultPrevented || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      start();
      requestAnimationFrame(() => {
        const field = document.querySelector<HTMLInputElement>("[data-find] input");
        field?.focus();
        field?.select();
      });
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [start, letters]);
}
