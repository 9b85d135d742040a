/** All annotations of the thread in the order of the text, as a list that can be read without seeing colours. */

import { useMemo, useState } from "react";
import type { Annotation } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { t } from "@/ui/i18n";
import styles from "./annotationList.module.css";
import type { ReaderData } from "./data";
import { nameFor, pigmentFor } from "./marks";
import type { Steps } from "./steps";

const PAGE = 100;

interface Props {
  readonly data: ReaderData;
  readonly steps: Steps;
  readonly onClose: () => void;
}

export function AnnotationList({ data, steps, onClose }: Props) {
  const [typed, setTyped] = useState("");
  const [most, setMost] = useState(PAGE);
  const all = useMemo(() => inOrder(data), [data]);
  const found = useMemo(() => matching(all, typed, data), [all, typed, data]);
  const shown = found.slice(0, most);
  const rest = found.length - shown.length;
  const go = (annotation: Annotation) => {
    onClose();
    // The dialog gives the focus back first.
    requestAnimationFrame(() => steps.moves.showAnnotation(annotation));
  };
  return (
    <Dialog title={t("Annotations of this thread")} onClose={onClose} closeLabel={t("Close")} wide>
      <label className={styles.find}>
        {t("Only with these words in code, quotation, memo or coder")}
        <input type="text" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
      <p className="muted" role="status">
        {t("{n, plural, one {# annotation} other {# annotations}}", { n: found.length })}
        {data.marks
          ? ` · ${t("those near the place where you are; go on reading for more")}`
          : null}
      </p>
      <ol className={styles.list}>
        {shown.map((annotation) => (
          <li
            key={annotation.id}
            className={`${styles.row} k${pigmentFor(data.codebook, annotation.code)}`}
          >
            <span className={styles.swatch} aria-hidden="true" />
            <div className={styles.words}>
              <p>
                <b>{nameFor(data.codebook, annotation.code)}</b>{" "}
                <span className="muted">
                  {placeOf(annotation, data)}, {annotation.coder.name || annotation.coder.username}
                </span>
              </p>
              {annotation.quote === null ? null : (
                <blockquote dir="auto">{annotation.quote}</blockquote>
              )}
              {annotation.memo ? <p className="soft">{annotation.memo}</p> : null}
            </div>
            <Button
              small
              aria-label={t("Go to text: {code}, {place}", {
                code: nameFor(data.codebook, annotation.code),
                place: placeOf(annotation, data),
              })}
              onClick={() => go(annotation)}
            >
              {t("Go to text")}
            </Button>
          </li>
        ))}
      </ol>
      {rest > 0 ? (
        <Button onClick={() => setMost(most + PAGE)}>
          {t("Show {n} more", { n: Math.min(rest, PAGE) })}
        </Button>
      ) : null}
    </Dialog>
  );
}

function placeOf({ post, level }: Annotation, { model }: ReaderData): string {
  if (post === null) return t("whole thread");
  const of = model.byId.get(post)?.label ?? "";
  return level === "post" ? t("the whole of {post}", { post: of }) : of;
}

/** Thread first, then post by post; the whole comment before its passages. */
function inOrder({ index, model }: ReaderData): Annotation[] {
  const at = ({ post }: Annotation) => model.byId.get(post ?? -1)?.row.index ?? -1;
  return index.all.toSorted(
    (a, b) => at(a) - at(b) || (a.start ?? -1) - (b.start ?? -1) || (a.end ?? 0) - (b.end ?? 0),
  );
}

function matching(all: readonly Annotation[], typed: string, { codebook }: ReaderData) {
  const wanted = typed.trim().toLocaleLowerCase();
  if (wanted === "") return all;
  return all.filter(({ code, quote, memo, coder }) =>
    [nameFor(codebook, code), quote, memo, coder.name, coder.username].some((text) =>
      text?.toLocaleLowerCase().includes(wanted),
    ),
  );
}
