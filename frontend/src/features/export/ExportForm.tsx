/** What is exported: purpose, format, program, state, part and options. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Choice, startExport } from "@/api/exports";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Snapshot } from "@/api/snapshots";
import type { Corpus, FormatOut } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { announce } from "@/ui/toast";
import styles from "./export.module.css";
import { FormatFields } from "./FormatFields";
import { OptionFields } from "./OptionFields";
import { ScopeFields } from "./ScopeFields";

interface Props {
  corpus: Corpus;
  choice: Choice;
  setChoice: (choice: Choice) => void;
  formats: readonly FormatOut[];
  snapshots: readonly Snapshot[];
}

/** Why this cannot be made now; null when it can. */
function whyNot(choice: Choice, of: FormatOut | undefined, pending: boolean): string | null {
  if (pending) return t("Being started");
  if (of?.of_snapshots && !choice.snapshot) return t("Choose a snapshot first");
  return null;
}

export function ExportForm(props: Props) {
  const { corpus, choice, setChoice, formats } = props;
  const client = useQueryClient();
  const [unfolded, setUnfolded] = useState(false);
  const of = formats.find((one) => one.name === choice.format);
  const starting = useMutation({
    mutationFn: () => startExport(corpus.id, choice),
    onSuccess: () => {
      announce(t("The export is being made."));
      return client.invalidateQueries({ queryKey: keys.exports(corpus.id) });
    },
  });
  return (
    <section className={`panel pad stack ${styles.form}`} aria-labelledby="export-title">
      <h2 id="export-title" tabIndex={-1}>
        {t("New export")}
      </h2>
      <FormatFields {...props} />
      {of?.whole || of?.of_snapshots ? null : (
        <details
          className={styles.fold}
          open={unfolded || Object.keys(choice.scope).length > 0}
          onToggle={({ currentTarget }) => setUnfolded(currentTarget.open)}
        >
          <summary>{t("Only a part of the corpus")}</summary>
          <ScopeFields
            corpus={corpus}
            scope={choice.scope}
            setScope={(scope) => setChoice({ ...choice, scope })}
          />
        </details>
      )}
      {of?.whole ? null : (
        <details className={styles.fold}>
          <summary>{t("Names, positions, spreadsheets")}</summary>
          <OptionFields choice={choice} setChoice={setChoice} of={of} />
        </details>
      )}
      {starting.error ? (
        <Note tone="danger" alert>
          <b>{t("Not exported.")}</b> {wordsFor(starting.error)}
        </Note>
      ) : null}
      <div>
        <Button
          id="make-export"
          kind="primary"
          icon="download"
          onClick={() => starting.mutate()}
          why={whyNot(choice, of, starting.isPending)}
        >
          {t("Make the export")}
        </Button>
      </div>
    </section>
  );
}
