/** A code on a whole comment or thread: a chip that chooses its annotation. */

import type { Annotation } from "@/api/types";
import { t } from "@/ui/i18n";
import { initials } from "@/ui/person";
import type { Codebook } from "./codes";
import { nameFor, pigmentFor } from "./marks";
import styles from "./post.module.css";

interface Props {
  readonly annotation: Annotation;
  readonly codebook: Codebook;
  readonly pressed: boolean;
  readonly note?: string;
  readonly onPress: () => void;
}

export function CodeChip({ annotation, codebook, pressed, note, onPress }: Props) {
  const { coder } = annotation;
  const name = coder.name || coder.username;
  return (
    <button
      type="button"
      className={`${styles.chip} k${pigmentFor(codebook, annotation.code)}`}
      aria-pressed={pressed}
      onClick={onPress}
    >
      <span className={styles.swatch} aria-hidden="true" />
      <span>{nameFor(codebook, annotation.code)}</span>
      {note ? <span className="muted">{note}</span> : null}
      <span className="muted" aria-hidden="true" title={name}>
        {initials(name)}
      </span>
      <span className="vh">{t("by {names}", { names: name })}</span>
    </button>
  );
}
