/** The digit of a code: shown, and given to it here or in the palette. */

import { t } from "@/ui/i18n";
import type { CodeView } from "./codes";
import styles from "./hands.module.css";

interface Props {
  readonly view: CodeView;
  readonly onBind: (digit: string) => void;
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

export function CodeKey({ view, onBind }: Props) {
  return (
    <select
      className={styles.digit}
      aria-label={t("Key of {code}", { code: view.name })}
      value={view.key ?? ""}
      onChange={(event) => (event.target.value ? onBind(event.target.value) : undefined)}
    >
      {view.key === null ? <option value="">{t("none")}</option> : null}
      {DIGITS.map((digit) => (
        <option key={digit} value={digit}>
          {digit}
        </option>
      ))}
    </select>
  );
}
