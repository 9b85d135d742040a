/** How often each code was used in the thread; its button goes to where it stands first. All annotations as a list. */

import { useMemo, useState } from "react";
import type { Annotation } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { AnnotationList } from "./AnnotationList";
import type { ReaderData } from "./data";
import inspector from "./inspector.module.css";
import { nameFor, pigmentFor } from "./marks";
import type { Steps } from "./steps";

interface Props {
  readonly data: ReaderData;
  readonly steps: Steps;
}

export function ThreadCodes({ data, steps }: Props) {
  const { codebook } = data;
  const rows = useMemo(() => countCodes(data), [data]);
  const [listed, setListed] = useState(false);
  return (
    <div className={inspector.inspector}>
      <section>
        <h2>{t("Codes in this thread")}</h2>
        {rows.length === 0 ? (
          <p className="soft">
            {data.can.code
              ? t("None yet. Select a passage, or press C on a comment.")
              : t("None yet.")}
          </p>
        ) : (
          <ul>
            {rows.map(({ code, count, first, post }) => (
              <li key={code}>
                <button
                  type="button"
                  className={`${inspector.line} k${pigmentFor(codebook, code)}`}
                  data-drag-code={code}
                  onClick={() => {
                    if (first) steps.moves.showAnnotation(first);
                    else if (post !== null) steps.moves.show(post);
                  }}
                >
                  <span className={inspector.swatch} aria-hidden="true" />
                  <span className="grow">{nameFor(codebook, code)}</span>
                  <span className="num muted">{count}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {rows.length > 0 ? (
          <Button small onClick={() => setListed(true)}>
            {t("All annotations as a list")}
          </Button>
        ) : null}
      </section>
      {listed ? (
        <AnnotationList data={data} steps={steps} onClose={() => setListed(false)} />
      ) : null}
    </div>
  );
}

interface Row {
  readonly code: number;
  count: number;
  /** Its first annotation of those that are here. */
  readonly first: Annotation | null;
  /** Else the first post that carries it. */
  readonly post: number | null;
}

/** Most frequent first. */
function countCodes({ index, marks, model, wanted }: ReaderData): Row[] {
  const rows = new Map<number, Row>();
  const add = (code: number, by: number, first: Annotation | null, post: number | null) => {
    const row = rows.get(code);
    if (row) row.count += by;
    else rows.set(code, { code, count: by, first, post });
  };
  for (const annotation of index.all) add(annotation.code, 1, annotation, annotation.post);
  if (marks && wanted === null) {
    for (const post of model.posts) {
      if (post.isHere) continue;
      for (const { code, count } of marks.at(post.id)) add(code, count, null, post.id);
    }
  }
  return [...rows.values()].sort((a, b) => b.count - a.count);
}
