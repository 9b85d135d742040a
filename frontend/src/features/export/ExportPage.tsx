/** Exports: choose what and how, see the same as a command, fetch what was made, keep snapshots. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCorpus } from "@/api/corpora";
import { type Choice, exportsQuery, FIRST_CHOICE, formatsOutQuery } from "@/api/exports";
import { wordsFor } from "@/api/problem";
import { snapshotsQuery } from "@/api/snapshots";
import type { FormatOut } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/status";
import { AsCommand } from "./AsCommand";
import { ExportForm } from "./ExportForm";
import { ExportItem } from "./ExportItem";
import styles from "./export.module.css";
import { Snapshots } from "./Snapshots";

interface HistoryProps {
  corpus: number;
  formats: readonly FormatOut[];
  onAgain: (choice: Choice) => void;
}

function MadeSoFar({ corpus, formats, onAgain }: HistoryProps) {
  const { data: made, error, refetch } = useQuery(exportsQuery(corpus));
  return (
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
          <ExportItem key={one.id} corpus={corpus} made={one} formats={formats} onAgain={onAgain} />
        ))}
      </ul>
    </section>
  );
}

/** Takes the keyboard to the form, whose choices were just set from elsewhere on the page. */
function showForm(): void {
  document.getElementById("export-title")?.focus();
}

export function ExportPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  const corpus = useCorpus(c);
  usePageTitle(t("Export"), corpus.title);
  const [choice, setChoice] = useState<Choice>(FIRST_CHOICE);
  const { data: all = [] } = useQuery(formatsOutQuery(c));
  const { data: snapshots = [] } = useQuery(snapshotsQuery(c));
  const mayManage = corpus.actions.includes("manage_corpus");
  const formats = all.filter((one) => mayManage || !one.whole);
  const choose = (next: Choice) => {
    setChoice(next);
    showForm();
  };
  return (
    <div className="page">
      <header>
        <h1>{t("Export")}</h1>
        <p className="lead">
          {t("Everything that was coded, complete and checkable, for the program that reads it.")}
        </p>
      </header>
      <div className={styles.columns}>
        <div className="stack">
          <ExportForm
            corpus={corpus}
            choice={choice}
            setChoice={setChoice}
            formats={formats}
            snapshots={snapshots}
          />
          <AsCommand corpus={c} choice={choice} />
        </div>
        <div className="stack">
          <MadeSoFar corpus={c} formats={formats} onAgain={choose} />
          <Snapshots corpus={corpus} onExport={(id) => choose({ ...choice, snapshot: id })} />
        </div>
      </div>
    </div>
  );
}
