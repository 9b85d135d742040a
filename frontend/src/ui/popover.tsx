/** A button that shows a panel under it; Escape, a click elsewhere or leaving it closes it. */
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { buttonClass } from "./button";
import styles from "./popover.module.css";

interface Props {
  label: ReactNode;
  className?: string;
  children: (close: () => void) => ReactNode;
}

/** Closes when the focus or a press goes elsewhere. */
function useLeaving(open: boolean, isInside: (node: Node) => boolean, close: () => void): void {
  useEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event) => {
      if (!isInside(event.target as Node)) close();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") close();
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
    };
  });
}

function panelHasFocus(frame: HTMLElement | null, button: HTMLElement | null): boolean {
  const active = document.activeElement;
  return active !== button && (frame?.contains(active) ?? false);
}

export function Popover({ label, className = "", children }: Props) {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => {
    if (panelHasFocus(frame.current, button.current)) button.current?.focus();
    setOpen(false);
  };
  useLeaving(open, (node) => frame.current?.contains(node) ?? false, close);
  return (
    <div ref={frame} className={`${styles.frame} ${className}`}>
      <button
        ref={button}
        type="button"
        className={`${buttonClass({ kind: "quiet" })} ${styles.button}`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open ? (
        <div id={id} className={styles.panel}>
          {children(close)}
        </div>
      ) : null}
    </div>
  );
}
