/** The codebook: the tree at the left; at the right the chosen code, or the form that changes it. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { allCodesQuery } from "@/api/codes";
import { useCorpus } from "@/api/corpora";
import { wordsFor } from "@/api/problem";
import type { Code } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle, useShortcut } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/status";
import { CodesSection } from "./CodesSection";
import type { Summons } from "./CodeTree";
import styles from "./codebook.module.css";
import { type Asked, Dialogs } from "./Dialogs";
import { Passages } from "./Passages";
import { SidePanel } from "./SidePanel";
import { useChanges } from "./useChanges";

/** A form in place of the chosen code's description. */
export type Form = { show: "edit" } | { show: "new"; parent: number | null } | null;

function inSentence(codes: readonly Code[]): string {
  const top = codes.filter((code) => code.parent === null).length;
  return t(
    "{n, plural, one {# code} other {# codes}} in {top, plural, one {# family} other {# families}}.",
    { n: codes.length, top },
  );
}

export function CodebookPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  const search = useSearch({ from: "/signed-in/corpora/$c/codebook" });
  const navigate = useNavigate({ from: "/corpora/$c/codebook" });
  const corpus = useCorpus(c);
  usePageTitle(t("Codebook"), corpus.title);
  const { data: codes, error, refetch } = useQuery(allCodesQuery(c));
  const changes = useChanges(c);
  const [form, setForm] = useState<Form>(null);
  const [asked, setAsked] = useState<Asked>(null);
  const [summons, setSummons] = useState<Summons | null>(null);
  const mayCreate = corpus.actions.includes("create_code");
  const mayEdit = corpus.actions.includes("edit_codebook");
  const begin = (parent: number | null = null) => setForm({ show: "new", parent });
  useShortcut("n", () => mayCreate && search.look === undefined && begin());
  const live = codes?.filter((code) => !code.archived) ?? [];
  const chosen = codes?.find((code) => code.id === search.code);
  const choose = (code: number | undefined) => {
    setForm(null);
    navigate({ search: code === undefined ? {} : { code }, replace: true, resetScroll: false });
  };
  const open = (code: number, byKey: boolean) => {
    const isOpen = byKey && code === search.code && form === null;
    if (!isOpen) choose(code);
    const isNarrow = !byKey && window.matchMedia("(max-width: 75rem)").matches;
    if (isOpen || isNarrow) {
      requestAnimationFrame(() => document.getElementById("code-detail")?.focus());
    }
  };
  const summon = (id = search.code) => setSummons(id === undefined ? null : { id });
  const done = (code: Code | null) => {
    setForm(null);
    if (code) choose(code.id);
    summon(code?.id);
  };
  const archive = (code: Code) => {
    if (code.counts.subtree > 0 || codes?.some((one) => one.parent === code.id && !one.archived)) {
      setAsked({ what: "archive", code });
    } else changes.archive(code);
  };
  const close = () => {
    setAsked(null);
    summon();
  };
  if (codes && chosen && search.look) {
    return (
      <Passages
        corpus={corpus}
        codes={codes}
        code={chosen}
        outdated={search.look === "again"}
        onBack={() => navigate({ search: { code: chosen.id } })}
      />
    );
  }
  const newButton = mayCreate ? (
    <Button kind="primary" icon="plus" shortcut="N" aria-keyshortcuts="n" onClick={() => begin()}>
      {t("New code")}
    </Button>
  ) : null;
  const exchange = (
    <Button onClick={() => setAsked({ what: "exchange" })}>
      {mayEdit ? t("Import, export") : t("Export")}
    </Button>
  );
  return (
    <div className="page">
      <header className="row wrap">
        <div className="grow">
          <h1>{t("Codebook")}</h1>
          {live.length > 0 ? <p className="lead">{inSentence(live)}</p> : null}
        </div>
        {codes?.length ? (
          <>
            <Button kind="quiet" icon="history" onClick={() => setAsked({ what: "versions" })}>
              {t("Versions")}
            </Button>
            {exchange}
            {newButton}
          </>
        ) : null}
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
      {codes?.length === 0 && form === null ? (
        <div className="panel">
          <Empty
            icon="tag"
            title={t("No codes yet")}
            actions={
              <>
                {newButton}
                {mayEdit ? (
                  <Button icon="upload" onClick={() => setAsked({ what: "exchange" })}>
                    {t("Import a codebook")}
                  </Button>
                ) : null}
              </>
            }
          >
            {t(
              "A code is a category that you apply to passages, comments or whole threads. Write down what it means and when not to use it: then others code as you do.",
            )}
          </Empty>
        </div>
      ) : null}
      {codes && (codes.length > 0 || form !== null) ? (
        <div className={styles.columns}>
          <CodesSection
            corpus={corpus}
            codes={codes}
            chosen={chosen?.id ?? null}
            summons={summons}
            changes={changes}
            onChoose={open}
            onNew={begin}
            onArchive={archive}
          />
          <SidePanel
            {...{ corpus, codes, form, changes }}
            code={chosen}
            onForm={setForm}
            onDone={done}
            onAsk={setAsked}
            onArchive={archive}
            onLeave={() => summon()}
          />
        </div>
      ) : null}
      {codes ? (
        <Dialogs
          {...{ corpus, codes, asked, changes }}
          onClose={close}
          onChoose={(id) => {
            choose(id);
            summon(id);
          }}
        />
      ) : null}
    </div>
  );
}
