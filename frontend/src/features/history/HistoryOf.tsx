/** The history of one thing, fetched when somebody unfolds it. */

import { useState } from "react";
import type { HistoryFilter } from "@/api/history";
import { t } from "@/ui/i18n";
import { History } from "./History";
import styles from "./history.module.css";

interface Props {
  readonly corpus: number;
  readonly filter: HistoryFilter;
  readonly title?: string;
}

export function HistoryOf({ corpus, filter, title = t("All changes") }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.of} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open ? <History corpus={corpus} filter={filter} /> : null}
    </details>
  );
}
