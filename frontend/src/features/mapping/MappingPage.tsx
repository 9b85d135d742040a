/** "What do the columns mean?": asked once of a table, then remembered for all that are like it. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCorpus } from "@/api/corpora";
import { lookQuery, type Structure, type TableLook } from "@/api/mappings";
import { isProblem, wordsFor } from "@/api/problem";
import type { Upload } from "@/api/types";
import { rawAddress, uploadQuery } from "@/api/uploads";
import { Button, buttonClass } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Failure, Loading } from "@/ui/status";
import { formatName } from "../uploads";
import { Editor } from "./Editor";
import styles from "./mapping.module.css";
import { sizeInWords } from "./words";

const AS_IT_SEEMS: Structure = { records: null, sheet: null, header: null };
/** As long as nothing of it is loaded. */
const OPEN: readonly Upload["status"][] = ["review", "failed", "cancelled"];

function Head(props: {
  corpus: number;
  id: string;
  upload: Upload | undefined;
  look: TableLook | undefined;
}) {
  const { corpus: c, id: u, upload, look } = props;
  return (
    <header className={styles.head}>
      <p className="muted">
        <Link to="/corpora/$c" params={{ c }} className="hit24">
          {t("Uploads")}
        </Link>{" "}
        › {t("What the columns mean")}
        {" · "}
        <a href={rawAddress(c, u)} download className="hit24">
          {t("The file as it was received")}
        </a>
        {" · "}
        <Link to="/corpora/$c/mappings" params={{ c }} className="hit24">
          {t("Remembered columns")}
        </Link>
        {" · "}
        <Link to="/corpora/$c/uploads/$u" params={{ c, u }} className="hit24">
          {t("It is something else…")}
        </Link>
      </p>
      <h1>{upload?.name ?? t("What the columns mean")}</h1>
      <p className="soft">
        {look
          ? t("{format}, {size}", { format: formatName(look.format), size: sizeInWords(look) })
          : null}
      </p>
    </header>
  );
}

interface NotShownProps {
  corpus: number;
  id: string;
  error: unknown;
  again: () => void;
}

function NotShown({ corpus: c, id: u, error, again }: NotShownProps) {
  const back = (
    <Link to="/corpora/$c/uploads/$u" params={{ c, u }} className={buttonClass()}>
      {t("What was found")}
    </Link>
  );
  if (isProblem(error, 409)) {
    return (
      <Failure icon="searchX" title={t("This file is no table")} actions={back}>
        {t("Its format says itself what everything means. Nothing has to be matched.")}
      </Failure>
    );
  }
  return (
    <Failure
      title={t("The columns can’t be shown")}
      actions={
        <>
          <Button onClick={again}>{t("Try again")}</Button>
          {back}
        </>
      }
    >
      {wordsFor(error)}
    </Failure>
  );
}

export function MappingPage() {
  const { c, u } = useParams({ from: "/signed-in/corpora/$c/uploads/$u/columns" });
  const corpus = useCorpus(c);
  const [where, setWhere] = useState(AS_IT_SEEMS);
  const { data: upload, error: unknown } = useQuery(uploadQuery(c, u));
  const { data: look, error, refetch, isPlaceholderData } = useQuery(lookQuery(c, u, where));
  usePageTitle(upload?.name, t("What the columns mean"), corpus.title);
  const broken = unknown ?? error;
  const editable =
    corpus.actions.includes("upload") && upload !== undefined && OPEN.includes(upload.status);
  return (
    <div className={styles.page}>
      <Head corpus={c} id={u} upload={upload} look={look} />
      {broken ? <NotShown corpus={c} id={u} error={broken} again={() => refetch()} /> : null}
      {!broken && (!look || !upload) ? (
        <div className={styles.wait}>
          <Loading what={t("Looking at the columns")} lines={8} />
        </div>
      ) : null}
      {look && upload && !broken ? (
        <div className={styles.body} aria-busy={isPlaceholderData}>
          <Editor corpus={c} upload={upload} look={look} onLook={setWhere} editable={editable} />
        </div>
      ) : null}
    </div>
  );
}
