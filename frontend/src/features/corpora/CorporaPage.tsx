/** All corpora one is a member of, with role and counts. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { corporaQuery } from "@/api/corpora";
import { wordsFor } from "@/api/problem";
import type { Corpus } from "@/api/types";
import { Button } from "@/ui/button";
import { figure, t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/status";
import { Table } from "@/ui/table";
import { wordOf } from "@/ui/words";
import styles from "./corpora.module.css";
import { NewCorpus } from "./NewCorpus";

function Row({ corpus }: { corpus: Corpus }) {
  const { threads, comments, annotations } = corpus.counts;
  return (
    <tr>
      <td className={styles.title}>
        <Link to="/corpora/$c" params={{ c: corpus.id }}>
          {corpus.title}
        </Link>
        {corpus.description ? <p className="muted">{corpus.description}</p> : null}
      </td>
      <td>{wordOf(corpus.role)}</td>
      <td className="num">{figure(threads)}</td>
      <td className="num">{figure(comments)}</td>
      <td className="num">{figure(annotations)}</td>
    </tr>
  );
}

function CorporaTable({ corpora }: { corpora: Corpus[] }) {
  return (
    <div className="panel scroll-x">
      <Table caption={t("Your corpora")} className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("Corpus")}</th>
            <th scope="col">{t("Your role")}</th>
            <th scope="col" className="num">
              {t("Threads")}
            </th>
            <th scope="col" className="num">
              {t("Comments")}
            </th>
            <th scope="col" className="num">
              {t("Annotations")}
            </th>
          </tr>
        </thead>
        <tbody>
          {corpora.map((corpus) => (
            <Row key={corpus.id} corpus={corpus} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

export function CorporaPage() {
  usePageTitle(t("Corpora"));
  const { data: corpora, error, refetch } = useQuery(corporaQuery);
  const [making, setMaking] = useState(false);
  const newButton = (
    <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
      {t("New corpus")}
    </Button>
  );
  return (
    <div className="page">
      <header className="row wrap">
        <h1 className="grow">{t("Corpora")}</h1>
        {corpora?.length ? newButton : null}
      </header>
      {error && !corpora ? (
        <Failure
          title={t("Your corpora could not be fetched")}
          actions={<Button onClick={() => refetch()}>{t("Try again")}</Button>}
        >
          {wordsFor(error)}
        </Failure>
      ) : null}
      {!corpora && !error ? <Loading what={t("Loading your corpora")} /> : null}
      {corpora?.length === 0 ? (
        <div className="panel">
          <Empty icon="book" title={t("No corpus yet")} actions={newButton}>
            {t(
              "A corpus is your team’s workspace: the threads you collect, a codebook, and what each of you codes. Make one, then paste or upload blog pages into it.",
            )}
          </Empty>
        </div>
      ) : null}
      {corpora?.length ? <CorporaTable corpora={corpora} /> : null}
      {making ? <NewCorpus onClose={() => setMaking(false)} /> : null}
    </div>
  );
}
