/** The table of threads; more rows come as its end comes into view. */
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { ThreadItem } from "@/api/types";
import { AttributeCell, type Columns } from "@/features/attributes";
import { Button } from "@/ui/button";
import { dateOf, figure, t } from "@/ui/i18n";
import { Tag } from "@/ui/status";
import { SortHead, Table } from "@/ui/table";
import styles from "./corpus.module.css";

/** How far one has come oneself; nothing for a thread that is still to be opened. */
function Mine({ state }: { state: string }) {
  if (state === "done") return <Tag icon="check">{t("Done")}</Tag>;
  return state === "reading" ? <span className="muted">{t("Begun")}</span> : null;
}

interface RowProps {
  corpus: number;
  columns: Columns;
  mayEdit: boolean;
  thread: ThreadItem;
}

function Row({ corpus, columns, mayEdit, thread }: RowProps) {
  const { comments, words, annotations } = thread.counts;
  const from = [thread.site, thread.author?.name].filter(Boolean).join(" · ");
  return (
    <tr>
      <td className={styles.title}>
        <Link
          to="/corpora/$c/threads/$t"
          params={{ c: corpus, t: thread.id }}
          lang={thread.language ?? undefined}
        >
          {thread.title || t("Untitled")}
        </Link>
        <small>{from}</small>
      </td>
      <td className={styles.date}>
        {dateOf(thread.written_at) || <span className="muted">{t("unknown")}</span>}
      </td>
      <td className="num">
        {figure(comments)}
        <span className="only-narrow">
          {" "}
          {t("{n, plural, one {comment} other {comments}}", { n: comments })}
        </span>
      </td>
      <td className={`num ${styles.words}`}>{figure(words)}</td>
      <td className="num">
        {figure(annotations)}
        <span className="only-narrow">
          {" "}
          {t("{n, plural, one {annotation} other {annotations}}", { n: annotations })}
        </span>
      </td>
      <td>
        <Mine state={thread.progress.mine} />
      </td>
      {columns.shown.map((attribute) => (
        <AttributeCell
          key={attribute.id}
          corpus={corpus}
          owner="thread"
          attribute={attribute}
          one={thread}
          name={thread.title || t("Untitled")}
          mayEdit={mayEdit}
        />
      ))}
    </tr>
  );
}

/** Fetches the next page when the end of the table comes near. */
function useMore(more: (() => void) | null) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = end.current;
    if (!node || !more || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver((seen) => {
      if (seen.some((entry) => entry.isIntersecting)) more();
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, [more]);
  return end;
}

interface Props {
  corpus: number;
  columns: Columns;
  mayEdit: boolean;
  threads: ThreadItem[];
  sort: string;
  onSort: (sort: string) => void;
  more: (() => void) | null;
  busy: boolean;
}

export function ThreadsTable({
  corpus,
  columns,
  mayEdit,
  threads,
  sort,
  onSort,
  more,
  busy,
}: Props) {
  const end = useMore(more);
  const head = { sort, onSort };
  return (
    <>
      <Table caption={t("Threads of this corpus")} className={styles.threads}>
        <thead>
          <tr>
            <SortHead field="title" {...head}>
              {t("Thread")}
            </SortHead>
            <SortHead field="written_at" descendingFirst {...head}>
              {t("Written")}
            </SortHead>
            <SortHead field="comments" descendingFirst className="num" {...head}>
              {t("Comments")}
            </SortHead>
            <th scope="col" className={`num ${styles.words}`}>
              {t("Words")}
            </th>
            <SortHead field="annotations" descendingFirst className="num" {...head}>
              {t("Annotations")}
            </SortHead>
            <th scope="col">{t("Your progress")}</th>
            {columns.shown.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {threads.map((thread) => (
            <Row
              key={thread.id}
              corpus={corpus}
              columns={columns}
              mayEdit={mayEdit}
              thread={thread}
            />
          ))}
        </tbody>
      </Table>
      <div ref={end} className={styles.foot}>
        {more ? (
          <Button small onClick={more} why={busy ? t("More threads are coming") : null}>
            {t("Show more")}
          </Button>
        ) : (
          <span className="muted">
            {t("{n, plural, one {# thread} other {# threads}}", { n: threads.length })}
          </span>
        )}
      </div>
    </>
  );
}
