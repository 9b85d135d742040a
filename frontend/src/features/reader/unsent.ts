/** What became of the writes in the outbox, put into what is shown of a thread. */

import type { Fields, Outbox, Settled, Write } from "@/api/outbox";
import type { Annotation } from "@/api/types";
import type { Step } from "@/api/undo";
import type { AnnotationStore } from "./store";

type Line = Pick<Outbox, "pending">;

export function applySettled(
  store: AnnotationStore,
  line: Line,
  { entry: { write }, outcome }: Settled,
): void {
  if (write.noun !== "annotation") return;
  switch (outcome.is) {
    case "done":
      confirm(store, line, write, outcome.answer);
      break;
    case "renamed":
      store.drop(write.id);
      show(store, outcome.current);
      break;
    case "again":
      redo(store, write);
      break;
    case "asks":
    case "discarded":
      if (outcome.current === null) takeBack(store, write);
      else show(store, outcome.current);
      break;
    default:
      takeBack(store, write);
  }
}

/** While later changes are under way only the answer's version counts. */
function confirm(store: AnnotationStore, line: Line, write: Write, answer: Fields | null): void {
  if (answer === null) {
    if (write.op === "put") store.drop(write.id);
    return;
  }
  const shown = store.get(write.id);
  if (shown === undefined) return;
  const said = answer as unknown as Annotation;
  if (line.pending(write.id) > 0) store.put({ ...shown, version: said.version });
  else if (shown.version <= said.version) store.put(said);
}

function show(store: AnnotationStore, current: Fields): void {
  if (store.holds(current)) store.put(current as unknown as Annotation);
}

function redo(store: AnnotationStore, write: Write): void {
  if (write.op === "put") show(store, write.shown);
  else if (write.op === "delete") store.drop(write.id);
  else if (write.op === "patch") patch(store, write.id, write.change);
}

function takeBack(store: AnnotationStore, write: Write): void {
  if (write.op === "put") store.drop(write.id);
  else if (write.op === "delete") show(store, write.before);
  else if (write.op === "patch") {
    const shown = store.get(write.id) as Fields | undefined;
    const names = Object.keys(write.change).filter((name) => shown?.[name] === write.change[name]);
    patch(store, write.id, Object.fromEntries(names.map((name) => [name, write.before[name]])));
  }
}

function patch(store: AnnotationStore, id: string, change: Fields): void {
  const shown = store.get(id);
  if (shown) store.put({ ...shown, ...change });
}

/** The annotation that an undo or redo has put back into a thread, and its post; null when it did something else. */
export function broughtBack(
  { entry: { write }, outcome }: Settled,
  thread: number,
): { annotation: string; post: number | null } | null {
  if (write.noun === "annotation") {
    if (outcome.is !== "takenBack" || write.op !== "delete") return null;
    const { thread: home, post } = write.before;
    return home === thread ? { annotation: write.id, post: numberOr(post) } : null;
  }
  const step = outcome.is === "done" ? (outcome.answer?.step as Step | undefined) : undefined;
  if (write.noun !== "step" || step?.thread !== thread || step.count !== 1) return null;
  const action = write.op === "undo" ? "annotation.deleted" : "annotation.created";
  if (step.action !== action) return null;
  const state = write.op === "undo" ? step.before : step.after;
  return { annotation: String(step.target.id), post: numberOr(state?.post) };
}

const numberOr = (value: unknown): number | null => (typeof value === "number" ? value : null);
