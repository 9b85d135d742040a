/** One snapshot: what is in it, how far it is, and what can be done with it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isFinished } from "@/api/exports";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { deleteSnapshot, type Snapshot } from "@/api/snapshots";
import { Button } from "@/ui/button";
import { figure, momentOf, t } from "@/ui/i18n";
import { ProgressBar, Tag } from "@/ui/status";
import { toast } from "@/ui/toast";
import styles from "./export.module.css";

interface Props {
  made: Snapshot;
  mayManage: boolean;
  onExport: () => void;
  onCite: () => void;
}

/** Leaves the list at once; the server deletes it when nobody has said Undo. */
function useDeleting(made: Snapshot) {
  const client = useQueryClient();
  const key = keys.snapshots(made.corpus);
  const deleting = useMutation({
    mutationFn: () => deleteSnapshot(made),
    onError: (error) =>
      toast(t("“{name}” was not deleted: {why}", { name: made.name, why: wordsFor(error) })),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return () => {
    client.setQueryData<Snapshot[]>(key, (kept) => kept?.filter((one) => one.id !== made.id));
    toast(
      t("The snapshot “{name}” is being deleted; files that were exported from it stay", {
        name: made.name,
      }),
      () => client.invalidateQueries({ queryKey: key }),
      () => deleting.mutate(),
    );
  };
}

function counted({ counts }: Snapshot): string {
  const n = (name: string) => counts[name] ?? 0;
  return [
    t("{n, plural, one {# thread} other {# threads}}", { n: n("threads") }),
    t("{n, plural, one {# code} other {# codes}}", { n: n("codes") }),
    t("{n, plural, one {# annotation} other {# annotations}}", { n: n("annotations") }),
  ].join(", ");
}

export function SnapshotItem({ made, mayManage, onExport, onCite }: Props) {
  const leave = useDeleting(made);
  const name = <span className="vh"> {made.name}</span>;
  const done = made.status === "done";
  return (
    <li className={styles.item}>
      <div className="row">
        <b className="grow">{made.name}</b>
        {made.status === "failed" ? (
          <Tag tone="danger" icon="warning">
            {t("Failed")}
          </Tag>
        ) : null}
        {isFinished(made) ? null : <Tag>{t("Being made")}</Tag>}
      </div>
      <p className="muted">
        {made.created_by
          ? t("{moment}, {name}", {
              moment: momentOf(made.created_at),
              name: made.created_by.name || made.created_by.username,
            })
          : momentOf(made.created_at)}
        {done ? ` · ${t("As of change")} ${figure(made.seq)}` : null}
      </p>
      {made.note ? <p className="soft">{made.note}</p> : null}
      {done ? <p className="soft">{counted(made)}</p> : null}
      {made.error ? <p className="soft">{made.error}</p> : null}
      {isFinished(made) ? null : (
        <ProgressBar {...made.progress} label={t("Snapshot being made")} />
      )}
      <div className="row wrap">
        {done ? (
          <>
            <Button small icon="download" onClick={onExport}>
              {t("Export from it")}
              {name}
            </Button>
            <Button small kind="quiet" icon="book" onClick={onCite}>
              {t("Cite")}
              {name}
            </Button>
          </>
        ) : null}
        {mayManage ? (
          <Button small kind="quiet" icon="trash" onClick={leave}>
            {t("Delete")}
            {name}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
