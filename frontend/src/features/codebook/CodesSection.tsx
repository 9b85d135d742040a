/** The tree of codes with its filter. */
import { useState } from "react";
import type { Code } from "@/api/types";
import { Button } from "@/ui/button";
import { SearchField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Empty } from "@/ui/status";
import type { Side } from "./CodebookPage";
import { CodeTree } from "./CodeTree";
import styles from "./codebook.module.css";
import { matching, rowsOf } from "./tree";

interface Props {
  codes: readonly Code[];
  side: Side;
  setSide: (side: Side) => void;
}

export function CodesSection({ codes, side, setSide }: Props) {
  const [words, setWords] = useState("");
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [withArchived, setWithArchived] = useState(false);
  const shown = codes.filter((code) => withArchived || !code.archived);
  const found = matching(shown, words);
  const rows = rowsOf(found, words ? new Set() : folded);
  const parents = new Set(shown.map((code) => code.parent));
  const allFolded = folded.size > 0;
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
        {codes.some((code) => code.archived) ? (
          <Tick checked={withArchived} onChange={(event) => setWithArchived(event.target.checked)}>
            {t("Archived ones too")}
          </Tick>
        ) : null}
      </div>
      {rows.length === 0 && !words ? (
        <p className="soft">{t("The codes will stand here.")}</p>
      ) : null}
      {rows.length === 0 && words ? (
        <Empty icon="searchX" title={t("No code for “{words}”", { words })}>
          {t("Names and definitions were looked through.")}
        </Empty>
      ) : null}
      {rows.length > 0 ? (
        <CodeTree
          rows={rows}
          chosen={side && side.show !== "new" ? side.id : null}
          onChoose={(id) => setSide({ show: "code", id })}
          onFold={fold}
        />
      ) : null}
    </section>
  );
}
