/** A text to be taken along (a link, a token, a command), with a button that copies it. */
import { useRef, useState } from "react";
import { Button } from "./button";
import styles from "./copyable.module.css";
import { t } from "./i18n";
import { announce } from "./toast";

export function Copyable({ label, text }: { label: string; text: string }) {
  const field = useRef<HTMLElement>(null);
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      announce(t("Copied"));
    } catch {
      // No clipboard without a secure address: mark the text, so that Ctrl+C takes it.
      if (field.current) window.getSelection()?.selectAllChildren(field.current);
      announce(t("Marked: copy it with Ctrl and C"));
    }
  };
  return (
    <div className={styles.frame}>
      <code ref={field} className={styles.text}>
        {text}
      </code>
      <Button small icon={done ? "check" : "copy"} onClick={copy}>
        {done ? t("Copied") : t("Copy")}
        <span className="vh"> {label}</span>
      </Button>
    </div>
  );
}
