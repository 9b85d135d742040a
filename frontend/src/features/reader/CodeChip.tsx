/** A code on a whole comment or thread, with everybody who said so: a chip that chooses the annotation. */

import type { Annotation } from "@/api/types";
import { t } from "@/ui/i18n";
import { initials } from "@/ui/person";
import type { Codebook } from "./codes";
import { nameFor, pigmentFor } from "./marks";
import styles from "./post.module.css";

interface Props {
  /** One code's annotations, oldest first. */
  readonly annotations: readonly Annotation[];
  readonly codebook: Codebook;
  readonly chosen: string | null;
  readonly note?: string;
  readonly onPress: (annotations: readonly Annotation[]) => void;
}

export function CodeChip({ annotations, codebook, chosen, note, onPress }: Props) {
  const code = annotations[0]?.code ?? 0;
  const names = annotations.map(({ coder }) => coder.name || coder.username);
  return (
    <button
      type="button"
      className={`${styles.chip} k${pigmentFor(codebook, code)}`}
      aria-pressed={annotations.some(({ id }) => id === chosen)}
      onClick={() => onPress(annotations)}
    >
      <span className={styles.swatch} aria-hidden="true" />
      <span>{nameFor(codebook, code)}</span>
      {note ? <span className="muted">{note}</span> : null}
      <span className="muted" aria-hidden="true" title={names.join(", ")}>
        {names.map(initials).join(" ")}
      </span>
      <span className="vh">{t("by {names}", { names: names.join(", ") })}</span>
    </button>
  );
}

/** Annotations of wholes, one group for each code, in the order in which the codes came. */
export function byCode(annotations: readonly Annotation[]): Annotation[][] {
  const groups = new Map<number, Annotation[]>();
  for (const annotation of annotations) {
    const group = groups.get(annotation.code);
    if (group) group.push(annotation);
    else groups.set(annotation.code, [annotation]);
  }
  return [...groups.values()];
}
