/** The bar below the review: the account in one sentence, and what can be decided. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type Difference, difference, reread } from "@/api/corrections";
import { keys } from "@/api/keys";
import type { Preview } from "@/api/preview";
import { wordsFor } from "@/api/problem";
import type { Upload } from "@/api/types";
import { cancelUpload, confirmUpload } from "@/api/uploads";
import { Button, buttonClass } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { figure, t } from "@/ui/i18n";
import { Loading, Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import { accounting, awaitsMapping } from "../uploads";
import styles from "./review.module.css";

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
  const again = useMutation({
    mutationFn: () => reread(corpus, id),
    onSuccess: decided(t("It is being read again")),
  });
  return { load, leave, again };
}

function Figures({ found }: { found: Difference }) {
  const rows = [
    [t("Threads"), found.threads],
    [t("Posts"), found.posts],
  ] as const;
  return (
    <table className={styles.difference}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t("same")}</th>
          <th scope="col">{t("changed")}</th>
          <th scope="col">{t("new")}</th>
          <th scope="col">{t("missing")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, n]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="num">{figure(n.same)}</td>
            <td className="num">{figure(n.changed)}</td>
            <td className="num">{figure(n.new)}</td>
            <td className="num">{figure(n.missing)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What reading the file again would change, before it does. */
function Reread(props: { corpus: number; id: string; onApply: () => void; onClose: () => void }) {
  const { corpus, id, onApply, onClose } = props;
  const { data, error } = useQuery({
    queryKey: [...keys.upload(corpus, id), "difference"],
    queryFn: () => difference(corpus, id),
    staleTime: 0,
  });
  const changes = data ? data.posts.changed + data.posts.new + data.posts.missing : 0;
  return (
    <Dialog
      title={t("Read the file again?")}
      wide
      onClose={onClose}
      onSubmit={onApply}
      actions={
        <Button kind="primary" type="submit" why={data ? null : t("Being compared")}>
          {t("Apply the difference")}
        </Button>
      }
    >
      <p className="soft">
        {t(
          "Your corrections are replayed. Changed texts become new versions; what was coded moves along, and what finds no place is listed for you. Nothing is deleted.",
        )}
      </p>
      {error ? (
        <Note tone="danger" alert>
          {wordsFor(error)}
        </Note>
      ) : null}
      {data || error ? null : <Loading what={t("Reading the file")} />}
      {data ? <Figures found={data} /> : null}
      {data && changes === 0 ? <p>{t("Nothing would change.")}</p> : null}
    </Dialog>
  );
}

interface Props {
  corpus: number;
  upload: Upload;
  preview: Preview | undefined;
  mayUpload: boolean;
}

export function Decision({ corpus, upload, preview, mayUpload }: Props) {
  const { load, leave, again } = useDecision(corpus, upload.id);
  const [asking, setAsking] = useState(false);
  const waits = awaitsMapping(upload);
  const threads = (preview ?? upload).counts.threads;
  const refused = load.error ?? leave.error ?? again.error;
  const busy = load.isPending || leave.isPending || again.isPending ? t("Being done") : null;
  const none = threads === 0 ? t("No thread was found") : null;
  const open = preview && !preview.accounted ? t("Not everything is accounted for") : null;
  return (
    <div className={styles.decision}>
      <p className="soft grow">
        {preview && !waits ? `${accounting(preview.counts)}. ` : null}
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
          {waits ? null : (
            <Button kind="primary" onClick={() => load.mutate()} why={busy ?? open ?? none}>
              {t("{n, plural, one {Load # thread} other {Load # threads}}", { n: threads })}
            </Button>
          )}
        </>
      ) : (
        <>
          {mayUpload && upload.status === "done" ? (
            <Button icon="history" onClick={() => setAsking(true)} why={busy}>
              {t("Read again…")}
            </Button>
          ) : null}
          <Link to="/corpora/$c" params={{ c: corpus }} className={buttonClass()}>
            {t("To the threads")}
          </Link>
        </>
      )}
      {asking ? (
        <Reread
          corpus={corpus}
          id={upload.id}
          onApply={() => {
            setAsking(false);
            again.mutate();
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}
