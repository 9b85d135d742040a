/** The memos on one thing, with a form for another. Stands wherever that thing is shown. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
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
  /** A memo that the thing carries itself comes first; its editor, while one writes there. */
  first?: ReactNode;
  /** What begins that first memo, in place of the button for another; none if there is one. */
  begin?: ReactNode;
}

export function Memos(props: Props) {
  const { type, id } = props.target;
  return <MemosOf key={`${type}-${id}`} {...props} />;
}

function MemosOf({ corpus: c, target, title = t("Memos"), first, begin }: Props) {
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
        {begin ??
          (mayWrite && !writing ? (
            <Button ref={button} small icon="memo" className="end" onClick={() => setWriting(true)}>
              {first ? t("Write another memo") : t("Write a memo")}
            </Button>
          ) : null)}
      </div>
      {error ? <Note tone="danger">{wordsFor(error)}</Note> : null}
      {first}
      {writing ? <MemoForm corpus={c} target={target} onDone={() => setWriting(false)} /> : null}
      {memos?.map((memo) => (
        <MemoCard key={memo.id} corpus={corpus} memo={memo} />
      ))}
      {memos?.length === 0 && !writing && !first ? <p className="muted">{t("None yet.")}</p> : null}
    </section>
  );
}
