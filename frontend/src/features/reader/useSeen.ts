/** What was before the reader's eyes for a second or longer, and where one is: kept on the server, for this person. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { progressOf, setProgress } from "@/api/progress";
import type { ReadingProgress } from "@/api/types";
import { type Ranges, tidied, withNumber } from "@/text/ranges";
import type { ThreadModel } from "./model";

const LOOK_MS = 250;
const LONG_ENOUGH_MS = 1_000;
const SAVE_MS = 4_000;
/** The server keeps so many ranges at most. */
const MOST_RANGES = 1_000;

/** Ranges of post numbers; null until the server has told them. */
export function useSeen(
  model: ThreadModel,
  current: number | null,
  scroller: RefObject<HTMLElement | null>,
): Ranges | null {
  const thread = model.thread.id;
  const client = useQueryClient();
  const { data: told } = useQuery(progressOf(thread));
  const [more, setMore] = useState<{ thread: number; ranges: Ranges }>({ thread, ranges: [] });
  const own = more.thread === thread ? more.ranges : [];
  const latest = useRef({ model, current, told, own, saved: "" });
  const seen = told ? merged(told.seen as unknown as Ranges, own) : null;
  Object.assign(latest.current, { model, current, told, own });

  useEffect(() => {
    const since = new Map<number, number>();
    const look = () => {
      if (document.visibilityState !== "visible" || !latest.current.told) return;
      const now = Date.now();
      const visible = new Set(numbersInView(scroller.current, latest.current.model));
      for (const number of since.keys()) if (!visible.has(number)) since.delete(number);
      for (const number of visible) if (!since.has(number)) since.set(number, now);
      const read = [...visible].filter((one) => now - (since.get(one) ?? now) >= LONG_ENOUGH_MS);
      setMore((before) => {
        const ranges = read.reduce(withNumber, before.thread === thread ? before.ranges : []);
        return ranges === before.ranges ? before : { thread, ranges };
      });
    };
    const save = () => {
      const { told: known, own: mine, current: place, model: here } = latest.current;
      // What was forgotten belongs to a thread that was taken away.
      if (!known || !client.getQueryData(progressOf(thread).queryKey)) return;
      const at = place ?? firstInView(scroller.current);
      const ranges = merged(known.seen as unknown as Ranges, mine).slice(0, MOST_RANGES);
      const progress = { seen: ranges, ...(at === null ? {} : { at }) };
      const said = JSON.stringify(progress);
      if (here.thread.id !== thread || said === latest.current.saved || mine.length === 0) return;
      latest.current.saved = said;
      // Losing it loses no work: the next save says it all again.
      setProgress(thread, progress).then(
        (answer) => client.setQueryData<ReadingProgress>(progressOf(thread).queryKey, answer),
        () => {
          latest.current.saved = "";
        },
      );
    };
    const leaving = () => document.visibilityState === "hidden" && save();
    const looking = setInterval(look, LOOK_MS);
    const saving = setInterval(save, SAVE_MS);
    document.addEventListener("visibilitychange", leaving);
    return () => {
      clearInterval(looking);
      clearInterval(saving);
      document.removeEventListener("visibilitychange", leaving);
      save();
    };
  }, [client, thread, scroller]);
  return seen;
}

const cache = new WeakMap<object, WeakMap<object, Ranges>>();

/** The same array for the same two. */
function merged(told: Ranges, own: Ranges): Ranges {
  if (own.length === 0) return told;
  const known = cache.get(told) ?? new WeakMap<object, Ranges>();
  cache.set(told, known);
  const before = known.get(own) ?? tidied([...told, ...own]);
  known.set(own, before);
  return before;
}

/** Numbers of the posts of whose text something can be read now. */
function numbersInView(scroller: HTMLElement | null, model: ThreadModel): number[] {
  return rowsInView(scroller).flatMap((row) => {
    const post = model.byId.get(Number(row.dataset.postRow));
    return post ? [post.post.number] : [];
  });
}

function firstInView(scroller: HTMLElement | null): number | null {
  const row = rowsInView(scroller)[0];
  return row ? Number(row.dataset.postRow) : null;
}

function rowsInView(scroller: HTMLElement | null): HTMLElement[] {
  const view = scroller?.getBoundingClientRect();
  if (!scroller || !view || view.height === 0) return [];
  return [...scroller.querySelectorAll<HTMLElement>("[data-post-row]")].filter((row) => {
    const box = row.getBoundingClientRect();
    const shown = Math.min(box.bottom, view.bottom) - Math.max(box.top, view.top);
    return shown >= Math.min(box.height, view.height) / 2;
  });
}
