/** Taking back one's own changes, and bringing them back: one request of changes at a time. */
import { queryOptions } from "@tanstack/react-query";
import { send } from "./client";

/** One own change as it would be undone or redone. */
export interface Step {
  /** Names the change: its first event's number. */
  batch: number;
  at: string;
  action: string;
  count: number;
  actions: Readonly<Record<string, number>>;
  target: { type: string; id: string | number };
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
  thread: number | null;
  /** `number`: of the post, 0 the entry; null on the thread as a whole. */
  place: { thread: number; title: string; number: number | null } | null;
}

export interface Steps {
  undo: Step | null;
  redo: Step | null;
}

export interface Undone extends Steps {
  batch: number;
  seq: number;
  step: Step;
}

/** What would be undone and redone next. */
export const nextSteps = (c: number) => send<Steps>("GET", `/corpora/${c}/undo/`);

export const undoQuery = (c: number) =>
  queryOptions({
    queryKey: ["corpus", c, "undo"] as const,
    queryFn: () => nextSteps(c),
    staleTime: 1_000,
  });

/** Refused with `not_the_last` when `batch` is no longer the caller's last change. */
export const undo = (c: number, batch?: number) =>
  send<Undone>("POST", `/corpora/${c}/undo/`, { body: batch === undefined ? {} : { batch } });

export const redo = (c: number, batch?: number) =>
  send<Undone>("POST", `/corpora/${c}/redo/`, { body: batch === undefined ? {} : { batch } });
