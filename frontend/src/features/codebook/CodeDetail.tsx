/** One code: what it means, when to use it, examples, how often it was used, memos. */
import { Link } from "@tanstack/react-router";
import type { Code, Corpus } from "@/api/types";
import { Memos } from "@/features/memos";
import { Button, buttonClass } from "@/ui/button";
import { PigmentPicker, Swatch } from "@/ui/code";
import { t } from "@/ui/i18n";
import { Note, Tag } from "@/ui/status";
import type { Form } from "./CodebookPage";
import { levelName } from "./CodeRow";
import styles from "./codebook.module.css";
import type { Asked } from "./Dialogs";
import { Examples } from "./Examples";
import type { Changes } from "./useChanges";

interface Props {
  corpus: Corpus;
  codes: readonly Code[];
  code: Code;
  changes: Changes;
  onForm: (form: Form) => void;
  onAsk: (asked: Asked) => void;
  onArchive: (code: Code) => void;
  /** Escape: back to the row in the tree. */
  onLeave: () => void;
}

function Meaning({ title, text }: { title: string; text: string }) {
  if (!text) return null;
  return (
    <div>
      <dt>{title}</dt>
      <dd dir="auto">{text}</dd>
    </div>
  );
}

function Tools(props: Props) {
  const { corpus, code, changes, onForm, onAsk, onArchive } = props;
  const mayCreate = corpus.actions.includes("create_code");
  const isFixed = code.locked ? t("It is locked: unlock it first") : null;
  if (!corpus.actions.includes("edit_codebook")) {
    return mayCreate ? (
      <div className={`row wrap ${styles.tools}`}>
        <Button small icon="plus" onClick={() => onForm({ show: "new", parent: code.id })}>
          {t("New subcode")}
        </Button>
      </div>
    ) : null;
  }
  const ask = (what: "move" | "merge" | "split") => () => onAsk({ what, code });
  const lock = () => {
    const said = code.locked
      ? t("“{name}” is unlocked", { name: code.name })
      : t("“{name}” is locked", { name: code.name });
    changes.change(code, { locked: !code.locked }, said);
  };
  if (code.archived) {
    const said = t("“{name}” is in use again", { name: code.name });
    return (
      <div className={`row wrap ${styles.tools}`}>
        <Button small icon="undo" onClick={() => changes.change(code, { archived: false }, said)}>
          {t("Use again")}
        </Button>
      </div>
    );
  }
  return (
    <div className={`row wrap ${styles.tools}`}>
      <Button small icon="edit" why={isFixed} onClick={() => onForm({ show: "edit" })}>
        {t("Edit")}
      </Button>
      <Button small icon="plus" onClick={() => onForm({ show: "new", parent: code.id })}>
        {t("New subcode")}
      </Button>
      <Button small why={isFixed} onClick={ask("move")}>
        {t("Move to…")}
      </Button>
      <Button small icon="join" why={isFixed} onClick={ask("merge")}>
        {t("Merge…")}
      </Button>
      <Button small icon="split" why={isFixed} onClick={ask("split")}>
        {t("Split…")}
      </Button>
      <Button small icon="lock" onClick={lock}>
        {code.locked ? t("Unlock") : t("Lock")}
      </Button>
      <Button small icon="archive" why={isFixed} onClick={() => onArchive(code)}>
        {t("Archive")}
      </Button>
    </div>
  );
}

function Use({ corpus, code }: Pick<Props, "corpus" | "code">) {
  const { own, subtree, outdated = 0 } = code.counts;
  const look = (at: "all" | "again") => ({ code: code.id, look: at }) as const;
  const to = { to: "/corpora/$c/codebook", params: { c: corpus.id } } as const;
  return (
    <>
      <Note icon="info">
        <p>
          {t("{own, plural, =0 {Not applied yet.} one {Applied once.} other {Applied # times.}}", {
            own,
          })}
        </p>
        {subtree > own ? <p>{t("With its subcodes: {n}.", { n: subtree })}</p> : null}
        {own > 0 ? (
          <Link {...to} search={look("all")} className="hit24">
            {t("Read them all")}
          </Link>
        ) : null}
      </Note>
      {outdated > 0 ? (
        <div className={styles.again}>
          <Note tone="warn" icon="eye">
            <p>
              {t(
                "{n, plural, one {One was coded before the definition changed.} other {# were coded before the definition changed.}}",
                { n: outdated },
              )}
            </p>
            <Link {...to} search={look("again")} className={buttonClass({ small: true })}>
              {t("Look again")}
            </Link>
          </Note>
        </div>
      ) : null}
    </>
  );
}

export function CodeDetail(props: Props) {
  const { corpus, codes, code, changes, onLeave } = props;
  const mayEdit = corpus.actions.includes("edit_codebook") && !code.locked && !code.archived;
  const above = code.path.slice(0, -1).join(" › ");
  const into = codes.find((one) => one.id === code.merged_into);
  return (
    <section
      id="code-detail"
      tabIndex={-1}
      className={`panel pad ${styles.detail}`}
      aria-labelledby="code-name"
      onKeyDown={(event) => {
        const isTyping = (event.target as Element).closest("input, textarea");
        if (event.key === "Escape" && !isTyping) onLeave();
      }}
    >
      <Button kind="quiet" small icon="chevronDown" className={styles.back} onClick={onLeave}>
        {t("Back to the tree")}
      </Button>
      {above ? <p className="muted">{above} ›</p> : null}
      <h2 id="code-name" dir="auto">
        <Swatch colour={code.colour} large /> {code.name}
      </h2>
      <div className={`row wrap ${styles.tags}`}>
        {code.locked ? <Tag icon="lock">{t("locked")}</Tag> : null}
        {code.archived ? <Tag icon="archive">{t("archived")}</Tag> : null}
        {into ? <Tag icon="join">{t("merged into {name}", { name: into.name })}</Tag> : null}
      </div>
      <Tools {...props} />
      {code.definition || code.include || code.exclude ? null : (
        <p className="soft">{t("Nobody has written down yet what this code means.")}</p>
      )}
      <dl>
        <Meaning title={t("Definition")} text={code.definition} />
        <Meaning title={t("Use it when")} text={code.include} />
        <Meaning title={t("Do not use it when")} text={code.exclude} />
        <Examples {...{ corpus, code, changes, mayEdit }} />
        <Meaning title={t("Applies to")} text={code.levels.map(levelName).join(", ")} />
      </dl>
      {mayEdit ? (
        <div className={styles.pigment}>
          <PigmentPicker
            value={code.colour}
            onChange={(colour) =>
              changes.change(
                code,
                { colour },
                t("“{name}” has another colour", { name: code.name }),
              )
            }
          />
        </div>
      ) : null}
      <Use corpus={corpus} code={code} />
      <Memos corpus={corpus.id} target={{ type: "code", id: code.id }} />
    </section>
  );
}
