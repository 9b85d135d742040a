/** The memos that annotations carry themselves: with code, words, coder, and the way to the text. */
import { type UseInfiniteQueryResult, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { codesQuery } from "@/api/codes";
import { annotationMemosQuery, type MemoFilter } from "@/api/memos";
import { passageOf } from "@/api/passages";
import { wordsFor } from "@/api/problem";
import type { Annotation } from "@/api/types";
import { Button } from "@/ui/button";
import { Swatch } from "@/ui/code";
import { momentOf, t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import styles from "./memos.module.css";

export interface AnnotationMemosFound {
  /** Undefined while the first are being asked for. */
  notes: readonly Annotation[] | undefined;
  query: Pick<UseInfiniteQueryResult, "error" | "hasNextPage" | "fetchNextPage">;
}

/** Those that fit the filters of the page of memos; they have no kind, so none fits one. */
export function useAnnotationMemos(corpus: number, filter: MemoFilter): AnnotationMemosFound {
  const { target_type, kind } = filter;
  const enabled = (target_type === undefined || target_type === "annotation") && !kind;
  const query = useInfiniteQuery({ ...annotationMemosQuery(corpus, filter), enabled });
  if (!enabled) return { notes: [], query: { ...query, hasNextPage: false, error: null } };
  return { notes: query.data?.pages.flatMap((page) => page.results), query };
}

function wordsOf({ quote, level }: Annotation): string {
  if (quote !== null) return `“${quote}”`;
  return level === "thread" ? t("The whole thread") : t("A whole comment");
}

function Card({ corpus, note }: { corpus: number; note: Annotation }) {
  const { data: codes = [] } = useQuery(codesQuery(corpus));
  const code = codes.find(({ id }) => id === note.code);
  const name = note.coder.name || note.coder.username;
  return (
    <article className={styles.card} aria-label={t("Memo by {name}", { name })}>
      <p className={styles.about}>
        <span>
          {code ? <Swatch colour={code.colour} /> : null} {code?.name ?? t("annotation")}
        </span>
        <span>{name}</span>
        <time dateTime={note.updated_at}>{momentOf(note.updated_at)}</time>
      </p>
      <p className={styles.about}>
        <Link {...passageOf(corpus, note)} className={styles.words} dir="auto">
          {wordsOf(note)}
        </Link>
      </p>
      <p className={styles.plain} dir="auto">
        {note.memo}
      </p>
    </article>
  );
}

export function AnnotationMemos({
  corpus,
  found,
}: {
  corpus: number;
  found: AnnotationMemosFound;
}) {
  const id = useId();
  const { notes = [], query } = found;
  if (notes.length === 0 && !query.error) return null;
  return (
    <section className={styles.memos} aria-labelledby={id}>
      <h2 id={id}>{t("On annotations")}</h2>
      <p className="muted">{t("Written while coding, beside the text. Oldest first.")}</p>
      {query.error ? (
        <Note tone="danger" alert>
          {wordsFor(query.error)}
        </Note>
      ) : null}
      <div className={styles.list}>
        {notes.map((note) => (
          <Card key={note.id} corpus={corpus} note={note} />
        ))}
      </div>
      {query.hasNextPage ? (
        <div>
          <Button small onClick={() => query.fetchNextPage()}>
            {t("Show more on annotations")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
