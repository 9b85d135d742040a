/** What is exported: format, and a scope by code, coder and level. Nothing ticked means all. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { codesQuery } from "@/api/codes";
import { membersQuery } from "@/api/corpora";
import { type ExportFormat, type Scope, startExport } from "@/api/exports";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Code, Corpus, Level } from "@/api/types";
import { Button } from "@/ui/button";
import { CodeName } from "@/ui/code";
import { Segments, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { announce } from "@/ui/toast";
import styles from "./export.module.css";

const LEVELS: readonly { level: Level; says: () => string }[] = [
  { level: "passage", says: () => t("passages") },
  { level: "post", says: () => t("whole comments") },
  { level: "thread", says: () => t("threads") },
];

function flipped<Item>(items: readonly Item[] = [], item: Item): Item[] {
  return items.includes(item) ? items.filter((one) => one !== item) : [...items, item];
}

/** Ticking a code ticks its subcodes too; each can then be unticked by itself. */
function flippedWithSubcodes(all: readonly Code[], code: Code, { codes = [] }: Scope): number[] {
  const below = (one: Code) => code.path.every((name, depth) => one.path[depth] === name);
  const ids = new Set(all.filter(below).map((one) => one.id));
  if (codes.includes(code.id)) return codes.filter((id) => !ids.has(id));
  return [...new Set([...codes, ...ids])];
}

interface ScopeProps {
  corpus: Corpus;
  scope: Scope;
  setScope: (scope: Scope) => void;
}

function CodeTicks({ corpus, scope, setScope }: ScopeProps) {
  const { data: codes = [] } = useQuery(codesQuery(corpus.id));
  if (codes.length === 0) return null;
  return (
    <fieldset>
      <legend>{scope.codes?.length ? t("Only these codes") : t("All codes, or only")}</legend>
      <div className={styles.ticks}>
        {codes.map((code) => (
          <Tick
            key={code.id}
            checked={scope.codes?.includes(code.id) ?? false}
            onChange={() => setScope({ ...scope, codes: flippedWithSubcodes(codes, code, scope) })}
          >
            <CodeName colour={code.colour} name={code.path.join(" › ")} />
          </Tick>
        ))}
      </div>
    </fieldset>
  );
}

function CoderTicks({ corpus, scope, setScope }: ScopeProps) {
  const { data: members = [] } = useQuery(membersQuery(corpus.id));
  if (members.length < 2) return null;
  return (
    <fieldset>
      <legend>{scope.coders?.length ? t("Only these coders") : t("All coders, or only")}</legend>
      <div className={styles.ticks}>
        {members.map(({ user }) => (
          <Tick
            key={user.id}
            checked={scope.coders?.includes(user.id) ?? false}
            onChange={() => setScope({ ...scope, coders: flipped(scope.coders, user.id) })}
          >
            {user.name || user.username}
          </Tick>
        ))}
      </div>
    </fieldset>
  );
}

function LevelTicks({ scope, setScope }: Omit<ScopeProps, "corpus">) {
  return (
    <fieldset>
      <legend>{scope.levels?.length ? t("Only these levels") : t("All levels, or only")}</legend>
      <div className={styles.ticks}>
        {LEVELS.map(({ level, says }) => (
          <Tick
            key={level}
            checked={scope.levels?.includes(level) ?? false}
            onChange={() => setScope({ ...scope, levels: flipped(scope.levels, level) })}
          >
            {says()}
          </Tick>
        ))}
      </div>
    </fieldset>
  );
}

interface Props extends ScopeProps {
  format: ExportFormat;
  setFormat: (format: ExportFormat) => void;
}

export function ExportForm({ format, setFormat, ...rest }: Props) {
  const client = useQueryClient();
  const { corpus, scope } = rest;
  const starting = useMutation({
    mutationFn: () => startExport(corpus.id, format, scope),
    onSuccess: () => {
      announce(t("The export is being made."));
      return client.invalidateQueries({ queryKey: keys.exports(corpus.id) });
    },
  });
  return (
    <section className={`panel pad stack ${styles.form}`} aria-labelledby="export-title">
      <h2 id="export-title">{t("Annotations")}</h2>
      <div>
        <Segments<ExportFormat>
          label={t("Format")}
          value={format}
          onChange={setFormat}
          options={[
            { value: "csv", label: t("CSV, for spreadsheets and R") },
            { value: "jsonl", label: t("JSONL, for programs") },
          ]}
        />
      </div>
      <CodeTicks {...rest} />
      <CoderTicks {...rest} />
      <LevelTicks {...rest} />
      {starting.error ? (
        <Note tone="danger" alert>
          <b>{t("Not exported.")}</b> {wordsFor(starting.error)}
        </Note>
      ) : null}
      <div>
        <Button
          kind="primary"
          icon="download"
          onClick={() => starting.mutate()}
          why={starting.isPending ? t("Being started") : null}
        >
          {t("Make the export")}
        </Button>
      </div>
    </section>
  );
}
