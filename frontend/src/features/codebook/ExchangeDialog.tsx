/** Taking the codebook out, and bringing one in: first it is said what an import would change. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import {
  codebookAddress,
  type Format,
  type Imported,
  importCodebook,
  type ReadFormat,
} from "@/api/codebook";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { Button, buttonClass } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextArea } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { Note } from "@/ui/status";
import styles from "./codebook.module.css";
import type { DialogProps } from "./Dialogs";

/** By how a file begins; what begins like none of the others is read as our own CSV. */
function formatOf(text: string): ReadFormat {
  if (/^\s*[[{]/.test(text)) return "json";
  if (/^\s*</.test(text)) return "qdc";
  return /^\s*"?tag"?\s*,/i.test(text) ? "taguette-csv" : "csv";
}

const faultsOf = (found: Imported) => found.problems.filter((one) => one.error);

function Download({ corpus, as, children }: { corpus: number; as: Format; children: ReactNode }) {
  return (
    <a className={buttonClass()} href={codebookAddress(corpus, as)} download>
      <Icon name="download" /> {children}
    </a>
  );
}

/** The codes by name; a list that scrolls when it is long. */
function Named({ title, paths }: { title: string; paths: Imported["new_paths"] }) {
  if (paths.length === 0) return null;
  const names = paths.map((path) => path.join(" › "));
  return (
    <div>
      <h4>{title}</h4>
      <ul className={styles.problems} dir="auto">
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </div>
  );
}

function Found({ found }: { found: Imported }) {
  const { created, changed, unchanged, problems } = found;
  const faults = faultsOf(found);
  return (
    <>
      <Note tone={problems.length > 0 ? "warn" : "ok"}>
        <p>
          <b>
            {t(
              "{created, plural, one {One code is} other {# codes are}} new, {changed, plural, one {one changes} other {# change}}, {unchanged, plural, one {one stays} other {# stay}} as they are.",
              { created, changed, unchanged },
            )}
          </b>
        </p>
        {faults.length > 0 ? (
          <p>
            {t(
              "{n, plural, one {One line has a problem.} other {# lines have problems.}} Nothing is imported until they are mended.",
              { n: faults.length },
            )}
          </p>
        ) : null}
      </Note>
      <Named title={t("New codes")} paths={found.new_paths} />
      <Named title={t("Codes that change")} paths={found.changed_paths} />
      {problems.length > 0 ? (
        <ol className={styles.problems}>
          {problems.map(({ line, code, message }) => (
            <li key={`${line}-${code}-${message}`}>
              <span className="num muted">{line === null ? "" : t("Line {line}", { line })}</span>{" "}
              {message}
            </li>
          ))}
        </ol>
      ) : null}
    </>
  );
}

function useImport({ corpus, changes, onClose }: DialogProps) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [found, setFound] = useState<Imported | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const look = async (given: string) => {
    setText(given);
    setFound(null);
    setError(null);
    if (!given.trim()) return;
    setBusy(true);
    try {
      setFound(await importCodebook(corpus.id, formatOf(given), given, true));
    } catch (caught) {
      setError(caught);
    }
    setBusy(false);
  };
  const bring = async () => {
    const done = await changes.run(
      () => importCodebook(corpus.id, formatOf(text), text, false),
      ({ created, changed }) =>
        t(
          "{created, plural, one {One code} other {# codes}} imported, {changed, plural, one {one} other {#}} changed",
          { created, changed },
        ),
    );
    await client.invalidateQueries({ queryKey: keys.codes(corpus.id) });
    if (done) onClose();
  };
  return { text, found, error, busy, look, bring };
}

export function ExchangeDialog(props: DialogProps) {
  const { corpus, codes, onClose } = props;
  const { text, found, error, busy, look, bring } = useImport(props);
  const mayEdit = corpus.actions.includes("edit_codebook");
  const nothing = found && found.created + found.changed === 0;
  const why = !found
    ? busy
      ? t("Being read")
      : t("Choose a file or paste one first")
    : faultsOf(found).length > 0
      ? t("Mend the lines with problems first")
      : nothing
        ? t("Nothing would change")
        : null;
  return (
    <Dialog
      wide
      title={mayEdit ? t("Import, export the codebook") : t("Export the codebook")}
      onClose={onClose}
      closeLabel={t("Close")}
      onSubmit={() => {
        if (why === null) bring();
      }}
      actions={
        mayEdit ? (
          <Button kind="primary" type="submit" icon="upload" why={why}>
            {t("Import it")}
          </Button>
        ) : null
      }
    >
      {codes.length > 0 ? (
        <section className="stack">
          <h3>{t("Take it out")}</h3>
          <div className="row wrap">
            <Download corpus={corpus.id} as="csv">
              {t("CSV, for a table")}
            </Download>
            <Download corpus={corpus.id} as="json">
              {t("JSON, with everything")}
            </Download>
          </div>
        </section>
      ) : null}
      {mayEdit ? (
        <section className="stack">
          <h3>{t("Bring one in")}</h3>
          <p className="soft">
            {t(
              "A CSV or JSON file as it is exported here, a REFI-QDA codebook (.qdc), or Taguette’s codebook as CSV. A column “path” (or “name” and “parent”) is enough; codes with the same path are changed, all others stay.",
            )}
          </p>
          <input
            type="file"
            accept=".csv,.json,.qdc,text/csv,application/json"
            aria-label={t("File with a codebook")}
            onChange={async (event) => {
              const file = event.target.files?.[0];
              if (file) look(await file.text());
            }}
          />
          <TextArea
            label={t("Or paste it here")}
            rows={6}
            spellCheck={false}
            value={text}
            onChange={(event) => look(event.target.value)}
          />
          {error ? (
            <Note tone="danger" alert>
              {wordsFor(error)}
            </Note>
          ) : null}
          {found ? <Found found={found} /> : null}
        </section>
      ) : null}
    </Dialog>
  );
}
