/** Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y anywhere in a corpus; says what was undone, or why it was not. */

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { allCodesQuery } from "@/api/codes";
import { outbox } from "@/api/outbox";
import { readingCodes } from "@/api/reading";
import { type Steps, undoQuery } from "@/api/undo";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import type { NameOf } from "./sentences";
import { sayTurned, turn, undoTrouble, type Way } from "./turning";
import styles from "./undo.module.css";

/** Fields have an undo of their own. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select, dialog") !== null)
  );
}

function wayOf(event: KeyboardEvent): Way | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === "y" && !event.shiftKey) return "redo";
  if (key !== "z") return null;
  return event.shiftKey ? "redo" : "undo";
}

/** The names of codes, from whatever list of them is at hand. */
export function useCodeNames(corpus: number): NameOf {
  const client = useQueryClient();
  return (code) => {
    const kept =
      client.getQueryData(readingCodes(corpus).queryKey) ??
      client.getQueryData(allCodesQuery(corpus).queryKey) ??
      [];
    return kept.find(({ id }) => id === code)?.name ?? t("Code {id}", { id: String(code) });
  };
}

export function UndoKeys({ corpus }: { corpus: number }) {
  const client = useQueryClient();
  const nameOf = useCodeNames(corpus);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const way = wayOf(event);
      if (way === null || event.defaultPrevented || isTyping(event.target)) return;
      event.preventDefault();
      void turn(corpus, way);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [corpus]);
  useEffect(
    () =>
      outbox().onSettled((settled) => {
        sayTurned(settled, nameOf);
        if (settled.entry.write.noun !== "step" || settled.outcome.is !== "done") return;
        const { undo = null, redo = null } = settled.outcome.answer ?? {};
        client.setQueryData(undoQuery(corpus).queryKey, { undo, redo } as Steps);
      }),
    [client, corpus, nameOf],
  );
  const trouble = useSyncExternalStore(undoTrouble.subscribe, undoTrouble.snapshot);
  if (trouble === null) return null;
  return (
    <div className={styles.trouble}>
      <Note tone="warn" alert>
        <span className="row">
          <span className="grow">{trouble}</span>
          <Button small onClick={() => undoTrouble.say(null)}>
            {t("Put away")}
          </Button>
        </span>
      </Note>
    </div>
  );
}
