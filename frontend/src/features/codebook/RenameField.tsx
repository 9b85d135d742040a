/** A code's name, changed in its place: Enter keeps it, Escape leaves it as it was. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { t } from "@/ui/i18n";
import styles from "./tree.module.css";

interface Props {
  name: string;
  /** Gets null when the old name stays. */
  onDone: (name: string | null) => void;
}

export function RenameField({ name, onDone }: Props) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const decided = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const done = (keep: boolean) => {
    if (decided.current) return;
    decided.current = true;
    const now = text.trim();
    onDone(keep && now !== "" && now !== name ? now : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Enter") done(true);
    else if (event.key === "Escape") done(false);
    else return;
    event.preventDefault();
  };
  return (
    <input
      ref={field}
      className={styles.rename}
      aria-label={t("New name of “{name}”", { name })}
      value={text}
      maxLength={200}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => done(true)}
    />
  );
}
