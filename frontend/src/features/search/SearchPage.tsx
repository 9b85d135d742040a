/** The search: a query in the address, its hits as a concordance. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useCorpus } from "@/api/corpora";
import { isProblem, wordsFor } from "@/api/problem";
import { searchQuery } from "@/api/threads";
import type { Hits } from "@/api/types";
import { Button } from "@/ui/button";
import { SearchField } from "@/ui/field";
import { figure, t } from "@/ui/i18n";
import { usePageTitle, useShortcut } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/status";
import { Concordance } from "./Concordance";
import { QueryHelp } from "./QueryHelp";
import styles from "./search.module.css";

function QueryForm({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [typed, setTyped] = useState(q);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => setTyped(q), [q]);
  useShortcut("/", () => form.current?.querySelector("input")?.focus());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(typed.trim());
  };
  return (
    <search className="grow">
      <form ref={form} className={styles.form} onSubmit={submit}>
        <SearchField
          label={t("Search the texts")}
          className={styles.query}
          value={typed}
          aria-keyshortcuts="/"
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button kind="primary" type="submit">
          {t("Search")}
        </Button>
      </form>
    </search>
  );
}

function Count({ page }: { page: Hits | undefined }) {
  if (!page) return null;
  return (
    <p className="soft" role="status">
      <b className={styles.count}>{page.exact ? figure(page.count) : `≥ ${figure(page.count)}`}</b>{" "}
      {t("{n, plural, one {hit} other {hits}}", { n: page.count })}
    </p>
  );
}

export function SearchPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  const corpus = useCorpus(c);
  const { q = "" } = useSearch({ from: "/signed-in/corpora/$c/search" });
  const navigate = useNavigate({ from: "/corpora/$c/search" });
  usePageTitle(q, t("Search"), corpus.title);
  const query = useInfiniteQuery(searchQuery(c, q));
  const hits = query.data?.pages.flatMap((page) => page.results);
  const refused = isProblem(query.error, 400) || isProblem(query.error, 422);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className="vh">{t("Search")}</h1>
        <div className="row wrap">
          <QueryForm q={q} onSearch={(next) => navigate({ search: next ? { q: next } : {} })} />
          <Count page={query.data?.pages[0]} />
        </div>
        <QueryHelp open={q === ""} />
      </header>
      {query.error && !hits ? (
        <Failure
          icon={refused ? "question" : "unplug"}
          title={refused ? t("This query can’t be read") : t("The search could not be run")}
          {...(refused
            ? {}
            : { actions: <Button onClick={() => query.refetch()}>{t("Try again")}</Button> })}
        >
          {wordsFor(query.error)}
        </Failure>
      ) : null}
      {query.isFetching && !hits ? (
        <div className={styles.waiting}>
          <Loading what={t("Searching")} lines={8} />
        </div>
      ) : null}
      {hits?.length === 0 ? (
        <Empty
          icon="searchX"
          title={t("No hit for “{q}”", { q })}
          actions={<Button onClick={() => navigate({ search: {} })}>{t("Clear the query")}</Button>}
        >
          {t(
            "Words are found as they are written, without regard to case and accents. Put a star at the end to find longer words: trust*",
          )}
        </Empty>
      ) : null}
      {hits?.length ? (
        <Concordance
          corpus={c}
          hits={hits}
          more={query.hasNextPage ? () => query.fetchNextPage() : null}
          busy={query.isFetchingNextPage}
        />
      ) : null}
    </div>
  );
}
