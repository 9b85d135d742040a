/** Done with this thread, or not: says so to the server and on the page, and opens the next one of the list. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { membersQuery } from "@/api/corpora";
import { wordsFor } from "@/api/problem";
import { progressOf } from "@/api/progress";
import { setState, threadAfter } from "@/api/threadList";
import type { Thread } from "@/api/types";
import { t } from "@/ui/i18n";
import { tellChange } from "@/ui/toast";
import { useLatest } from "./overlays";

export interface Done {
  readonly isDone: boolean;
  /** Marks the thread as done and opens the next one. */
  readonly next: () => Promise<void>;
  /** Marks the thread as done, or as not done, and stays. */
  readonly toggle: () => Promise<void>;
}

interface Means {
  readonly corpus: number;
  readonly me: number;
  readonly thread: Pick<Thread, "id" | "title">;
  /** Hears why it did not work. */
  readonly trouble: (text: string) => void;
}

export function useDone(means: Means): Done {
  const client = useQueryClient();
  const navigate = useNavigate();
  const busy = useRef(false);
  const { data } = useQuery(progressOf(means.thread.id));
  const state = data?.state ?? "new";
  const latest = useLatest({ ...means, state });
  const acts = useMemo(() => {
    const once = async (act: () => Promise<void>) => {
      if (busy.current) return;
      busy.current = true;
      try {
        await act();
      } catch (error) {
        latest.current.trouble(t("That did not work: {why}", { why: wordsFor(error) }));
      } finally {
        busy.current = false;
      }
    };
    /** How many threads one is done with; null when that can't be known now. */
    const count = async () => {
      const { corpus, me } = latest.current;
      const members = await client
        .fetchQuery({ ...membersQuery(corpus), staleTime: 0 })
        .catch(() => []);
      const own = members.find(({ user }) => user.id === me)?.progress;
      return own ? { n: own.done, m: own.new + own.reading + own.done } : null;
    };
    const undo = (thread: number, before: typeof state) => () =>
      once(async () => {
        const { corpus } = latest.current;
        await setState(client, corpus, thread, before);
        await navigate({ to: "/corpora/$c/threads/$t", params: { c: corpus, t: thread } });
      });
    const next = () =>
      once(async () => {
        const { corpus, thread, state: before } = latest.current;
        await setState(client, corpus, thread.id, "done");
        const [following, counted] = await Promise.all([
          threadAfter(client, corpus, thread.id),
          count(),
        ]);
        const back = undo(thread.id, before);
        if (following) {
          const params = { c: corpus, t: following.id };
          await navigate({ to: "/corpora/$c/threads/$t", params });
        }
        tellChange(sentence(thread.title, counted, following === null), back);
      });
    const toggle = () =>
      once(async () => {
        const { corpus, thread, state: before } = latest.current;
        const done = before !== "done";
        await setState(client, corpus, thread.id, done ? "done" : "reading");
        const title = thread.title || t("Untitled thread");
        const said = done
          ? sentence(thread.title, await count(), false)
          : t("“{title}” is not done any more", { title });
        tellChange(said, undo(thread.id, before));
      });
    return { next, toggle };
  }, [client, navigate, latest]);
  return { ...acts, isDone: state === "done" };
}

function sentence(title: string, counted: { n: number; m: number } | null, last: boolean): string {
  const name = title || t("Untitled thread");
  if (last) return t("“{name}” is done. It was the last thread of the list still to do", { name });
  if (counted === null) return t("“{name}” is done", { name });
  return t("“{name}” is done. {n} of {m} threads done", { name, ...counted });
}
