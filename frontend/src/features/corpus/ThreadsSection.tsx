/** The threads of a corpus: find, sort, open. Filter and sort live in the address. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { wordsFor } from "@/api/problem";
import { rememberList } from "@/api/threadList";
import { threadsQuery } from "@/api/threads";
import type { Corpus } from "@/api/types";
import { AttributeFilters, ColumnChooser, useColumns } from "@/features/attributes";
import { Twins, TypeThread } from "@/features/threads";
import { Button } from "@/ui/button";
import { SearchField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Empty, Failure, Loading } from "@/ui/status";
import styles from "./corpus.module.css";
import { ThreadsTable } from "./ThreadsTable";

const TYPING_MS = 250;
const NEWEST_FIRST = "-written_at";
const NONE: string[] = [];

/** The filter as typed; the address follows when the typing pauses. */
function useFilter() {
  const {
    q = "",
    sort = NEWEST_FIRST,
    where = NONE,
  } = useSearch({ from: "/signed-in/corpora/$c/" });
  const navigate = useNavigate({ from: "/corpora/$c/" });
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    if (typed === q) return;
    const timer = setTimeout(() => {
      navigate({ search: (old) => withQuery(old, typed), replace: true });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, q, navigate]);
  const setSort = (next: string) =>
    navigate({ search: (old) => ({ ...old, sort: next }), replace: true });
  const setWhere = (next: readonly string[]) =>
    navigate({
      search: ({ where: _, ...old }) => ({
        ...old,
        ...(next.length > 0 ? { where: [...next] } : {}),
      }),
      replace: true,
    });
  return { q, sort, where, typed, setTyped, setSort, setWhere };
}

interface Search {
  q?: string;
  sort?: string;
  where?: string[];
}

function withQuery(old: Search, q: string): Search {
  const { q: _, ...rest } = old;
  return q ? { ...rest, q } : rest;
}

interface Props {
  corpus: Corpus;
  /** Null when one may not upload. */
  onPaste: (() => void) | null;
}

function NoThreads({ onPaste }: Pick<Props, "onPaste">) {
  return (
    <Empty
      icon="book"
      title={t("No threads yet")}
      actions={onPaste ? <Button onClick={onPaste}>{t("Paste a page")}</Button> : null}
    >
      {onPaste
        ? t(
            "Drop copied or saved blog pages, site exports or archives of these anywhere on this page, or paste a page with its comments. Each becomes a thread: the entry with its comments, who wrote them, and when.",
          )
        : t("Those who manage this corpus upload threads; they appear here for everyone.")}
    </Empty>
  );
}

export function ThreadsSection({ corpus, onPaste }: Props) {
  const { q, sort, where, typed, setTyped, setSort, setWhere } = useFilter();
  const columns = useColumns(corpus.id, "thread");
  const [typing, setTyping] = useState(false);
  const [hidden, setHidden] = useState(false);
  const mayUpload = corpus.actions.includes("upload");
  const asked = useMemo(
    () => ({ q, sort, hidden, ...(where.length > 0 ? { attribute: where } : {}) }),
    [q, sort, hidden, where],
  );
  const query = useInfiniteQuery(threadsQuery(corpus.id, asked));
  const threads = query.data?.pages.flatMap((page) => page.results);
  useEffect(() => rememberList(corpus.id, asked), [corpus.id, asked]);
  return (
    <section aria-label={t("Threads")}>
      <div className={styles.filters}>
        <SearchField
          label={t("Find in titles, authors and sites")}
          placeholder={t("Title, author, site")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {mayUpload ? (
          <Button kind="quiet" icon="edit" onClick={() => setTyping(true)}>
            {t("Type a thread")}
          </Button>
        ) : null}
        <Tick checked={hidden} onChange={(event) => setHidden(event.target.checked)}>
          {t("Drafts and private ones, too")}
        </Tick>
        <AttributeFilters
          corpus={corpus.id}
          attributes={columns.all}
          filters={where}
          onChange={setWhere}
        />
        <ColumnChooser corpus={corpus.id} columns={columns} mayEdit={mayUpload} />
      </div>
      {mayUpload ? <Twins corpus={corpus.id} /> : null}
      {typing ? <TypeThread corpus={corpus.id} onClose={() => setTyping(false)} /> : null}
      {query.error && !threads ? (
        <Failure
          title={t("The threads could not be fetched")}
          actions={<Button onClick={() => query.refetch()}>{t("Try again")}</Button>}
        >
          {wordsFor(query.error)}
        </Failure>
      ) : null}
      {query.isPending ? <Loading what={t("Loading the threads")} lines={8} /> : null}
      {threads?.length === 0 && !q && where.length > 0 ? (
        <Empty
          icon="searchX"
          title={t("No thread has these attributes")}
          actions={<Button onClick={() => setWhere([])}>{t("Show all threads")}</Button>}
        >
          {t("Take a filter away, or ask for something else.")}
        </Empty>
      ) : null}
      {threads?.length === 0 && !q && where.length === 0 ? <NoThreads onPaste={onPaste} /> : null}
      {threads?.length === 0 && q ? (
        <Empty
          icon="searchX"
          title={t("No thread for “{q}”", { q })}
          actions={<Button onClick={() => setTyped("")}>{t("Show all threads")}</Button>}
        >
          {t("Titles, authors and sites were looked through. To search the texts use Search.")}
        </Empty>
      ) : null}
      {threads?.length ? (
        <ThreadsTable
          corpus={corpus.id}
          columns={columns}
          mayEdit={mayUpload}
          threads={threads}
          sort={sort}
          onSort={setSort}
          more={query.hasNextPage ? () => query.fetchNextPage() : null}
          busy={query.isFetchingNextPage}
        />
      ) : null}
    </section>
  );
}
