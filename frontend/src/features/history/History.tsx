/** Changes newest first: who, what, before and after in words; each can be put back. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { allCodesQuery } from "@/api/codes";
import { useCorpus } from "@/api/corpora";
import { type HistoryFilter, historyQuery } from "@/api/history";
import { wordsFor } from "@/api/problem";
import { sessionQuery } from "@/api/session";
import type { NameOf } from "@/features/undo";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Failure, Loading } from "@/ui/status";
import { Change } from "./Change";
import { useHeld } from "./held";
import styles from "./history.module.css";
import { knownFrom, offerOf } from "./restoring";

interface Props {
  readonly corpus: number;
  readonly filter: HistoryFilter;
}

/** Another filter is another list: nothing of the last one waits in it. */
export function History(props: Props) {
  return <Changes key={`${props.corpus} ${JSON.stringify(props.filter)}`} {...props} />;
}

function Changes({ corpus, filter }: Props) {
  const events = useInfiniteQuery(historyQuery(corpus, filter));
  const { data: codes = [] } = useQuery(allCodesQuery(corpus));
  const { data: me } = useQuery(sessionQuery);
  const { actions } = useCorpus(corpus);
  const fetched = events.data?.pages.flatMap(({ results }) => results) ?? [];
  const held = useHeld(fetched, events.isFetchedAfterMount && events.data !== undefined);
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
  const known = knownFrom(held.known, filter.actor === undefined && filter.action === undefined);
  const may = { actions, me: me?.id ?? null };
  return (
    <>
      <div className={styles.news}>
        {held.waiting > 0 ? (
          <Button small onClick={held.show}>
            {t("{n, plural, one {# new change} other {# new changes}}", { n: held.waiting })}
          </Button>
        ) : null}
      </div>
      {held.shown.length === 0 ? <p className="soft">{t("Nothing was changed yet.")}</p> : null}
      <ol className={styles.events} aria-label={t("Changes, newest first")}>
        {held.shown.map((event) => (
          <Change
            key={event.seq}
            {...{ corpus, event, nameOf }}
            offer={offerOf(event, known, may)}
          />
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
