/** One memo: kind, author, when, its text; changed and removed by those who may. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { deleteMemo, type Memo, memosKey } from "@/api/memos";
import { wordsFor } from "@/api/problem";
import { sessionQuery } from "@/api/session";
import type { Corpus } from "@/api/types";
import { nextSteps, undo } from "@/api/undo";
import { Button } from "@/ui/button";
import { momentOf, t } from "@/ui/i18n";
import { Note, Tag } from "@/ui/status";
import { toast } from "@/ui/toast";
import { keptDraft } from "./drafts";
import { kindName } from "./kinds";
import { MemoForm } from "./MemoForm";
import styles from "./memos.module.css";

const Markdown = lazy(() => import("./Markdown"));

interface Props {
  corpus: Corpus;
  memo: Memo;
  /** What it is about, where that is not plain from the place. */
  about?: ReactNode;
}

function useRemoval(corpus: number, memo: Memo) {
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const fresh = () => client.invalidateQueries({ queryKey: memosKey(corpus) });
  const bringBack = async (batch: number) => {
    await undo(corpus, batch).catch(setError);
    fresh();
  };
  const remove = async () => {
    try {
      await deleteMemo(memo);
      const batch = (await nextSteps(corpus).catch(() => null))?.undo?.batch;
      toast(t("Memo removed"), batch === undefined ? undefined : () => bringBack(batch));
    } catch (caught) {
      setError(caught);
    }
    fresh();
  };
  return { remove, error };
}

export function MemoCard({ corpus, memo, about }: Props) {
  const { data: me } = useQuery(sessionQuery);
  const target = { type: memo.target.type, id: memo.target.id };
  const [editing, setEditing] = useState(() => keptDraft(corpus.id, target, memo.id) !== null);
  const { remove, error } = useRemoval(corpus.id, memo);
  const { actions } = corpus;
  const isOwn = memo.author.id === me?.id && actions.includes("code");
  const mayChange = isOwn || actions.includes("adjudicate");
  const name = memo.author.name || memo.author.username;
  return (
    <article className={styles.card} aria-label={t("Memo by {name}", { name })}>
      <p className={styles.about}>
        {memo.kind ? <Tag>{kindName(memo.kind)}</Tag> : null}
        {about}
        <span>{name}</span>
        <time dateTime={memo.updated_at}>{momentOf(memo.updated_at)}</time>
        {mayChange && !editing ? (
          <span className={styles.tools}>
            <Button
              kind="quiet"
              small
              square
              icon="edit"
              aria-label={t("Change this memo")}
              onClick={() => setEditing(true)}
            />
            <Button
              kind="quiet"
              small
              square
              icon="trash"
              aria-label={t("Remove this memo")}
              onClick={remove}
            />
          </span>
        ) : null}
      </p>
      {error ? (
        <Note tone="danger" alert>
          {wordsFor(error)}
        </Note>
      ) : null}
      {editing ? (
        <MemoForm corpus={corpus.id} target={target} memo={memo} onDone={() => setEditing(false)} />
      ) : (
        <Suspense fallback={<p className={styles.plain}>{memo.text}</p>}>
          <Markdown corpus={corpus.id} text={memo.text} />
        </Suspense>
      )}
    </article>
  );
}
