/** One export: its progress while it is made, then its manifest, its file, and what to do with it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { codesQuery } from "@/api/codes";
import { membersQuery } from "@/api/corpora";
import {
  type Choice,
  choiceOf,
  deleteExport,
  fileAddress,
  isFinished,
  manifestAddress,
  type Scope,
} from "@/api/exports";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Export, FormatOut, Manifest } from "@/api/types";
import { Button, buttonClass } from "@/ui/button";
import { figure, momentOf, t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { ProgressBar, Tag } from "@/ui/status";
import { toast } from "@/ui/toast";
import styles from "./export.module.css";
import { programOf, titleOf } from "./formats";
import { Losses } from "./Losses";
import { optionWords, scopeWords, sizeOf } from "./scope";

interface Props {
  corpus: number;
  made: Export;
  formats: readonly FormatOut[];
  onAgain: (choice: Choice) => void;
}

function ManifestList({ data }: { data: Manifest }) {
  return (
    <dl className={styles.manifest}>
      <div>
        <dt>{t("Rows")}</dt>
        <dd>
          {figure(data.rows)} <span className="muted">({sizeOf(data.size)})</span>
        </dd>
      </div>
      <div>
        <dt>{t("SHA-256")}</dt>
        <dd>
          <code>{data.sha256}</code>
        </dd>
      </div>
      <div>
        <dt>{t("As of change")}</dt>
        <dd>{figure(data.as_of_seq)}</dd>
      </div>
    </dl>
  );
}

function Running({ made }: { made: Export }) {
  const { done, total, unit } = made.progress;
  return (
    <>
      <ProgressBar done={done} total={total ?? 0} label={t("Export being made")} />
      <p className="muted">
        {total
          ? t("{done} of {total} {unit}", { done: figure(done), total: figure(total), unit })
          : t("{done} {unit}", { done: figure(done), unit })}
      </p>
    </>
  );
}

function standing({ status }: Export) {
  if (status === "done")
    return (
      <Tag tone="ok" icon="check">
        {t("Done")}
      </Tag>
    );
  if (status === "failed")
    return (
      <Tag tone="danger" icon="warning">
        {t("Failed")}
      </Tag>
    );
  return <Tag>{status === "queued" ? t("Waiting") : t("Being made")}</Tag>;
}

/** Of which part, how, from which state: "codes: Frost · with pseudonyms · Snapshot “Spring”". */
function ChoiceWords({ corpus, made }: Pick<Props, "corpus" | "made">) {
  const { data: codes = [] } = useQuery(codesQuery(corpus));
  const { data: members = [] } = useQuery(membersQuery(corpus));
  const frozen = made.manifest?.snapshot;
  const parts = [
    ...(frozen ? [t("Snapshot “{name}”", { name: frozen })] : []),
    ...(made.profile ? [programOf(made.profile)] : []),
    ...scopeWords(made.scope as Scope, { codes, members }),
    ...optionWords(made as Choice),
  ];
  return parts.length > 0 ? <p className="soft">{parts.join(" · ")}</p> : null;
}

function Files({ corpus, made, title }: Pick<Props, "corpus" | "made"> & { title: string }) {
  const which = (
    <span className="vh">
      {" "}
      {title} {momentOf(made.created_at)}
    </span>
  );
  return (
    <>
      <a className={buttonClass({ small: true })} href={fileAddress(corpus, made.id)} download>
        <Icon name="download" />
        {t("Download")}
        {which}
      </a>
      <a
        className={buttonClass({ small: true, kind: "quiet" })}
        href={manifestAddress(corpus, made.id)}
        download="manifest.json"
      >
        {t("Manifest")}
        {which}
      </a>
    </>
  );
}

/** Stops what is being made at once; deletes what was made when nobody says Undo. */
function useRemoving({ corpus, made }: Pick<Props, "corpus" | "made">) {
  const client = useQueryClient();
  const key = { queryKey: keys.exports(corpus) };
  const removing = useMutation({
    mutationFn: () => deleteExport(corpus, made.id),
    onError: (error) => toast(t("The export was not deleted: {why}", { why: wordsFor(error) })),
    onSettled: () => client.invalidateQueries(key),
  });
  const leave = () => {
    client.setQueryData<Export[]>(keys.exports(corpus), (kept) =>
      kept?.filter((one) => one.id !== made.id),
    );
    const back = () => client.invalidateQueries(key);
    toast(t("The export is being deleted with its file"), back, () => removing.mutate());
  };
  return { stop: () => removing.mutate(), leave };
}

export function ExportItem({ corpus, made, formats, onAgain }: Props) {
  const { stop, leave } = useRemoving({ corpus, made });
  const title = titleOf(made, formats);
  const over = isFinished(made);
  return (
    <li className={styles.item}>
      <div className="row">
        <b className="grow">{title}</b>
        {standing(made)}
      </div>
      <p className="muted">
        {made.created_by
          ? t("{moment}, {name}", {
              moment: momentOf(made.created_at),
              name: made.created_by.name || made.created_by.username,
            })
          : momentOf(made.created_at)}
      </p>
      <ChoiceWords corpus={corpus} made={made} />
      {over ? null : <Running made={made} />}
      {made.status === "failed" ? (
        <p className="soft">
          {made.error} {t("No annotation was lost. Make the export again.")}
        </p>
      ) : null}
      {made.manifest ? <ManifestList data={made.manifest} /> : null}
      <Losses losses={made.manifest?.losses ?? []} />
      <div className="row wrap">
        {made.status === "done" ? <Files corpus={corpus} made={made} title={title} /> : null}
        {over ? (
          <>
            <Button small kind="quiet" icon="redo" onClick={() => onAgain(choiceOf(made))}>
              {t("Same choices")}
              <span className="vh"> {title}</span>
            </Button>
            <Button small kind="quiet" icon="trash" onClick={leave}>
              {t("Delete")}
              <span className="vh">
                {" "}
                {title} {momentOf(made.created_at)}
              </span>
            </Button>
          </>
        ) : (
          <Button small kind="quiet" icon="close" onClick={stop}>
            {t("Stop")}
            <span className="vh"> {title}</span>
          </Button>
        )}
      </div>
    </li>
  );
}
