/** Participants: who wrote how much; names that a person says are one are merged, and can be parted. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCorpus } from "@/api/corpora";
import { keys } from "@/api/keys";
import { mergeParticipants, participantsQuery, separateParticipant } from "@/api/participants";
import { wordsFor } from "@/api/problem";
import type { ParticipantItem } from "@/api/types";
import { AttributeFilters, ColumnChooser, useColumns } from "@/features/attributes";
import { Button } from "@/ui/button";
import { SearchField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Empty, Failure, Loading, Note } from "@/ui/status";
import { Table } from "@/ui/table";
import { toast } from "@/ui/toast";
import { MergeDialog } from "./MergeDialog";
import { ParticipantRow } from "./ParticipantRow";
import styles from "./people.module.css";

/** Merging and parting; either brings the list up to date and can be taken back. */
function useMerging(corpus: number) {
  const client = useQueryClient();
  const fresh = () => client.invalidateQueries({ queryKey: keys.corpus(corpus) });
  const part = useMutation({
    mutationFn: (ids: readonly number[]) => Promise.all(ids.map(separateParticipant)),
    onSuccess: () => toast(t("They stand for themselves again")),
    onSettled: fresh,
  });
  const merge = useMutation({
    mutationFn: ({ into, others }: { into: ParticipantItem; others: readonly number[] }) =>
      mergeParticipants(corpus, into.id, others),
    onSuccess: (_, { into, others }) =>
      toast(
        t("{n, plural, one {# name is} other {# names are}} {name} now", {
          n: others.length,
          name: into.name,
        }),
        () => part.mutate(others),
      ),
    onSettled: fresh,
  });
  return { merge, part };
}

export function ParticipantsPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c/participants" });
  const corpus = useCorpus(c);
  usePageTitle(t("Participants"), corpus.title);
  const [q, setQ] = useState("");
  const [ticked, setTicked] = useState<readonly ParticipantItem[]>([]);
  const [asking, setAsking] = useState(false);
  const [where, setWhere] = useState<readonly string[]>([]);
  const columns = useColumns(c, "participant");
  const query = useInfiniteQuery(participantsQuery(c, q, where));
  const { merge, part } = useMerging(c);
  // A name that was merged stands below the one that it is.
  const people = query.data?.pages
    .flatMap((page) => page.results)
    .filter((one) => one.merged_into === null);
  const mayMerge = corpus.actions.includes("manage_corpus");
  const error = merge.error ?? part.error;
  const tick = (one: ParticipantItem, on: boolean) =>
    setTicked(on ? [...ticked, one] : ticked.filter(({ id }) => id !== one.id));
  const few = ticked.length < 2 ? t("Tick two names or more that belong to one person") : null;
  return (
    <div className="page">
      <header className={styles.head}>
        <div className="grow">
          <h1>{t("Participants")}</h1>
          <p className="lead">
            {t(
              "The names under which people wrote here. The same name on another site may be somebody else: names become one only when you say so, and each can be parted again.",
            )}
          </p>
        </div>
      </header>
      <div className={styles.filters}>
        <SearchField
          label={t("Find a name")}
          placeholder={t("Name")}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        {mayMerge ? (
          <Button icon="join" why={few} onClick={() => setAsking(true)}>
            {t("{n, plural, =0 {They are one person} other {These # are one person}}", {
              n: ticked.length,
            })}
          </Button>
        ) : null}
        <AttributeFilters corpus={c} attributes={columns.all} filters={where} onChange={setWhere} />
        <ColumnChooser corpus={c} columns={columns} mayEdit={mayMerge} />
      </div>
      {error ? (
        <Note tone="danger" alert>
          {wordsFor(error)}
        </Note>
      ) : null}
      {query.error && !people ? (
        <Failure
          title={t("The participants could not be fetched")}
          actions={<Button onClick={() => query.refetch()}>{t("Try again")}</Button>}
        >
          {wordsFor(query.error)}
        </Failure>
      ) : null}
      {query.isPending ? <Loading what={t("Loading the participants")} lines={8} /> : null}
      {people?.length === 0 ? (
        <Empty
          icon="people"
          title={q || where.length > 0 ? t("No such name") : t("No participants yet")}
        >
          {q
            ? t("No participant’s name has these letters.")
            : t("They come with the threads: everybody who wrote an entry or a comment.")}
        </Empty>
      ) : null}
      {people?.length ? (
        <Table caption={t("Participants of this corpus")}>
          <thead>
            <tr>
              {mayMerge ? (
                <td>
                  <span className="vh">{t("Tick")}</span>
                </td>
              ) : null}
              <th scope="col">{t("Name")}</th>
              <th scope="col" className={`num ${styles.wide}`}>
                {t("Entries")}
              </th>
              <th scope="col" className="num">
                {t("Comments")}
              </th>
              <th scope="col" className={`num ${styles.wide}`}>
                {t("Threads")}
              </th>
              {columns.shown.map(({ id, name }) => (
                <th key={id} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((one) => (
              <ParticipantRow
                key={one.id}
                corpus={c}
                person={one}
                columns={columns}
                mayEdit={mayMerge}
                ticked={mayMerge ? ticked.some(({ id }) => id === one.id) : null}
                onTick={(on) => tick(one, on)}
                onPart={mayMerge ? (id) => part.mutate([id]) : null}
              />
            ))}
          </tbody>
        </Table>
      ) : null}
      {query.hasNextPage ? (
        <Button small onClick={() => query.fetchNextPage()}>
          {t("Show more")}
        </Button>
      ) : null}
      {asking ? (
        <MergeDialog
          people={ticked}
          onClose={() => setAsking(false)}
          onMerge={(into) => {
            const others = ticked.filter(({ id }) => id !== into.id).map(({ id }) => id);
            merge.mutate({ into, others });
            setTicked([]);
            setAsking(false);
          }}
        />
      ) : null}
    </div>
  );
}
