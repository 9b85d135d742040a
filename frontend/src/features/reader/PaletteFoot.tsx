/** The line of keys at the palette's foot. */

import { type Keymap, keyLabel } from "@/features/keys";
import { Key } from "@/ui/button";
import { t } from "@/ui/i18n";
import styles from "./palette.module.css";

interface Props {
  readonly keymap: Keymap;
  readonly inVivo: boolean;
  /** A code is put in the place of another one. */
  readonly changing: boolean;
}

export function PaletteFoot({ keymap, inVivo, changing }: Props) {
  return (
    <div className={styles.keys} aria-hidden="true">
      <span>
        <Key>↵</Key>
        {changing ? t("change") : t("apply")}
      </span>
      {changing ? null : (
        <span>
          <Key>⇧↵</Key>
          {t("apply, stay")}
        </span>
      )}
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
