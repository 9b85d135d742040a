/**
 * Undo and redo of a person's own changes, from wherever they were made. They stand in the outbox
 * like every other write: in order, exactly once, also when the server is away meanwhile.
 */

import { type Draft, type Entry, outbox, type Settled } from "@/api/outbox";
import type { Step } from "@/api/undo";
import { uuid7 } from "@/text/uuid7";
import { t } from "@/ui/i18n";
import { announce, forgetChange, tellChange } from "@/ui/toast";
import { type NameOf, reasonOf, sentenceOf } from "./sentences";

export type Way = "undo" | "redo";

/** Writes that were taken back before they were sent, per corpus: the server never knew of them. */
const takenBack = new Map<number, Draft[]>();
/** The steps that were asked for at this screen: only it says what became of them. */
const asked = new Set<string>();
/** Shown in its place by `UndoTrouble` until it is put away. */
let trouble: string | null = null;
const watchers = new Set<() => void>();

export const undoTrouble = {
  subscribe: (watcher: () => void) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  snapshot: () => trouble,
  say: (text: string | null) => {
    trouble = text;
    for (const watcher of watchers) watcher();
  },
};

/** Undoes the caller's last change in this corpus, or does the last undone one again. */
export async function turn(corpus: number, way: Way): Promise<void> {
  undoTrouble.say(null);
  forgetChange();
  if (way === "redo") {
    const draft = takenBack.get(corpus)?.pop();
    if (draft) {
      restage(draft);
      return;
    }
  } else {
    const back = await outbox().takeBack(corpus);
    if (back) {
      sayTakenBack(back);
      return;
    }
  }
  const unsent = outbox()
    .unsent(corpus)
    .filter(({ state }) => state === "waiting")
    .at(-1);
  const expects = way === "undo" && unsent && unsent.write.noun !== "step" ? unsent.write.id : null;
  ask(corpus, way, expects);
}

/** Takes one write back, which must be the person's last (a toast's "Undo"). */
export async function takeBack(corpus: number, entry: Entry): Promise<void> {
  const last = outbox().unsent(corpus).at(-1);
  const back = last?.key === entry.key ? await outbox().takeBack(corpus) : undefined;
  if (!back) ask(corpus, "undo", entry.write.id);
}

function ask(corpus: number, way: Way, expects: string | null): void {
  const id = uuid7();
  asked.add(id);
  const said = { name: way, words: "" };
  outbox().add({ corpus, said, write: { op: way, noun: "step", id, expects } });
  if (outbox().snapshot().reach === "away") {
    announce(
      way === "undo"
        ? t("Will be undone when the server answers")
        : t("Will be done again when the server answers"),
    );
  }
}

function sayTakenBack({ corpus, write, said }: Entry): void {
  const draft = { corpus, write, said };
  takenBack.set(corpus, [...(takenBack.get(corpus) ?? []), draft]);
  const again = () => void turn(corpus, "redo");
  tellChange(t("Taken back before it was saved: “{name}”", { name: said.name }), again, t("Redo"));
}

function restage(draft: Draft): void {
  outbox().addAgain(draft);
  announce(t("Done again: “{name}”", { name: draft.said.name }));
}

/** Says what became of an undo or redo that was asked for here. */
export function sayTurned({ entry, outcome }: Settled, nameOf: NameOf): void {
  const { write, corpus } = entry;
  if (write.noun !== "step") {
    // A new change: what was taken back before it can't be done again.
    if (outcome.is === "done") takenBack.delete(corpus);
    return;
  }
  if (!asked.delete(write.id)) return;
  if (outcome.is === "refused") {
    const { code } = outcome.trouble;
    if (code.startsWith("nothing_to_")) announce(reasonOf(code, ""));
    else undoTrouble.say(reasonOf(code, outcome.trouble.detail));
    return;
  }
  const step = outcome.is === "done" ? (outcome.answer?.step as Step | undefined) : undefined;
  if (!step) return;
  const other: Way = write.op === "undo" ? "redo" : "undo";
  const label = other === "redo" ? t("Redo") : t("Undo");
  tellChange(sentenceOf(step, write.op, nameOf), () => void turn(corpus, other), label);
}
