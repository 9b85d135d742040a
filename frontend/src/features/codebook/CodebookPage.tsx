/** The codebook: the tree at the left; at the right the chosen code, or the form that changes it. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { allCodesQuery } from "@/api/codes";
import { useCorpus } from "@/api/corpora";
import { wordsFor } from "@/api/problem";
import type { Code, Corpus } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle, useShortcut } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/status";
import { CodeDetail } from "./CodeDetail";
import { CodeForm } from "./CodeForm";
import { CodesSection } from "./CodesSection";
import styles from "./codebook.module.css";

/** What the right side shows: a code, the form for one, or the form for a new one. */
export type Side =
  | { show: "code" | "edit"; id: number }
  | { show: "new"; parent: number | null }
  | null;

function inSentence(codes: readonly Code[]): string {
  const top = codes.filter((code) => code.parent === null).length;
  return t(
    "{n, plural, one {# code} other {# codes}} in {top, plural, one {# family} other {# families}}.",
    { n: codes.length, top },
  );
}

interface SideProps {
  corpus: Corpus;
  codes: readonly Code[];
  side: Side;
  setSide: (side: Side) => void;
}

function SidePanel({ corpus, codes, side, setSide }: SideProps) {
  if (side === null) return null;
  if (side.show === "new") {
    return (
      <CodeForm
        key={`new-${side.parent}`}
        corpus={corpus}
        codes={codes}
        parent={side.parent}
        onDone={(code) => setSide(code ? { show: "code", id: code.id } : null)}
      />
    );
  }
  const code = codes.find((one) => one.id === side.id);
  if (!code) return null;
  if (side.show === "edit") {
    return (
      <CodeForm
        key={code.id}
        corpus={corpus}
        codes={codes}
        code={code}
        onDone={() => setSide({ show: "code", id: code.id })}
      />
    );
  }
  return <CodeDetail corpus={corpus} codes={codes} code={code} setSide={setSide} />;
}

export function CodebookPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  const corpus = useCorpus(c);
  usePageTitle(t("Codebook"), corpus.title);
  const { data: codes, error, refetch } = useQuery(allCodesQuery(c));
  const [side, setSide] = useState<Side>(null);
  const mayCreate = corpus.actions.includes("create_code");
  const begin = () => setSide({ show: "new", parent: null });
  useShortcut("n", () => mayCreate && begin());
  const live = codes?.filter((code) => !code.archived) ?? [];
  const newButton = mayCreate ? (
    <Button kind="primary" icon="plus" shortcut="N" aria-keyshortcuts="n" onClick={begin}>
      {t("New code")}
    </Button>
  ) : null;
  return (
    <div className="page">
      <header className="row wrap">
        <div className="grow">
          <h1>{t("Codebook")}</h1>
          {live.length > 0 ? <p className="lead">{inSentence(live)}</p> : null}
        </div>
        {codes?.length ? newButton : null}
      </header>
      {error && !codes ? (
        <Failure
          title={t("The codes could not be fetched")}
          actions={<Button onClick={() => refetch()}>{t("Try again")}</Button>}
        >
          {wordsFor(error)}
        </Failure>
      ) : null}
      {!codes && !error ? <Loading what={t("Loading the codes")} lines={8} /> : null}
      {codes?.length === 0 && side === null ? (
        <div className="panel">
          <Empty icon="tag" title={t("No codes yet")} actions={newButton}>
            {t(
              "A code is a category that you apply to passages, comments or whole threads. Write down what it means and when not to use it: then others code as you do.",
            )}
          </Empty>
        </div>
      ) : null}
      {codes && (codes.length > 0 || side !== null) ? (
        <div className={styles.columns}>
          <CodesSection codes={codes} side={side} setSide={setSide} />
          <SidePanel corpus={corpus} codes={codes} side={side} setSide={setSide} />
        </div>
      ) : null}
    </div>
  );
}
