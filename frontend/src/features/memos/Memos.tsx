/** The memos on one thing, with a form for another. Stands wherever that thing is shown. */
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useCorpus } from "@/api/corpora";
import { memosOfQuery, type Target } from "@/api/memos";
import { wordsFor } from "@/api/problem";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { keptDraft } from "./drafts";
import { MemoCard } from "./MemoCard";
import { MemoForm } from "./MemoForm";
import styles from "./memos.module.css";
import { useReturn } from "./useReturn";

interface Props {
  corpus: number;
  target: Target;
  /** The heading; “Memos” if nothing is said. */
  title?: string;
}

export function Memos(props: Props) {
  const { type, id } = props.target;
  return <MemosOf key={`${type}-${id}`} {...props} />;
}

function MemosOf({ corpus: c, target, title = t("Memos") }: Props) {
  const corpus = useCorpus(c);
  const { data: memos, error } = useQuery(memosOfQuery(c, target));
  const [writing, setWriting] = useState(() => keptDraft(c, target, null) !== null);
  const button = useReturn(writing);
  const id = useId();
  const mayWrite = corpus.actions.includes("code");
  return (
    <section className={styles.memos} aria-labelledby={id}>
      <div className="row">
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {mayWrite && !writing ? (
          <Button
            ref={button}
            kind="quiet"
            small
            icon="memo"
            className="end"
            onClick={() => setWriting(true)}
          >
            {t("Write a memo")}
          </Button>
        ) : null}
      </div>
      {error ? <Note tone="danger">{wordsFor(error)}</Note> : null}
      {writing ? <MemoForm corpus={c} target={target} onDone={() => setWriting(false)} /> : null}
      {memos?.map((memo) => (
        <MemoCard key={memo.id} corpus={corpus} memo={memo} />
      ))}
      {memos?.length === 0 && !writing ? <p className="muted">{t("None yet.")}</p> : null}
    </section>
  );
}
