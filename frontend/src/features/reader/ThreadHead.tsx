/** The head of the text: where it comes from, its title, codes on the whole thread. */

import { Fragment } from "react";
import type { Annotation } from "@/api/types";
import { Button } from "@/ui/button";
import { dateOf, t } from "@/ui/i18n";
import { Empty } from "@/ui/status";
import { wordOf } from "@/ui/words";
import { byCode, CodeChip } from "./CodeChip";
import { DoneToggle } from "./DoneButtons";
import { MissingComments } from "./Gaps";
import type { Look } from "./look";
import type { ThreadModel } from "./model";
import styles from "./reader.module.css";
import { WHOLE_UP_TO } from "./TextPane";
import type { Done } from "./useDone";

interface Props {
  readonly model: ThreadModel;
  readonly annotations: readonly Annotation[];
  readonly look: Look;
  readonly chosen: string | null;
  readonly canCode: boolean;
  readonly done: Done;
  readonly onChoose: (annotations: readonly Annotation[]) => void;
  readonly onCode: () => void;
  readonly hiddenToo: boolean;
  readonly onHiddenToo: (on: boolean) => void;
  /** Null for those who may not change threads. */
  readonly onEdit: (() => void) | null;
}

/** Says what is folded away, and folds it out. */
function Hidden({
  model,
  hiddenToo,
  onHiddenToo,
}: Pick<Props, "model" | "hiddenToo" | "onHiddenToo">) {
  if (model.hidden.size === 0) return null;
  const kinds = [...model.hidden].map(([what, n]) => `${n} ${wordOf(what)}`).join(", ");
  const text = hiddenToo
    ? t("Shown, too: {kinds}.", { kinds })
    : t("Not shown: {kinds}.", { kinds });
  return (
    <p className="muted">
      {text}{" "}
      <Button kind="quiet" small icon="eye" onClick={() => onHiddenToo(!hiddenToo)}>
        {hiddenToo ? t("Fold them away") : t("Show them")}
      </Button>
    </p>
  );
}

/** A filter has left no post to read. */
function NothingLeft({ model }: Pick<Props, "model">) {
  return (
    <Empty icon="searchX" title={t("Nothing matches")}>
      {t(
        "{n, plural, one {The one post of this thread is} other {All # posts of this thread are}} left out by the filters above. Remove one of them, or choose “Show all”.",
        { n: model.filteredOut },
      )}
    </Empty>
  );
}

export function ThreadHead(props: Props) {
  const { model, annotations, look, chosen, canCode, onChoose, onCode } = props;
  const { thread } = model;
  const facts = [
    thread.site,
    dateOf(thread.written_at),
    t("{n, plural, one {# comment} other {# comments}}", { n: model.comments }),
  ];
  return (
    <header className={styles.threadHead} data-thread-head>
      <p className={styles.where}>
        {facts.filter(Boolean).map((fact, index) => (
          <Fragment key={fact}>
            {index > 0 ? " · " : null}
            <bdi>{fact}</bdi>
          </Fragment>
        ))}
      </p>
      <h1 dir="auto" {...(thread.language ? { lang: thread.language } : {})}>
        {thread.title || t("Untitled thread")}
      </h1>
      <MissingComments thread={thread} />
      <Hidden {...props} />
      <div className={styles.threadCodes}>
        {annotations.length > 0 ? <span className="muted">{t("Whole thread")}</span> : null}
        {byCode(annotations).map((group) => (
          <CodeChip
            key={group[0]?.code}
            annotations={group}
            look={look}
            chosen={chosen}
            onPress={onChoose}
          />
        ))}
        {canCode ? (
          <Button kind="quiet" small icon="plus" onClick={onCode}>
            {t("Code the thread")}
          </Button>
        ) : null}
        {props.onEdit ? (
          <Button kind="quiet" small icon="edit" onClick={props.onEdit}>
            {t("Change this thread")}
          </Button>
        ) : null}
        <DoneToggle done={props.done} />
      </div>
      {model.posts.length > WHOLE_UP_TO ? (
        <p className={styles.onlyPrinted}>
          {t("Only a part of this long thread is printed here. Take “View”, “Page for printing”.")}
        </p>
      ) : null}
      {model.posts.length === 0 ? <NothingLeft model={model} /> : null}
    </header>
  );
}
