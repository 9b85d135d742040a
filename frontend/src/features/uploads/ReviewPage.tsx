/** "This is what was found: load or leave?" The source at the left, what was found at the right. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useCorpus } from "@/api/corpora";
import { keys } from "@/api/keys";
import type { Preview } from "@/api/preview";
import { isProblem, wordsFor } from "@/api/problem";
import type { Upload } from "@/api/types";
import { cancelUpload, confirmUpload, previewQuery, rawAddress, uploadQuery } from "@/api/uploads";
import { Button, buttonClass } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Failure, Loading, Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import { Found } from "./Found";
import styles from "./review.module.css";
import { Source } from "./Source";
import { accounting, standing } from "./words";

/** Loading and leaving out; both lead back to the corpus. */
function useDecision(corpus: number, id: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const decided = (text: string) => async () => {
    await client.invalidateQueries({ queryKey: keys.corpus(corpus) });
    await navigate({ to: "/corpora/$c", params: { c: corpus } });
    toast(text);
  };
  const load = useMutation({
    mutationFn: () => confirmUpload(corpus, id),
    onSuccess: decided(t("It is being loaded")),
  });
  const leave = useMutation({
    mutationFn: () => cancelUpload(corpus, id),
    onSuccess: decided(t("Left out. The file is kept; upload it again to load it after all")),
  });
  return { load, leave };
}

interface DecisionProps {
  corpus: number;
  upload: Upload;
  preview: Preview | undefined;
  mayUpload: boolean;
}

function Decision({ corpus, upload, preview, mayUpload }: DecisionProps) {
  const { load, leave } = useDecision(corpus, upload.id);
  const threads = (preview ?? upload).counts.threads;
  const refused = load.error ?? leave.error;
  const busy = load.isPending || leave.isPending ? t("Being done") : null;
  const none = threads === 0 ? t("No thread was found") : null;
  return (
    <div className={styles.decision}>
      <p className="soft grow">
        {preview ? `${accounting(preview.counts)}. ` : null}
        {t("The file itself is kept unchanged.")}
      </p>
      {refused ? (
        <Note tone="danger" alert>
          {wordsFor(refused)}
        </Note>
      ) : null}
      {mayUpload && upload.status === "review" ? (
        <>
          <Button onClick={() => leave.mutate()} why={busy}>
            {t("Leave it out")}
          </Button>
          <Button kind="primary" onClick={() => load.mutate()} why={busy ?? none}>
            {t("{n, plural, one {Load # thread} other {Load # threads}}", { n: threads })}
          </Button>
        </>
      ) : (
        <Link to="/corpora/$c" params={{ c: corpus }} className={buttonClass()}>
          {t("To the threads")}
        </Link>
      )}
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
          "What Catena reads: the text of classic WordPress pages, copied whole with the comments, and threads in JSONL.",
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

export function ReviewPage() {
  const { c, u } = useParams({ from: "/signed-in/corpora/$c/uploads/$u" });
  const corpus = useCorpus(c);
  const { data: upload, error: unknown } = useQuery(uploadQuery(c, u));
  const { data: preview, error, refetch } = useQuery(previewQuery(c, u));
  usePageTitle(upload?.name, t("Review"), corpus.title);
  const broken = unknown ?? error;
  const mayUpload = corpus.actions.includes("upload");
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
        {preview ? (
          <p className="soft">
            {t("Read as {name}: {reason}", {
              name: preview.format.name,
              reason: preview.format.reason,
            })}
          </p>
        ) : null}
      </header>
      {broken && !preview ? <NotShown error={broken} again={() => refetch()} /> : null}
      {!preview && !broken ? (
        <div className={styles.wait}>
          <Loading what={t("Reading the file")} lines={8} />
        </div>
      ) : null}
      {preview ? (
        <div className={preview.text === null ? "" : styles.two}>
          {preview.text === null ? null : <Source preview={preview} text={preview.text} />}
          <Found preview={preview} />
        </div>
      ) : null}
      {upload ? (
        <Decision corpus={c} upload={upload} preview={preview} mayUpload={mayUpload} />
      ) : null}
    </div>
  );
}
