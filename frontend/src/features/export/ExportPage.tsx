/** Exports: choose what and how, see the same as a command, fetch what was made. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCorpus } from "@/api/corpora";
import { type ExportFormat, exportsQuery, type Scope } from "@/api/exports";
import { wordsFor } from "@/api/problem";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/status";
import { AsCommand } from "./AsCommand";
import { ExportForm } from "./ExportForm";
import { ExportItem } from "./ExportItem";
import styles from "./export.module.css";

export function ExportPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  const corpus = useCorpus(c);
  usePageTitle(t("Export"), corpus.title);
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [scope, setScope] = useState<Scope>({});
  const { data: made, error, refetch } = useQuery(exportsQuery(c));
  return (
    <div className="page">
      <header>
        <h1>{t("Export")}</h1>
        <p className="lead">
          {t("One row per annotation, with its text, its thread and where it stands.")}
        </p>
      </header>
      <div className={styles.columns}>
        <div className="stack">
          <ExportForm
            corpus={corpus}
            format={format}
            setFormat={setFormat}
            scope={scope}
            setScope={setScope}
          />
          <AsCommand corpus={c} format={format} scope={scope} />
        </div>
        <section className="panel" aria-labelledby="made-title">
          <h2 id="made-title" className={styles.title}>
            {t("Made so far")}
          </h2>
          {error && !made ? (
            <Failure
              title={t("The exports could not be fetched")}
              actions={<Button onClick={() => refetch()}>{t("Try again")}</Button>}
            >
              {wordsFor(error)}
            </Failure>
          ) : null}
          {!made && !error ? (
            <div className="pad">
              <Loading what={t("Loading the exports")} />
            </div>
          ) : null}
          {made?.length === 0 ? (
            <Empty icon="download" title={t("No export yet")}>
              {t(
                "Each export is frozen: it keeps what was coded at that moment, with a checksum that proves it.",
              )}
            </Empty>
          ) : null}
          <ul>
            {made?.map((one) => (
              <ExportItem key={one.id} corpus={c} made={one} />
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}
