/** The inspector: everything about the chosen annotation, and what can be done to it. */

import type { Annotation } from "@/api/types";
import { PinExample } from "@/features/examples";
import { HistoryOf, LatestChange } from "@/features/history";
import { overlaps } from "@/text/lanes";
import { countWords } from "@/text/words";
import { Button } from "@/ui/button";
import { momentOf, t } from "@/ui/i18n";
import { initials } from "@/ui/person";
import type { AnnotationIndex, Gloss } from "./annotations";
import { CodeKey } from "./CodeKey";
import { CopyLink } from "./CopyLink";
import type { Codebook } from "./codes";
import { EdgeButtons } from "./EdgeButtons";
import type { EdgeMove } from "./edges";
import styles from "./inspector.module.css";
import { MemoEditor } from "./MemoEditor";
import { nameFor, pigmentFor } from "./marks";
import type { ThreadModel } from "./model";
import { SaveState } from "./Saved";

export interface InspectorActions {
  readonly next: () => void;
  readonly previous: () => void;
  readonly changeCode: () => void;
  readonly move: (edge: EdgeMove) => void;
  readonly bind: (code: number, digit: string) => void;
  readonly remove: () => void;
  readonly editMemo: (on: boolean) => void;
  readonly saveMemo: (memo: string) => void;
  readonly choose: (annotation: string, post: number | null) => void;
}

interface Props {
  readonly annotation: Annotation;
  readonly model: ThreadModel;
  readonly index: AnnotationIndex;
  readonly codebook: Codebook;
  /** Why it may not be changed, or null. */
  readonly locked: string | null;
  readonly editing: boolean;
  readonly actions: InspectorActions;
}

export function Inspector(props: Props) {
  const { annotation, model, index, codebook, locked, editing, actions } = props;
  const view = codebook.byId.get(annotation.code);
  const post = annotation.post === null ? undefined : model.byId.get(annotation.post);
  const glosses = index.byPost.get(annotation.post ?? -1)?.glosses ?? [];
  const own = glosses.find((gloss) => gloss.annotations.includes(annotation));
  const coders = (own?.annotations ?? [annotation]).map(
    ({ coder }) => coder.name || coder.username,
  );
  return (
    <div className={`${styles.inspector} k${pigmentFor(codebook, annotation.code)}`}>
      <section>
        <div className="row">
          <h2 className="muted">{t("Annotation")}</h2>
          <span className={`${styles.pair} end`}>
            <Button
              kind="quiet"
              small
              square
              icon="chevronUp"
              aria-label={t("Previous annotation")}
              onClick={actions.previous}
            />
            <Button
              kind="quiet"
              small
              square
              icon="chevronDown"
              aria-label={t("Next annotation")}
              onClick={actions.next}
            />
          </span>
        </div>
        <p className={styles.title} data-drag-code={annotation.code}>
          <span className={styles.swatch} aria-hidden="true" />
          <span>{nameFor(codebook, annotation.code)}</span>
        </p>
        <SaveState id={annotation.id} />
        {view && view.above.length > 0 ? (
          <p className="muted">{[...view.above, view.name].join(" › ")}</p>
        ) : null}
        {annotation.quote === null ? null : (
          <blockquote className={styles.quote} dir="auto">
            {annotation.quote}
          </blockquote>
        )}
        <dl className={styles.facts}>
          <dt>{t("{n, plural, one {Coder} other {Coders}}", { n: coders.length })}</dt>
          <dd>{coders.join(", ")}</dd>
          <dt>{annotation.level === "passage" ? t("Passage") : t("On")}</dt>
          <dd>{whereOf(annotation, post?.label)}</dd>
          {view && locked === null ? (
            <>
              <dt>{t("Key")}</dt>
              <dd>
                <CodeKey view={view} onBind={(digit) => actions.bind(view.id, digit)} />
              </dd>
            </>
          ) : null}
          {annotation.state === "orphan" ? (
            <>
              <dt>{t("State")}</dt>
              <dd>{t("The text was corrected; these words are no longer in it.")}</dd>
            </>
          ) : null}
        </dl>
        <div className={styles.buttons}>
          <Button small why={locked} onClick={actions.changeCode}>
            {t("Change code")}
          </Button>
          <Button
            kind="quiet"
            small
            square
            icon="trash"
            className="end"
            why={locked}
            aria-label={t("Remove this annotation")}
            onClick={actions.remove}
          />
          <PinExample annotation={annotation} />
          {post ? <CopyLink place={placeOf(annotation, post.post.number)} /> : null}
          {annotation.level === "passage" ? (
            <EdgeButtons why={locked} onMove={actions.move} />
          ) : null}
        </div>
      </section>
      {view && (view.code.definition || view.code.exclude) ? (
        <section>
          <h2>{t("Definition")}</h2>
          <p className="soft">{view.code.definition}</p>
          {view.code.exclude ? (
            <p className="soft">
              <span className="muted">{t("Not:")}</span> {view.code.exclude}
            </p>
          ) : null}
        </section>
      ) : null}
      <MemoEditor
        key={annotation.id}
        annotation={annotation}
        editing={editing}
        locked={locked}
        onEdit={actions.editMemo}
        onSave={actions.saveMemo}
      />
      <AlsoHere glosses={alsoHere(glosses, own)} {...{ codebook, annotation, actions }} />
      <History annotation={annotation} />
    </div>
  );
}

function placeOf({ start, end }: Annotation, number: number) {
  return { number, start: start ?? 0, end: end ?? 0 };
}

function whereOf(annotation: Annotation, label: string | undefined): string {
  if (annotation.level === "thread") return t("the whole thread");
  if (annotation.level === "post") return t("the whole of {label}", { label: label ?? "" });
  return t("{label}, {n, plural, one {# word} other {# words}}", {
    label: label ?? "",
    n: countWords(annotation.quote ?? ""),
  });
}

function alsoHere(glosses: readonly Gloss[], own: Gloss | undefined): readonly Gloss[] {
  return own ? glosses.filter((gloss) => gloss !== own && overlaps(gloss, own)) : [];
}

function AlsoHere(
  props: Pick<Props, "codebook" | "annotation" | "actions"> & { glosses: readonly Gloss[] },
) {
  if (props.glosses.length === 0) return null;
  return (
    <section>
      <h2>{t("Also on this passage")}</h2>
      <ul>
        {props.glosses.map((gloss) => (
          <li key={gloss.key}>
            <button
              type="button"
              className={`${styles.line} k${pigmentFor(props.codebook, gloss.code)}`}
              onClick={() =>
                props.actions.choose(gloss.annotations[0]?.id ?? "", props.annotation.post)
              }
            >
              <span className={styles.swatch} aria-hidden="true" />
              <span className="grow">{nameFor(props.codebook, gloss.code)}</span>
              <span className="muted">
                {gloss.annotations
                  .map(({ coder }) => initials(coder.name || coder.username))
                  .join(" ")}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function History({ annotation }: { annotation: Annotation }) {
  const name = annotation.coder.name || annotation.coder.username;
  return (
    <section>
      <h2>{t("History")}</h2>
      <ul className={styles.history}>
        {annotation.version > 1 ? (
          <li>
            <LatestChange
              corpus={annotation.corpus}
              type="annotation"
              id={annotation.id}
              version={annotation.version}
              at={annotation.updated_at}
            />
          </li>
        ) : null}
        <li>
          <span className="muted">{momentOf(annotation.created_at)}</span>
          <span>{t("Applied by {name}", { name })}</span>
        </li>
      </ul>
      <HistoryOf
        corpus={annotation.corpus}
        filter={{ target_type: "annotation", target: annotation.id }}
      />
    </section>
  );
}
