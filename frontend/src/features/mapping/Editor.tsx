/** The mapping of one file while it is made: columns at the left, what comes of them at the right. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  type TableLook,
  type TableMapping,
  trialQuery,
  type Structure as Where,
} from "@/api/mappings";
import { isProblem } from "@/api/problem";
import type { Upload } from "@/api/types";
import { Copyable } from "@/ui/copyable";
import { Segments } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Empty, Note } from "@/ui/status";
import { Columns } from "./Columns";
import { DateQuestion, Dates, isOpen } from "./Dates";
import { asFile, completed } from "./draft";
import { EntryRule } from "./EntryRule";
import { Finish } from "./Finish";
import styles from "./mapping.module.css";
import { Structure } from "./Structure";
import { Trying } from "./Trying";
import { hintsOf, originInWords } from "./words";

const SETTLED_MS = 250;

/** The mapping once nobody has changed it for a moment: each try reads the first rows again. */
function useSettled(mapping: TableMapping): TableMapping {
  const [settled, setSettled] = useState(mapping);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(mapping), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [mapping]);
  return settled;
}

/** Another structure has other columns: what was said of the ones before means nothing there. */
function useDraft(look: TableLook) {
  const [of, setOf] = useState(look);
  const [mapping, setMapping] = useState(() => completed(look.mapping));
  if (of !== look) {
    setOf(look);
    setMapping(completed(look.mapping));
  }
  return [mapping, setMapping] as const;
}

interface Props {
  corpus: number;
  upload: Upload;
  look: TableLook;
  onLook: (where: Where) => void;
  editable: boolean;
}

function TextAs({ mapping, onChange }: { mapping: TableMapping; onChange: Change }) {
  return (
    <fieldset className={styles.section}>
      <legend className={styles.legend}>{t("What is the text?")}</legend>
      <div>
        <Segments
          label={t("What is the text?")}
          value={mapping.text_as}
          options={[
            { value: "plain", label: t("plain text") },
            { value: "html", label: t("HTML: marks become paragraphs") },
          ]}
          onChange={(text_as) => onChange({ ...mapping, text_as })}
        />
      </div>
    </fieldset>
  );
}
type Change = (mapping: TableMapping) => void;

function AsFile({ mapping }: { mapping: TableMapping }) {
  return (
    <details className={styles.section}>
      <summary>{t("The same for the command line and the API")}</summary>
      <Copyable label={t("mapping as JSON")} text={asFile(mapping)} />
    </details>
  );
}

function Faults({ look }: { look: TableLook }) {
  if (look.faults.length === 0) return null;
  return (
    <Note tone="warn">
      <ul>
        {look.faults.map(({ field, code, message }) => (
          <li key={`${field}-${code}`}>{message}</li>
        ))}
      </ul>
    </Note>
  );
}

export function Editor({ corpus, upload, look, onLook, editable }: Props) {
  const [mapping, setMapping] = useDraft(look);
  const settled = useSettled(mapping);
  const wanting =
    mapping.fields.text === undefined ? t("Say first which column holds the text.") : null;
  const { data: trial, error } = useQuery({
    ...trialQuery(corpus, upload.id, settled),
    enabled: settled.fields.text !== undefined,
  });
  const dates = trial?.dates ?? look.dates;
  const own = { mapping, onChange: setMapping, editable };
  const open = isOpen(mapping, dates)
    ? t("Say first whether the day or the month comes first")
    : null;
  const refused = isProblem(error) ? error.detail : null;
  return (
    <>
      <div className={styles.two}>
        <div className={styles.left}>
          <Note icon="info">{originInWords(look.origin)}</Note>
          <Faults look={look} />
          <DateQuestion
            {...own}
            dates={dates}
            asks={dates?.ambiguous === true || look.dates?.ambiguous === true}
          />
          <Structure {...own} look={look} onLook={onLook} />
          {look.rows_seen === 0 ? (
            <Empty icon="searchX" title={t("No rows here")}>
              {t("Choose another sheet or other records, or say that the file is something else.")}
            </Empty>
          ) : (
            <>
              <Columns {...own} columns={look.fields} />
              <EntryRule {...own} columns={look.fields} />
              <Dates {...own} dates={dates} />
              <TextAs mapping={mapping} onChange={setMapping} />
              <AsFile mapping={mapping} />
            </>
          )}
        </div>
        <Trying trial={trial} error={error} wanting={wanting} hints={hintsOf(mapping)} />
      </div>
      {editable ? (
        <Finish
          corpus={corpus}
          upload={upload}
          mapping={mapping}
          why={wanting ?? open ?? refused}
        />
      ) : null}
    </>
  );
}
