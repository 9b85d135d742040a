/** Changes newest first: who, what, before and after in words; each can be put back. */

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { allCodesQuery } from "@/api/codes";
import { type HistoryEvent, type HistoryFilter, historyQuery, restoreChange } from "@/api/history";
import { wordsFor } from "@/api/problem";
import { describe, type NameOf } from "@/features/undo";
import { Button } from "@/ui/button";
import { momentOf, t } from "@/ui/i18n";
import { Disc } from "@/ui/person";
import { Failure, Loading, Note, Tag } from "@/ui/status";
import { toast } from "@/ui/toast";
import { differences } from "./differences";
import styles from "./history.module.css";

interface Props {
  readonly corpus: number;
  readonly filter: HistoryFilter;
}

export function History({ corpus, filter }: Props) {
  const events = useInfiniteQuery(historyQuery(corpus, filter));
  const { data: codes = [] } = useQuery(allCodesQuery(corpus));
  const nameOf: NameOf = (code) =>
    codes.find(({ id }) => id === code)?.name ?? t("Code {id}", { id: String(code) });
  if (events.isError) {
    return (
      <Failure
        title={t("The history could not be loaded")}
        actions={<Button onClick={() => events.refetch()}>{t("Try again")}</Button>}
      >
        {wordsFor(events.error)}
      </Failure>
    );
  }
  if (!events.data) return <Loading what={t("Loading the history")} />;
  const all = events.data.pages.flatMap(({ results }) => results);
  if (all.length === 0) return <p className="soft">{t("Nothing was changed yet.")}</p>;
  return (
    <>
      <ol className={styles.events} aria-label={t("Changes, newest first")}>
        {all.map((event) => (
          <Change key={event.seq} {...{ corpus, event, nameOf }} />
        ))}
      </ol>
      {events.hasNextPage ? (
        <Button
          why={events.isFetchingNextPage ? t("Being loaded") : null}
          onClick={() => events.fetchNextPage()}
        >
          {t("Show earlier changes")}
        </Button>
      ) : null}
    </>
  );
}

const RESTORABLE = new Set(["annotation", "code", "memo", "thread", "post", "participant"]);

function Change(props: { corpus: number; event: HistoryEvent; nameOf: NameOf }) {
  const { corpus, event, nameOf } = props;
  const name = event.actor ? event.actor.name || event.actor.username : t("Catena");
  return (
    <li className={styles.event}>
      <Disc name={name} />
      <div className="grow">
        <p>
          <strong>{name}</strong> {describe(event, nameOf)}{" "}
          {event.undoes === null ? null : <Tag>{t("undo")}</Tag>}
          {event.redoes === null ? null : <Tag>{t("redo")}</Tag>}
        </p>
        <p className="muted">{momentOf(event.at)}</p>
        <dl className={styles.fields}>
          {differences(event.before, event.after, nameOf).map(({ label, before, after }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd dir="auto">
                {before ? <del>{before}</del> : <span className="muted">{t("empty")}</span>}
                <span aria-hidden="true"> → </span>
                <span className="vh">{t("became")}</span>
                {after ? <ins>{after}</ins> : <span className="muted">{t("empty")}</span>}
              </dd>
            </div>
          ))}
        </dl>
        {RESTORABLE.has(event.target.type) ? <Restore corpus={corpus} event={event} /> : null}
      </div>
    </li>
  );
}

function Restore({ corpus, event }: { corpus: number; event: HistoryEvent }) {
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const restore = async () => {
    setError(null);
    try {
      await restoreChange(corpus, event.seq);
      toast(t("Put back as it was before this change"));
      await client.invalidateQueries({ queryKey: ["corpus", corpus, "history"] });
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <>
      <Button kind="quiet" small icon="undo" onClick={restore}>
        {t("Put back as before")}
      </Button>
      {error === null ? null : (
        <Note tone="danger" alert>
          {wordsFor(error)}
        </Note>
      )}
    </>
  );
}
