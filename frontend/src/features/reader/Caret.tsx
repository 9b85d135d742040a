/** Draws the keyboard caret, which browsers don't show in text that can't be edited. */

import { type RefObject, useEffect, useRef } from "react";
import { caretBox } from "@/text/caret";
import styles from "./reader.module.css";

const EDGE = 24;

export function Caret({ scroller }: { scroller: RefObject<HTMLElement | null> }) {
  const mark = useRef<HTMLElement>(null);
  useEffect(() => {
    const draw = (follow: boolean) => {
      const selection = document.getSelection();
      const box = selection === null ? null : caretBox(selection);
      if (mark.current === null) return;
      mark.current.hidden = box === null;
      if (box === null) return;
      const moved = follow ? keepInView(scroller.current, box) : 0;
      mark.current.style.left = `${box.left - 1}px`;
      mark.current.style.top = `${box.top - moved}px`;
      mark.current.style.height = `${box.height}px`;
    };
    const selected = () => draw(true);
    const scrolled = () => draw(false);
    draw(true);
    document.addEventListener("selectionchange", selected);
    window.addEventListener("scroll", scrolled, { capture: true, passive: true });
    return () => {
      document.removeEventListener("selectionchange", selected);
      window.removeEventListener("scroll", scrolled, { capture: true });
    };
  }, [scroller]);
  return <i ref={mark} className={styles.caret} aria-hidden="true" />;
}

/** Scrolls when the caret would leave the view; says by how many px. */
function keepInView(scroller: HTMLElement | null, box: DOMRect): number {
  const view = scroller?.getBoundingClientRect();
  if (!scroller || !view) return 0;
  const above = Math.min(box.top - EDGE - view.top, 0);
  const below = Math.max(box.bottom + EDGE - view.bottom, 0);
  scroller.scrollTop += above + below;
  return above + below;
}
