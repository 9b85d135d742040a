/**
 * What has just been done, said at the bottom centre with Undo, and read aloud. Errors never come
 * here: they stand where they arose.
 */
import { useEffect, useState, useSyncExternalStore } from "react";
import { t } from "./i18n";
import { Icon } from "./icons";
import styles from "./toast.module.css";

interface Toast {
  id: number;
  text: string;
  undo?: () => void;
  /** What the button says instead of "Undo". */
  label?: string;
  /** Called when the toast goes and nobody took it back. */
  after?: () => void;
}

const STAYS_MS = 6_000;

let toasts: readonly Toast[] = [];
let spoken = "";
let count = 0;
const watchers = new Set<() => void>();

function changed(): void {
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Says `text` to screen readers only. */
export function announce(text: string): void {
  // The same sentence twice would not be read again: a no-break space makes it another.
  spoken = text === spoken ? `${text}\u00a0` : text;
  changed();
}

/**
 * Shows what was done, for six seconds; with `undo` it can be taken back from there. What the
 * server can't take back is done only in `after`, once nobody has wanted it undone. Returns how to
 * take the toast away, for when its undo has become impossible.
 */
export function toast(
  text: string,
  undo?: () => void,
  after?: () => void,
  label: string = t("Undo"),
): () => void {
  count += 1;
  const made: Toast = {
    id: count,
    text,
    label,
    ...(undo ? { undo } : {}),
    ...(after ? { after } : {}),
  };
  for (const old of toasts.slice(0, -2)) dismiss(old);
  toasts = [...toasts, made];
  announce(undo ? t("{text}. “{label}” is the last button on the page.", { text, label }) : text);
  return () => dismiss(made);
}

let dropChange: () => void = () => undefined;

/**
 * Shows what became of the person's last change, in place of what was said of the one before: only
 * the last one is taken back.
 */
export function tellChange(text: string, undo?: () => void, label?: string): void {
  dropChange();
  dropChange = toast(text, undo, undefined, label);
}

/** Takes away what was said of the last change: its undo is under way otherwise. */
export function forgetChange(): void {
  dropChange();
}

function remove(gone: Toast): void {
  toasts = toasts.filter((one) => one !== gone);
  changed();
}

function dismiss(gone: Toast): void {
  remove(gone);
  gone.after?.();
}

function OneToast({ toast: shown }: { toast: Toast }) {
  const { text, undo, label } = shown;
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(shown), STAYS_MS);
    return () => clearTimeout(timer);
  }, [held, shown]);
  const takeBack = () => {
    undo?.();
    remove(shown);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the toast while the pointer rests
    <div
      className={styles.toast}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name="check" />
      <span className="grow">{text}</span>
      {undo ? (
        <button type="button" className={styles.undo} onClick={takeBack}>
          {label}
        </button>
      ) : null}
    </div>
  );
}

/** Stands once, at the end of the page. */
export function Toasts() {
  const shown = useSyncExternalStore(watch, () => toasts);
  const words = useSyncExternalStore(watch, () => spoken);
  return (
    <>
      <p className="vh" role="status" aria-live="polite">
        {words}
      </p>
      {shown.length > 0 ? (
        <section className={styles.toasts} aria-label={t("What was done")}>
          {shown.map((one) => (
            <OneToast key={one.id} toast={one} />
          ))}
        </section>
      ) : null}
    </>
  );
}
