/** The snapshots of a corpus: make one under a name, cite it, export from it, delete it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { type Snapshot, snapshotsQuery, takeSnapshot } from "@/api/snapshots";
import type { Corpus } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextArea, TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Empty, Note } from "@/ui/status";
import { announce } from "@/ui/toast";
import { CiteDialog } from "./CiteDialog";
import styles from "./export.module.css";
import { SnapshotItem } from "./SnapshotItem";

function TakeDialog({ corpus, onClose }: { corpus: Corpus; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const taking = useMutation({
    mutationFn: () => takeSnapshot(corpus.id, { name: name.trim(), note: note.trim() }),
    onSuccess: () => {
      announce(t("The snapshot is being made."));
      client.invalidateQueries({ queryKey: keys.snapshots(corpus.id) });
      onClose();
    },
  });
  const why = taking.isPending
    ? t("Being started")
    : name.trim()
      ? null
      : t("Give it a name first");
  return (
    <Dialog
      title={t("Make a snapshot")}
      onClose={onClose}
      onSubmit={() => (why ? undefined : taking.mutate())}
      actions={
        <Button kind="primary" type="submit" why={why}>
          {t("Make the snapshot")}
        </Button>
      }
    >
      <p>
        {t(
          "It keeps threads, codes, annotations and memos as they are now. Coding goes on; exports of the snapshot stay the same to the last byte.",
        )}
      </p>
      <TextField
        label={t("Name")}
        hint={t("For example: As submitted, or Version 1.0")}
        value={name}
        maxLength={200}
        onChange={({ target }) => setName(target.value)}
      />
      <TextArea label={t("Note")} value={note} onChange={({ target }) => setNote(target.value)} />
      {taking.error ? (
        <Note tone="danger" alert>
          {wordsFor(taking.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}

interface Props {
  corpus: Corpus;
  onExport: (snapshot: string) => void;
}

export function Snapshots({ corpus, onExport }: Props) {
  const { data: made, error } = useQuery(snapshotsQuery(corpus.id));
  const [taking, setTaking] = useState(false);
  const [cited, setCited] = useState<Snapshot | null>(null);
  const mayManage = corpus.actions.includes("manage_corpus");
  const take = mayManage ? (
    <Button icon="lock" onClick={() => setTaking(true)}>
      {t("Make a snapshot")}
    </Button>
  ) : null;
  return (
    <section className="panel" aria-labelledby="snapshots-title">
      <div className={`row wrap ${styles.title}`}>
        <h2 id="snapshots-title" className="grow">
          {t("Snapshots")}
        </h2>
        {made?.length ? take : null}
      </div>
      {error ? (
        <div className="pad">
          <Note tone="danger">{wordsFor(error)}</Note>
        </div>
      ) : null}
      {made?.length === 0 ? (
        <Empty icon="lock" title={t("No snapshot yet")} actions={take}>
          {t(
            "A snapshot is what a paper cites: the corpus under a name, which gives the same files whatever is coded later.",
          )}
        </Empty>
      ) : null}
      <ul>
        {made?.map((one) => (
          <SnapshotItem
            key={one.id}
            made={one}
            mayManage={mayManage}
            onExport={() => onExport(one.id)}
            onCite={() => setCited(one)}
          />
        ))}
      </ul>
      {taking ? <TakeDialog corpus={corpus} onClose={() => setTaking(false)} /> : null}
      {cited ? (
        <CiteDialog made={cited} mayManage={mayManage} onClose={() => setCited(null)} />
      ) : null}
    </section>
  );
}
