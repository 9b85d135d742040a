/** The tree of codes with its filter. */
import { useState } from "react";
import type { Code, Corpus } from "@/api/types";
import { Button, Key } from "@/ui/button";
import { SearchField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Empty, Note } from "@/ui/status";
import { CodeTree, type Summons } from "./CodeTree";
import styles from "./codebook.module.css";
import { matching, rowsOf } from "./tree";
import type { Changes } from "./useChanges";

interface Props {
  corpus: Corpus;
  codes: readonly Code[];
  chosen: number | null;
  summons: Summons | null;
  changes: Changes;
  onChoose: (id: number, byKey: boolean) => void;
  onNew: (parent: number | null) => void;
  onArchive: (code: Code) => void;
}

export function CodesSection({ codes, changes, ...props }: Props) {
  const [words, setWords] = useState("");
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [withArchived, setWithArchived] = useState(false);
  const archived = codes.filter((code) => code.archived).length;
  const shown = codes.filter((code) => withArchived || !code.archived);
  const found = matching(shown, words);
  const rows = rowsOf(found, words ? new Set() : folded);
  const parents = new Set(shown.map((code) => code.parent));
  const allFolded = folded.size > 0;
  const mayEdit = props.corpus.actions.includes("edit_codebook");
  const foldAll = () =>
    setFolded(new Set(allFolded ? [] : shown.filter((c) => parents.has(c.id)).map((c) => c.id)));
  const fold = (id: number, close: boolean) => {
    const next = new Set(folded);
    if (close) next.add(id);
    else next.delete(id);
    setFolded(next);
  };
  return (
    <section aria-label={t("Codes")}>
      <div className={`row wrap ${styles.filters}`}>
        <SearchField
          label={t("Find a code")}
          placeholder={t("Find a code")}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {parents.size > 1 ? (
          <Button kind="quiet" small onClick={foldAll}>
            {allFolded ? t("Unfold all") : t("Fold all")}
          </Button>
        ) : null}
        {archived > 0 ? (
          <Tick checked={withArchived} onChange={(event) => setWithArchived(event.target.checked)}>
            {t("Archived ones too ({n})", { n: archived })}
          </Tick>
        ) : null}
        {mayEdit && rows.length > 1 ? (
          <span className="end muted hide-narrow">
            {t("Drag to move, or")} <Key>Ctrl</Key> <Key>X</Key> {t("and")} <Key>↑</Key>{" "}
            <Key>↓</Key>
          </span>
        ) : null}
      </div>
      {changes.trouble ? (
        <div className={styles.trouble}>
          <Note tone="danger" alert>
            <b>{t("Not done.")}</b> {changes.trouble}{" "}
            <Button kind="quiet" small onClick={changes.settle}>
              {t("Understood")}
            </Button>
          </Note>
        </div>
      ) : null}
      {rows.length === 0 && !words ? (
        <p className="soft">{t("The codes will stand here.")}</p>
      ) : null}
      {rows.length === 0 && words ? (
        <Empty icon="searchX" title={t("No code for “{words}”", { words })}>
          {t("Names and definitions were looked through.")}
        </Empty>
      ) : null}
      {rows.length > 0 ? (
        <CodeTree {...props} codes={codes} rows={rows} changes={changes} onFold={fold} />
      ) : null}
    </section>
  );
}
