/** What was found in a project, what a person decides of it, and the button that loads it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { membersQuery } from "@/api/corpora";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { cancelProject, confirmProject } from "@/api/projects";
import type { Project, ProjectNote, ProjectReport } from "@/api/types";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { figure, t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { Counting } from "./Counting";
import styles from "./projects.module.css";

const OWN = "";

export function Notes({ title, notes }: { title: string; notes: readonly ProjectNote[] }) {
  if (notes.length === 0) return null;
  return (
    <section className="stack">
      <h3>{title}</h3>
      <ul className={styles.notes}>
        {notes.map((one) => (
          <li key={one.code}>
            {one.message} <span className="muted">({figure(one.count)})</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CodersProps {
  corpus: number;
  report: ProjectReport;
  chosen: Record<string, string | null>;
  onChoose: (name: string, username: string | null) => void;
}

function Coders({ corpus, report, chosen, onChoose }: CodersProps) {
  const { data: members = [] } = useQuery(membersQuery(corpus));
  if (report.coders.length === 0) return null;
  return (
    <section className="stack">
      <h3>{t("Who coded")}</h3>
      <p className="soft">
        {t(
          "Whoever is no member becomes a person of their own, who has no way in until a manager gives one. So several coders stay several.",
        )}
      </p>
      <div className={styles.coders}>
        {report.coders.map((one) => (
          <Select
            key={one.name}
            label={one.name}
            hint={t("{n, plural, one {# coding} other {# codings}}", { n: one.codings })}
            value={chosen[one.name] ?? one.member ?? OWN}
            onChange={(event) => onChoose(one.name, event.target.value || null)}
          >
            <option value={OWN}>{t("A person of their own")}</option>
            {members.map(({ user }) => (
              <option key={user.id} value={user.username}>
                {user.name || user.username}
              </option>
            ))}
          </Select>
        ))}
      </div>
    </section>
  );
}

function Figures({ report }: { report: ProjectReport }) {
  return (
    <p className={styles.figures}>
      <span>{t("{n, plural, one {# text} other {# texts}}", { n: report.sources })}</span>
      <span>{t("{n, plural, one {# code} other {# codes}}", { n: report.codes })}</span>
      <span>{t("{n, plural, one {# coding} other {# codings}}", { n: report.selections })}</span>
      <span>{t("{n, plural, one {# memo} other {# memos}}", { n: report.memos })}</span>
    </p>
  );
}

export function Review({ corpus, project }: { corpus: number; project: Project }) {
  const client = useQueryClient();
  const report = project.report as ProjectReport;
  const [convention, setConvention] = useState(report.chosen);
  const [coders, setCoders] = useState<Record<string, string | null>>({});
  const onSettled = () => client.invalidateQueries({ queryKey: keys.projects(corpus) });
  const loading = useMutation({
    mutationFn: () => confirmProject(corpus, project.id, { convention, coders }),
    onSettled,
  });
  const leaving = useMutation({ mutationFn: () => cancelProject(corpus, project.id), onSettled });
  const error = loading.error ?? leaving.error;
  return (
    <>
      <Figures report={report} />
      <Counting report={report} convention={convention} onChoose={setConvention} />
      <Coders
        corpus={corpus}
        report={report}
        chosen={coders}
        onChoose={(name, username) => setCoders({ ...coders, [name]: username })}
      />
      <Notes title={t("What does not come along")} notes={report.losses} />
      <Notes title={t("What does not fit")} notes={report.problems} />
      {error ? (
        <Note tone="danger" alert>
          {wordsFor(error)}
        </Note>
      ) : null}
      <div className="row wrap">
        <Button
          kind="primary"
          icon="check"
          why={loading.isPending ? t("Being loaded") : null}
          onClick={() => loading.mutate()}
        >
          {t("Load it")}
        </Button>
        <Button kind="quiet" onClick={() => leaving.mutate()}>
          {t("Leave it out")}
        </Button>
      </div>
    </>
  );
}
