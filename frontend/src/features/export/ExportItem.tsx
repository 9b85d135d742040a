/** One export: its progress while it is made, then its manifest and its file. */
import { fileAddress, isFinished, manifestAddress } from "@/api/exports";
import type { Export, Manifest } from "@/api/types";
import { buttonClass } from "@/ui/button";
import { figure, momentOf, t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { ProgressBar, Tag } from "@/ui/status";
import styles from "./export.module.css";

function ManifestList({ data }: { data: Manifest }) {
  return (
    <dl className={styles.manifest}>
      <div>
        <dt>{t("Rows")}</dt>
        <dd>{figure(data.rows)}</dd>
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

export function ExportItem({ corpus, made }: { corpus: number; made: Export }) {
  return (
    <li className={styles.item}>
      <div className="row">
        <b className="grow">
          {t("Annotations")}, {made.format.toUpperCase()}
        </b>
        {standing(made)}
      </div>
      <p className="muted">{momentOf(made.created_at)}</p>
      {isFinished(made) ? null : <Running made={made} />}
      {made.status === "failed" ? (
        <p className="soft">
          {made.error} {t("No annotation was lost. Make the export again.")}
        </p>
      ) : null}
      {made.status === "done" ? (
        <>
          {made.manifest ? <ManifestList data={made.manifest} /> : null}
          <div className="row">
            <a
              className={buttonClass({ small: true })}
              href={fileAddress(corpus, made.id)}
              download
            >
              <Icon name="download" />
              {t("Download")}
              <span className="vh">
                {" "}
                {made.format} {momentOf(made.created_at)}
              </span>
            </a>
            <a
              className={buttonClass({ small: true, kind: "quiet" })}
              href={manifestAddress(corpus, made.id)}
              download="manifest.json"
            >
              {t("Manifest")}
              <span className="vh">
                {" "}
                {made.format} {momentOf(made.created_at)}
              </span>
            </a>
          </div>
        </>
      ) : null}
    </li>
  );
}
