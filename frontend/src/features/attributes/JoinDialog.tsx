/** A second table: which of its rows fit, what they would change, and then the change, as one step. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { joinTable } from "@/api/attributes";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Joining, JoinReport } from "@/api/types";
import { turn } from "@/features/undo";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Select, TextField, Tick } from "@/ui/field";
import { msg, t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import styles from "./attributes.module.css";
import type { Columns } from "./columns";
import { JoinPreview, Report } from "./JoinReport";

const BY: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  thread: [
    ["external_id", msg("the site’s own id")],
    ["url", msg("the address")],
    ["title", msg("the title")],
    ["id", msg("Catena’s id")],
  ],
  participant: [
    ["name", msg("the name")],
    ["id", msg("Catena’s id")],
  ],
};

interface Props {
  corpus: number;
  columns: Columns;
  onClose: () => void;
}

export default function JoinDialog({ corpus, columns, onClose }: Props) {
  const client = useQueryClient();
  const { owner } = columns;
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<Joining>({ owner });
  const trial = useMutation({
    mutationFn: ({ sent, asked }: { sent: File; asked: Joining }) => joinTable(corpus, sent, asked),
  });
  const join = useMutation({
    mutationFn: ({ sent, asked }: { sent: File; asked: Joining }) =>
      joinTable(corpus, sent, { ...asked, dry_run: false }),
    onSuccess: (report) => {
      columns.show(
        report.columns.map((one) => one.attribute),
        true,
      );
      toast(
        owner === "thread"
          ? t("{n, plural, one {# thread} other {# threads}} described", { n: report.changed })
          : t("{n, plural, one {# participant} other {# participants}} described", {
              n: report.changed,
            }),
        () => void turn(corpus, "undo"),
      );
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.corpus(corpus) }),
  });
  const look = (sent: File, asked: Joining) => {
    setFile(sent);
    setOptions(asked);
    trial.mutate({ sent, asked });
  };
  const report = trial.data;
  const change = (changed: Partial<Joining>) => {
    if (file && report) {
      const { key, by } = report;
      look(file, { ...options, key, by: by as NonNullable<Joining["by"]>, ...changed });
    }
  };
  const error = trial.error ?? join.error;
  return (
    <Dialog
      wide
      title={t("Take in a second table")}
      onClose={onClose}
      onSubmit={() => file && report?.matched && join.mutate({ sent: file, asked: options })}
      actions={
        <Button
          kind="primary"
          type="submit"
          why={reason(report, trial.isPending || join.isPending)}
        >
          {t("Take it in")}
        </Button>
      }
    >
      <p className="soft">
        {owner === "thread"
          ? t(
              "Each row says something of a thread: its column names the thread by id, address or title, the others become attributes.",
            )
          : t(
              "Each row says something of somebody: one column has the name, the others become attributes.",
            )}
      </p>
      <TextField
        label={t("Table (CSV, Excel, ODS, JSON)")}
        type="file"
        accept=".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.jsonl,.ndjson"
        onChange={(event) => {
          const sent = event.target.files?.[0];
          if (sent) look(sent, { owner });
        }}
      />
      {error ? (
        <Note tone="danger" alert>
          {wordsFor(error)}
        </Note>
      ) : null}
      {report ? <Found report={report} options={options} onChange={change} /> : null}
    </Dialog>
  );
}

function reason(report: JoinReport | undefined, busy: boolean): string | null {
  if (busy) return t("The table is being read");
  if (!report) return t("Choose a table first");
  return report.matched === 0 ? t("No row fits yet") : null;
}

interface FoundProps {
  report: JoinReport;
  options: Joining;
  onChange: (changed: Partial<Joining>) => void;
}

function Found({ report, options, onChange }: FoundProps) {
  const mapped = Object.fromEntries(report.columns.map((one) => [one.column, one.attribute]));
  return (
    <>
      <div className={styles.pair}>
        {report.sheets.length > 1 ? (
          <Select
            label={t("Sheet")}
            value={report.sheet}
            onChange={(event) =>
              onChange({ sheet: event.target.value, key: null, by: null, columns: null })
            }
          >
            {report.sheets.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        ) : null}
        <Select
          label={t("Column that names them")}
          value={report.key}
          onChange={(event) => onChange({ key: event.target.value, columns: null })}
        >
          {report.there.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
        <Select
          label={t("It holds")}
          value={report.by}
          onChange={(event) => onChange({ by: event.target.value as NonNullable<Joining["by"]> })}
        >
          {(BY[report.owner] ?? []).map(([by, words]) => (
            <option key={by} value={by}>
              {t(words)}
            </option>
          ))}
        </Select>
      </div>
      <fieldset className={styles.bar}>
        <legend>{t("Columns that become attributes")}</legend>
        {report.there
          .filter((one) => one !== report.key)
          .map((one) => (
            <Tick
              key={one}
              checked={one in mapped}
              onChange={(event) => {
                const { [one]: _, ...rest } = mapped;
                onChange({ columns: event.target.checked ? { ...rest, [one]: one } : rest });
              }}
            >
              {one}
            </Tick>
          ))}
      </fieldset>
      <Report report={report} />
      {report.ambiguous.count > 0 || options.several === "all" ? (
        <Tick
          checked={options.several === "all"}
          onChange={(event) => onChange({ several: event.target.checked ? "all" : "skip" })}
        >
          {t("Say it of all who have the name")}
        </Tick>
      ) : null}
      <Tick
        checked={options.clear ?? false}
        onChange={(event) => onChange({ clear: event.target.checked })}
      >
        {t("Empty cells take values away")}
      </Tick>
      <JoinPreview report={report} />
    </>
  );
}
