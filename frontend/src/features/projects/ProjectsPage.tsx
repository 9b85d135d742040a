/** Projects that were coded in other programs: drop one, look at what was found, load it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useCorpus } from "@/api/corpora";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { projectsQuery, sendProject } from "@/api/projects";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { usePageTitle } from "@/ui/page";
import { Empty, Failure, Loading, Note, ProgressBar } from "@/ui/status";
import { ProjectItem } from "./ProjectItem";
import styles from "./projects.module.css";

function DropHere({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keys
    <div
      className={`${styles.drop} ${over ? styles.over : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <Icon name="fileDown" />
      <span>
        {t("Drop a project here, or")}{" "}
        <button type="button" className={styles.choose} onClick={() => input.current?.click()}>
          {t("choose its file")}
        </button>
      </span>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t("Project to bring in")}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
      <span className="muted small">
        {t(
          "REFI-QDA (.qdpx of NVivo, MAXQDA, ATLAS.ti, QualCoder …), Taguette, Label Studio, doccano, INCEpTION, brat",
        )}
      </span>
    </div>
  );
}

export function ProjectsPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  const corpus = useCorpus(c);
  const client = useQueryClient();
  usePageTitle(t("Bring in a project"), corpus.title);
  const [share, setShare] = useState(0);
  const { data: projects, error, refetch } = useQuery(projectsQuery(c));
  const sending = useMutation({
    mutationFn: (file: File) => sendProject(c, file, setShare),
    onSettled: () => client.invalidateQueries({ queryKey: keys.projects(c) }),
  });
  return (
    <div className="page">
      <header>
        <h1>{t("Bring in a project")}</h1>
        <p className="lead">
          {t("Texts, codes and codings from the program that you worked with before.")}
        </p>
      </header>
      <div className="stack">
        <DropHere onFile={(file) => sending.mutate(file)} />
        {sending.isPending ? (
          <ProgressBar done={share} total={1} label={t("Project being sent")} />
        ) : null}
        {sending.error ? (
          <Note tone="danger" alert>
            {wordsFor(sending.error)}
          </Note>
        ) : null}
        <section className="panel" aria-label={t("Projects brought in")}>
          {error && !projects ? (
            <Failure
              title={t("The projects could not be fetched")}
              actions={<Button onClick={() => refetch()}>{t("Try again")}</Button>}
            >
              {wordsFor(error)}
            </Failure>
          ) : null}
          {!projects && !error ? (
            <div className="pad">
              <Loading what={t("Loading the projects")} />
            </div>
          ) : null}
          {projects?.length === 0 ? (
            <Empty icon="fileDown" title={t("No project yet")}>
              {t("Nothing is loaded before you have seen what was found. The file is kept.")}
            </Empty>
          ) : null}
          <ul>
            {projects?.map((one) => (
              <ProjectItem key={one.id} corpus={c} project={one} />
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}
