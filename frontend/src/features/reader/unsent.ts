/** What became of the writes in the outbox, put into what is shown of a thread. */

import type { Fields, Outbox, Settled, Write } from "@/api/outbox";
import type { Annotation } from "@/api/types";
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
