/** One upload in the panel: name, how it stands, progress or account, and what can be done. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Upload, UploadProblem } from "@/api/types";
import { cancelUpload, confirmUpload, isRunning } from "@/api/uploads";
import { Button, buttonClass } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Note, ProgressBar, Tag } from "@/ui/status";
import { Members } from "./Members";
import styles from "./uploads.module.css";
import { accounting, awaitsMapping, contents, progressInWords, revision, standing } from "./words";

function percent({ progress }: Upload): string | null {
  if (!progress.total) return null;
  return t("{n} %", { n: Math.floor((100 * progress.done) / progress.total) });
}

function Problems({ upload: { problems, status } }: { upload: Upload }) {
  if (problems.total === 0) return null;
  return (
    <details className={`${styles.full} ${styles.problems}`} open={status === "failed"}>
      <summary>{t("{n, plural, one {# remark} other {# remarks}}", { n: problems.total })}</summary>
      <ul className="stack">
        {problems.first.map((problem) => (
          <OneProblem key={`${problem.code}-${problem.start}-${problem.message}`} {...problem} />
        ))}
      </ul>
      {problems.total > problems.first.length ? (
        <p className="muted">{t("and {n} more", { n: problems.total - problems.first.length })}</p>
      ) : null}
    </details>
  );
}

export function OneProblem({ message, hint, severity }: UploadProblem) {
  return (
    <li>
      <p className={severity === "info" ? "soft" : ""}>
        {severity === "info" ? null : <b>{severity === "error" ? t("Error:") : t("Note:")} </b>}
        {message}
      </p>
      {hint ? <p className="muted">{hint}</p> : null}
    </li>
  );
}

function Running({ upload, onCancel }: { upload: Upload; onCancel: (() => void) | null }) {
  return (
    <>
      <div className={styles.full}>
        <ProgressBar
          done={upload.progress.done}
          total={upload.progress.total ?? 0}
          label={t("Read of {name}", { name: upload.name })}
        />
      </div>
      <span className="muted">{progressInWords(upload)}</span>
      {onCancel ? (
        <Button
          kind="quiet"
          small
          square
          icon="close"
          aria-label={t("Cancel {name}", { name: upload.name })}
          onClick={onCancel}
        />
      ) : null}
    </>
  );
}

/** A table: nothing of it is read before its columns have a meaning. */
function QuestionOfColumns({ corpus, upload }: { corpus: number; upload: Upload }) {
  return (
    <div className={styles.full}>
      <Note tone="warn" icon="question">
        <p>{t("This is a table. Which column holds what?")}</p>
        <Link
          to="/corpora/$c/uploads/$u/columns"
          params={{ c: corpus, u: upload.id }}
          className="hit24"
        >
          {t("Say what the columns mean")}
          <span className="vh">: {upload.name}</span>
        </Link>
      </Note>
    </div>
  );
}

function Question({ corpus, upload }: { corpus: number; upload: Upload }) {
  const { total } = upload.problems;
  if (awaitsMapping(upload)) return <QuestionOfColumns corpus={corpus} upload={upload} />;
  return (
    <div className={styles.full}>
      <Note tone="warn" icon="scan">
        <p>
          {t("{what} found.", { what: contents(upload.counts) })}{" "}
          {total > 0 ? (
            <b>
              {t("{n, plural, one {# thing is} other {# things are}} uncertain.", { n: total })}
            </b>
          ) : null}
        </p>
        <Link to="/corpora/$c/uploads/$u" params={{ c: corpus, u: upload.id }} className="hit24">
          {t("Review before loading")}
          <span className="vh">: {upload.name}</span>
        </Link>
      </Note>
    </div>
  );
}

/** Of an archive some files wait: they are looked at one by one, or loaded as they are. */
function QuestionOfMany({ corpus, upload }: { corpus: number; upload: Upload }) {
  const client = useQueryClient();
  const load = useMutation({
    mutationFn: () => confirmUpload(corpus, upload.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.corpus(corpus) }),
  });
  return (
    <div className={styles.full}>
      <Note tone="warn" icon="scan">
        <p>
          {t("{n, plural, one {# of its files waits} other {# of its files wait}} for a look.", {
            n: upload.members?.review ?? 0,
          })}
        </p>
        {load.error ? <p role="alert">{wordsFor(load.error)}</p> : null}
        <Button small why={load.isPending ? t("Being done") : null} onClick={() => load.mutate()}>
          {t("Load them as they are")}
          <span className="vh">: {upload.name}</span>
        </Button>
      </Note>
    </div>
  );
}

function Account({ upload }: { upload: Upload }) {
  if (upload.duplicate_of) {
    return (
      <p className={`muted ${styles.full}`}>
        {t("The same bytes were uploaded before. Nothing was loaded twice.")}
      </p>
    );
  }
  if (upload.status === "cancelled") {
    return (
      <p className={`muted ${styles.full}`}>{t("Nothing of it was loaded. The file is kept.")}</p>
    );
  }
  const failed = upload.status === "failed";
  return (
    <p className={`muted ${styles.full}`}>
      {failed ? t("Nothing of it was loaded. The file is kept.") : `${contents(upload.counts)}. `}
      {failed ? null : accounting(upload.counts)}
      {revision(upload.counts) ? (
        <>
          <br />
          {revision(upload.counts)}
        </>
      ) : null}
    </p>
  );
}

function useCancel(corpus: number, upload: Upload) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => cancelUpload(corpus, upload.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.corpus(corpus) }),
  });
}

interface Props {
  corpus: number;
  upload: Upload;
  mayUpload: boolean;
  /** Why it could not be removed, when that was tried. */
  refused: string | null;
  onRemove: () => void;
}

export function UploadItem({ corpus, upload, mayUpload, refused, onRemove }: Props) {
  const cancel = useCancel(corpus, upload);
  const running = isRunning(upload);
  const tag = standing(upload);
  const error = cancel.error ? wordsFor(cancel.error) : refused;
  return (
    <li className={styles.upload}>
      <b className="clip" title={upload.name}>
        {upload.name}
      </b>
      {running && percent(upload) ? (
        <span className="num soft">{percent(upload)}</span>
      ) : (
        <Tag {...(tag.tone ? { tone: tag.tone } : {})} {...(tag.icon ? { icon: tag.icon } : {})}>
          {tag.label}
        </Tag>
      )}
      {running ? (
        <Running upload={upload} onCancel={mayUpload ? () => cancel.mutate() : null} />
      ) : null}
      {upload.status === "review" && upload.members ? (
        <QuestionOfMany corpus={corpus} upload={upload} />
      ) : null}
      {upload.status === "review" && !upload.members ? (
        <Question corpus={corpus} upload={upload} />
      ) : null}
      {running || upload.status === "review" ? null : <Account upload={upload} />}
      {running || upload.status === "review" ? null : <Problems upload={upload} />}
      {mayUpload && !running && upload.status !== "review" ? (
        <div className={`${styles.full} ${styles.tools}`}>
          {upload.members ? null : (
            <Link
              to="/corpora/$c/uploads/$u"
              params={{ c: corpus, u: upload.id }}
              className={buttonClass({ kind: "quiet", small: true })}
            >
              {t("What was found")}
              <span className="vh"> {upload.name}</span>
            </Link>
          )}
          <Button kind="quiet" small icon="trash" onClick={onRemove}>
            {t("Remove")}
            <span className="vh"> {upload.name}</span>
          </Button>
        </div>
      ) : null}
      <Members corpus={corpus} upload={upload} />
      {error ? (
        <div className={styles.full}>
          <Note tone="danger" alert>
            {error}
          </Note>
        </div>
      ) : null}
    </li>
  );
}
