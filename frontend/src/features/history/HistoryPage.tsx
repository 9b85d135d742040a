/** Everything that was changed in a corpus, with filters. */

import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { membersQuery, useCorpus } from "@/api/corpora";
import type { HistoryFilter } from "@/api/history";
import { UndoButtons } from "@/features/undo";
import { Select } from "@/ui/field";
import { msg, t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { History } from "./History";
import styles from "./history.module.css";

const KINDS: readonly (readonly [value: string, label: string])[] = [
  ["annotation", msg("Annotations")],
  ["code", msg("Codes")],
  ["memo", msg("Memos")],
  ["thread", msg("Threads")],
  ["post", msg("Texts")],
  ["participant", msg("People")],
  ["attribute", msg("Attributes")],
  ["upload", msg("Uploads")],
  ["member", msg("Members")],
  ["export", msg("Exports")],
];

export function HistoryPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c/history" });
  const corpus = useCorpus(c);
  usePageTitle(t("History"), corpus.title);
  const { data: members = [] } = useQuery(membersQuery(c));
  const [filter, setFilter] = useState<HistoryFilter>({});
  const set = (change: HistoryFilter) => setFilter({ ...filter, ...change });
  return (
    <div className="page">
      <header className="row wrap">
        <div className="grow">
          <h1>{t("History")}</h1>
          <p className="lead">{t("Who changed what. Nothing in it is ever erased.")}</p>
        </div>
        <UndoButtons corpus={c} />
      </header>
      <div className={styles.filters}>
        <Select
          label={t("By")}
          value={filter.actor ?? ""}
          onChange={({ target }) => set({ actor: target.value ? Number(target.value) : undefined })}
        >
          <option value="">{t("everybody")}</option>
          {members.map(({ user }) => (
            <option key={user.id} value={user.id}>
              {user.name || user.username}
            </option>
          ))}
        </Select>
        <Select
          label={t("What")}
          value={filter.target_type ?? ""}
          onChange={({ target }) => set({ target_type: target.value || undefined })}
        >
          <option value="">{t("everything")}</option>
          {KINDS.map(([value, label]) => (
            <option key={value} value={value}>
              {t(label)}
            </option>
          ))}
        </Select>
      </div>
      <History corpus={c} filter={filter} />
    </div>
  );
}
