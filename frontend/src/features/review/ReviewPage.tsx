/** "This is what was found": the source at the left, the threads at the right, both to be mended. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCorpus } from "@/api/corpora";
import type { Preview } from "@/api/preview";
import { isProblem, wordsFor } from "@/api/problem";
import { sessionQuery, singleKeysOf } from "@/api/session";
import type { Upload } from "@/api/types";
import { previewQuery, rawAddress, uploadQuery } from "@/api/uploads";
import { Button, buttonClass } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Empty, Failure, Loading, Note } from "@/ui/status";
import { awaitsMapping, standing } from "../uploads";
import { Decision } from "./Decision";
import { Found } from "./Found";
import { type Asking, PostQuestion, PostTools } from "./PostTools";
import { ReadAs } from "./ReadAs";
import styles from "./review.module.css";
import { Source } from "./Source";
import { useReview } from "./useReview";
import { useReviewKeys } from "./useReviewKeys";

/** Of a table nothing can be found before somebody has said what its columns mean. */
function ColumnsFirst({ corpus: c, upload: u }: { corpus: number; upload: string }) {
  return (
    <div className={styles.wait}>
      <Empty
        icon="select"
        title={t("What do its columns mean?")}
        actions={
          <Link to="/corpora/$c/uploads/$u/columns" params={{ c, u }} className={buttonClass()}>
            {t("Say what the columns mean")}
          </Link>
        }
      >
        {t("This is a table. Catena shows its columns and what comes of them before it reads it.")}
      </Empty>
    </div>
  );
}

/** A file that cannot be read stays so: only what may pass can be tried again. */
function NotShown({ error, again }: { error: unknown; again: () => void }) {
  if (isProblem(error, 415) || isProblem(error, 422)) {
    return (
      <Failure icon="searchX" title={t("This could not be read")}>
        {wordsFor(error)}{" "}
        {t(
          "Catena reads copied and saved pages, exports of sites and dumps, mails, web archives, tables, and archives of these. The guide to formats says what each needs.",
        )}
      </Failure>
    );
  }
  return (
    <Failure
      title={t("What was found can’t be shown")}
      actions={<Button onClick={again}>{t("Try again")}</Button>}
    >
      {wordsFor(error)}
    </Failure>
  );
}

function Legend() {
  return (
    <p className={styles.legend}>
      <span className={`${styles.mark} ${styles.markNumber}`}>{t("number")}</span>
      <span className={`${styles.mark} ${styles.markAuthor}`}>{t("author")}</span>
      <span className={`${styles.mark} ${styles.markDate}`}>{t("date")}</span>
      <span className={styles.out}>{t("left out")}</span>
    </p>
  );
}

function Tools({ undo, busy }: { undo: (() => void) | null; busy: boolean }) {
  return (
    <p className={styles.keys}>
      <Button
        small
        icon="undo"
        shortcut="U"
        aria-keyshortcuts="u"
        why={busy ? t("Being done") : undo ? null : t("Nothing was corrected yet")}
        onClick={() => undo?.()}
      >
        {t("Take back")}
      </Button>
      <span className="muted">
        {t("J K next and previous post · T to its lines · N next uncertain one")}
      </span>
    </p>
  );
}

interface MendingProps {
  corpus: number;
  upload: Upload;
  preview: Preview;
  editable: boolean;
}

function Mending({ corpus, upload, preview, editable }: MendingProps) {
  const text = preview.text ?? "";
  const review = useReview(corpus, upload.id, preview, text);
  const [asking, ask] = useState<Asking>(null);
  const { data: me } = useQuery(sessionQuery);
  useReviewKeys({ review, ask, on: editable && (!me || singleKeysOf(me)) });
  const about = review.post ? { review, post: review.post, asking, ask } : null;
  return (
    <div className={styles.body}>
      {editable ? (
        <div className={styles.bar}>
          <Tools undo={review.undo} busy={review.busy} />
          {preview.text === null ? null : <Legend />}
        </div>
      ) : null}
      {review.refused ? (
        <Note tone="danger" alert>
          {review.refused}
        </Note>
      ) : null}
      <div className={preview.text === null ? styles.one : styles.two}>
        {preview.text === null ? null : <Source review={review} editable={editable} />}
        <Found
          preview={preview}
          review={review}
          editable={editable}
          tools={about ? <PostTools {...about} /> : null}
        />
      </div>
      {about ? <PostQuestion {...about} /> : null}
    </div>
  );
}

export function ReviewPage() {
  const { c, u } = useParams({ from: "/signed-in/corpora/$c/uploads/$u" });
  const corpus = useCorpus(c);
  const { data: upload, error: unknown } = useQuery(uploadQuery(c, u));
  const { data: preview, error, refetch } = useQuery(previewQuery(c, u));
  usePageTitle(upload?.name, t("Review"), corpus.title);
  const broken = unknown ?? error;
  const mayUpload = corpus.actions.includes("upload");
  const open = upload?.status === "review" || upload?.status === "done";
  const waits = upload !== undefined && awaitsMapping(upload);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <p className="muted">
          <Link to="/corpora/$c" params={{ c }} className="hit24">
            {t("Uploads")}
          </Link>{" "}
          › {upload ? standing(upload).label : t("Review")}
          {mayUpload ? (
            <>
              {" · "}
              <a href={rawAddress(c, u)} download className="hit24">
                {t("The file as it was received")}
              </a>
            </>
          ) : null}
        </p>
        <h1>{upload?.name ?? t("Review")}</h1>
        {upload && mayUpload ? <ReadAs corpus={c} upload={upload} /> : null}
      </header>
      {waits && mayUpload ? <ColumnsFirst corpus={c} upload={u} /> : null}
      {broken && !preview && !waits ? <NotShown error={broken} again={() => refetch()} /> : null}
      {!preview && !broken && !waits ? (
        <div className={styles.wait}>
          <Loading what={t("Reading the file")} lines={8} />
        </div>
      ) : null}
      {preview && upload && !waits ? (
        <Mending corpus={c} upload={upload} preview={preview} editable={mayUpload && open} />
      ) : null}
      {upload ? (
        <Decision corpus={c} upload={upload} preview={preview} mayUpload={mayUpload} />
      ) : null}
    </div>
  );
}
