/** What every page does on arrival: name itself, and take the focus when one came by a link. */
import { useEffect, useRef } from "react";

/** Sets the window's title: the most particular first. */
export function usePageTitle(...parts: (string | undefined)[]): void {
  const title = [...parts.filter(Boolean), "Catena"].join(" – ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}

let singleKeys = true;

/** Some people speak to their computer, or hit keys by mistake: they switch single keys off. */
export function allowSingleKeys(allowed: boolean): void {
  singleKeys = allowed;
}

/** Whether a single key may do something. */
export function singleKeysAllowed(): boolean {
  return singleKeys;
}

/** Calls `run` on a single key, unless somebody is typing or a dialog is open. */
export function useShortcut(key: string, run: () => void): void {
  const kept = useRef(run);
  useEffect(() => {
    kept.current = run;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.closest("input, textarea, select, [contenteditable], dialog");
      if (
        !singleKeys ||
        event.key !== key ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        typing
      )
        return;
      event.preventDefault();
      kept.current();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [key]);
}
