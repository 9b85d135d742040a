/** A code on a whole comment or thread, with everybody who said so: a chip that chooses the annotation. */

import type { Annotation } from "@/api/types";
import { t } from "@/ui/i18n";
import { initials } from "@/ui/person";
import { type Look, paintFor } from "./look";
import { MemoSign } from "./MemoSign";
import { nameFor } from "./marks";
import styles from "./post.module.css";
import { Sample } from "./Sample";

interface Props {
  /** One code's annotations, oldest first. */
  readonly annotations: readonly Annotation[];
  readonly look: Look;
  readonly chosen: string | null;
  readonly note?: string;
  readonly onPress: (annotations: readonly Annotation[]) => void;
}

export function CodeChip({ annotations, look, chosen, note, onPress }: Props) {
  const code = annotations[0]?.code ?? 0;
  const names = annotations.map(({ coder }) => coder.name || coder.username);
  return (
    <button
      type="button"
      className={styles.chip}
      data-annotations={annotations.map(({ id }) => id).join(" ")}
      aria-pressed={annotations.some(({ id }) => id === chosen)}
      onClick={() => onPress(annotations)}
    >
      <Sample paint={paintFor(look, code, annotations)} />
      <span>{nameFor(look.codebook, code)}</span>
      {note ? <span className="muted">{note}</span> : null}
      <span className="muted" aria-hidden="true" title={names.join(", ")}>
        {names.map(initials).join(" ")}
      </span>
      <span className="vh">{t("by {names}", { names: names.join(", ") })}</span>
      <MemoSign annotations={annotations} />
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
