/** Loads a thread with its annotations and the codebook, and says what happens until they are there. */

import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { corpusQuery } from "@/api/corpora";
import { isProblem } from "@/api/problem";
import { readingAnnotations, readingCodes, readingThread } from "@/api/reading";
import { sessionQuery } from "@/api/session";
import type { Annotation, Code, Corpus } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Failure, Loading } from "@/ui/status";
import { Reader } from "./Reader";
import type { ReaderTarget } from "./useTarget";

interface Props {
  corpus: number;
  thread: number;
  target?: ReaderTarget;
}

const PrintPage = lazy(() => import("./PrintPage"));
const NO_ANNOTATIONS: readonly Annotation[] = [];
const NO_CODES: readonly Code[] = [];
const actionsOf = (corpus: Corpus) => corpus.actions;

export function ReaderPage({ corpus, thread, target }: Props) {
  const { data: me } = useQuery(sessionQuery);
  const { print }: { print?: string } = useSearch({ strict: false });
  const { data: actions } = useQuery({ ...corpusQuery(corpus), select: actionsOf });
  const text = useQuery(readingThread(corpus, thread));
  const annotations = useQuery(readingAnnotations(corpus, thread));
  const codes = useQuery({ ...readingCodes(corpus), enabled: text.data !== undefined });
  usePageTitle(text.data?.title);
  const failed = [text, annotations, codes].find((query) => query.isError && !query.data);
  if (failed) {
    const again = () => [text, annotations, codes].forEach((query) => void query.refetch());
    return <NotLoaded error={failed.error} onAgain={again} />;
  }
  if (!text.data || !me || !actions) {
    return (
      <div className="page">
        <Loading what={t("Loading the thread")} lines={8} />
      </div>
    );
  }
  const loaded = {
    corpus,
    actions,
    me,
    thread: text.data,
    annotations: annotations.data ?? NO_ANNOTATIONS,
    codes: codes.data ?? NO_CODES,
    isWhole: annotations.data !== undefined && codes.data !== undefined,
  };
  if (print) {
    return (
      <Suspense fallback={<Loading what={t("Loading the page")} lines={8} />}>
        <PrintPage loaded={loaded} />
      </Suspense>
    );
  }
  return <Reader loaded={loaded} target={target} />;
}

function NotLoaded({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  if (isProblem(error, 404)) {
    return (
      <div className="page">
        <Failure icon="searchX" title={t("This thread is not here")}>
          {t("It was deleted, or it belongs to another corpus. What was coded in it is kept.")}
        </Failure>
      </div>
    );
  }
  return (
    <div className="page">
      <Failure
        title={t("The thread could not be loaded")}
        actions={<Button onClick={onAgain}>{t("Try again")}</Button>}
      >
        {isProblem(error) ? error.detail : String(error)}{" "}
        {t("Texts and annotations are safe on the server.")}
      </Failure>
    </div>
  );
}
