/** The line of keys at the palette's foot. */

import { type Keymap, keyLabel } from "@/features/keys";
import { Key } from "@/ui/button";
import { t } from "@/ui/i18n";
import styles from "./palette.module.css";

export function PaletteFoot({ keymap, inVivo }: { keymap: Keymap; inVivo: boolean }) {
  return (
    <div className={styles.keys} aria-hidden="true">
      <span>
        <Key>↵</Key>
        {t("apply")}
      </span>
      <span>
        <Key>⇧↵</Key>
        {t("apply, stay")}
      </span>
      {inVivo ? (
        <span>
          <Key>{withAlt(keymap.inVivo)}</Key>
          {t("in vivo")}
        </span>
      ) : null}
    </div>
  );
}

/** The key of an action as it is pressed in the palette, where bare letters write. */
export function withAlt(chord: string): string {
  return keyLabel(/^Alt\+./.test(chord) ? chord : `Alt+${chord}`);
}
