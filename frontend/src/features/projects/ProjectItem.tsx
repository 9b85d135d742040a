/** One project that comes in: how far it is, what asks to be looked at, what was loaded. */
import { isAtWork, projectAddress } from "@/api/projects";
import type { Project } from "@/api/types";
import { buttonClass } from "@/ui/button";
import { figure, momentOf, t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { ProgressBar, Tag } from "@/ui/status";
import styles from "./projects.module.css";
import { Notes, Review } from "./Review";

const says = (format: string) =>
  ({
    qdpx: t("REFI-QDA project"),
    taguette: t("Taguette project"),
    "label-studio": t("Label Studio export"),
    doccano: t("doccano export"),
    cas: t("INCEpTION (UIMA CAS)"),
    brat: t("brat standoff"),
  })[format] ?? format;

function standing({ status }: Project) {
  switch (status) {
    case "queued":
      return <Tag>{t("Waiting")}</Tag>;
    case "reading":
      return <Tag>{t("Being read")}</Tag>;
    case "review":
      return (
        <Tag tone="warn" icon="alert">
          {t("Look at it")}
        </Tag>
      );
    case "loading":
      return <Tag>{t("Being loaded")}</Tag>;
    case "done":
      return (
        <Tag tone="ok" icon="check">
          {t("Done")}
        </Tag>
      );
    case "failed":
      return (
        <Tag tone="danger" icon="warning">
          {t("Failed")}
        </Tag>
      );
    default:
      return <Tag>{t("Left out")}</Tag>;
  }
}

function Progress({ project }: { project: Project }) {
  const { done, total } = project.progress;
  return (
    <>
      <ProgressBar done={done} total={total ?? 0} label={t("Project coming in")} />
      {total ? (
        <p className="muted">
          {t("{done} of {total}", { done: figure(done), total: figure(total) })}
        </p>
      ) : null}
    </>
  );
}

function Loaded({ project }: { project: Project }) {
  const { threads = 0, annotations = 0, codes = 0, problems = [] } = project.result ?? {};
  return (
    <>
      <p className={styles.figures}>
        <span>{t("{n, plural, one {# new thread} other {# new threads}}", { n: threads })}</span>
        <span>{t("{n, plural, one {# new code} other {# new codes}}", { n: codes })}</span>
        <span>
          {t("{n, plural, one {# annotation} other {# annotations}}", { n: annotations })}
        </span>
      </p>
      <Notes title={t("What did not come along")} notes={project.report?.losses ?? []} />
      <Notes title={t("What did not fit")} notes={problems} />
    </>
  );
}

export function ProjectItem({ corpus, project }: { corpus: number; project: Project }) {
  return (
    <li className={styles.item}>
      <div className="row">
        <h2 className="grow">{project.name}</h2>
        {standing(project)}
      </div>
      <p className="muted">
        {project.format
          ? t("{format}, {moment}", {
              format: says(project.format),
              moment: momentOf(project.created_at),
            })
          : momentOf(project.created_at)}
      </p>
      {isAtWork(project) ? <Progress project={project} /> : null}
      {project.status === "review" ? <Review corpus={corpus} project={project} /> : null}
      {project.status === "done" ? <Loaded project={project} /> : null}
      {project.status === "failed" ? <p className="soft">{project.error}</p> : null}
      <div className="row wrap">
        <a
          className={buttonClass({ small: true, kind: "quiet" })}
          href={projectAddress(corpus, project.id)}
          download
        >
          <Icon name="download" />
          {t("The file as it came")}
          <span className="vh"> {project.name}</span>
        </a>
      </div>
    </li>
  );
}
