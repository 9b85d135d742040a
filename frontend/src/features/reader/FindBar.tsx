/** The bar over the text in which one looks for words: how many hits, the next, the one before. */

import { useEffect, useRef } from "react";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import styles from "./find.module.css";
import type { Finding } from "./useFind";

export function FindBar({ find }: { find: Finding }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!find.open) return;
    field.current?.focus();
    field.current?.select();
  }, [find.open]);
  if (!find.open) return null;
  const none = find.hits.length === 0;
  return (
    <search className={styles.bar} data-find>
      <Icon name="search" />
      <input
        ref={field}
        className={styles.field}
        type="text"
        aria-label={t("Find in this thread")}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={find.typed}
        onChange={(event) => find.type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") find.step(event.shiftKey ? -1 : 1);
          else if (event.key === "Escape") find.close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <output className={`num ${styles.count}`}>{said(find)}</output>
      <Button
        kind="quiet"
        small
        square
        icon="chevronUp"
        aria-label={t("The hit before")}
        disabled={none}
        onClick={() => find.step(-1)}
      />
      <Button
        kind="quiet"
        small
        square
        icon="chevronDown"
        aria-label={t("The next hit")}
        disabled={none}
        onClick={() => find.step(1)}
      />
      <Button
        kind="quiet"
        small
        square
        icon="close"
        aria-label={t("Close the find bar")}
        onClick={find.close}
      />
    </search>
  );
}

function said({ typed, busy, failed, hits, at, count }: Finding): string {
  if (typed.trim() === "") return "";
  if (failed) return t("Could not look");
  if (busy) return "";
  if (count === 0) return t("Not found");
  if (at < 0) return t("{n, plural, one {# hit} other {# hits}}", { n: count });
  if (count > hits.length)
    return t("{at} of the first {n} of {count}", { at: at + 1, n: hits.length, count });
  return t("{at} of {n}", { at: at + 1, n: count });
}
