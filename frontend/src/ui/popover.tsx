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
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
    };
  });
}

export function Popover({ label, className = "", children }: Props) {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => setOpen(false);
  useLeaving(open, (node) => frame.current?.contains(node) ?? false, close);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from wherever the focus is inside
    <div
      ref={frame}
      className={`${styles.frame} ${className}`}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        close();
        button.current?.focus();
      }}
    >
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
