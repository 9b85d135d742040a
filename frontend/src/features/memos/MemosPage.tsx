/** All memos of a corpus, newest first, with filters that stand in the address. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { membersQuery, useCorpus } from "@/api/corpora";
import { type Memo, type MemoFilter, memosQuery, type TargetType } from "@/api/memos";
import { wordsFor } from "@/api/problem";
import { Button } from "@/ui/button";
import { SearchField, Select } from "@/ui/field";
import { t } from "@/ui/i18n";
import { usePageTitle, useShortcut } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/status";
import { AnnotationMemos, useAnnotationMemos } from "./AnnotationMemos";
import { keptDraft } from "./drafts";
import { KindField } from "./KindField";
import { MemoCard } from "./MemoCard";
import { MemoForm } from "./MemoForm";
import { MemoLink } from "./MemoLink";
import styles from "./memos.module.css";
import { useReturn } from "./useReturn";

const TYPES: readonly TargetType[] = [
  "corpus",
  "thread",
  "post",
  "annotation",
  "code",
  "participant",
];

export function typeName(type: TargetType): string {
  const names: Record<TargetType, () => string> = {
    corpus: () => t("corpus"),
    thread: () => t("thread"),
    post: () => t("comment"),
    annotation: () => t("annotation"),
    code: () => t("code"),
    participant: () => t("participant"),
  };
  return names[type]();
}

function About({ memo }: { memo: Memo }) {
  const { type, id, label } = memo.target;
  return (
    <span>
      {typeName(type)}:{" "}
      <MemoLink corpus={memo.corpus} type={type} id={String(id)}>
        {label || typeName(type)}
      </MemoLink>
    </span>
  );
}

interface FiltersProps {
  corpus: number;
  filter: MemoFilter;
  onChange: (change: MemoFilter) => void;
}

function Filters({ corpus, filter, onChange }: FiltersProps) {
  const { data: members = [] } = useQuery(membersQuery(corpus));
  return (
    <div className={styles.filters}>
      <SearchField
        label={t("Find in memos")}
        placeholder={t("Find in memos")}
        value={filter.q ?? ""}
        onChange={(event) => onChange({ q: event.target.value || undefined })}
      />
      <Select
        label={t("About")}
        value={filter.target_type ?? ""}
        onChange={(event) =>
          onChange({ target_type: (event.target.value || undefined) as TargetType | undefined })
        }
      >
        <option value="">{t("anything")}</option>
        {TYPES.map((type) => (
          <option key={type} value={type}>
            {typeName(type)}
          </option>
        ))}
      </Select>
      <Select
        label={t("Author")}
        value={filter.author ?? ""}
        onChange={(event) => onChange({ author: Number(event.target.value) || undefined })}
      >
        <option value="">{t("anybody")}</option>
        {members.map(({ user }) => (
          <option key={user.id} value={user.id}>
            {user.name || user.username}
          </option>
        ))}
      </Select>
      <KindField
        kind={filter.kind ?? ""}
        onChange={(kind) => onChange({ kind: kind || undefined })}
      />
    </div>
  );
}

export function MemosPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c/memos" });
  const filter = useSearch({ from: "/signed-in/corpora/$c/memos" });
  const navigate = useNavigate({ from: "/corpora/$c/memos" });
  const corpus = useCorpus(c);
  usePageTitle(t("Memos"), corpus.title);
  const target = { type: "corpus", id: c } as const;
  const [writing, setWriting] = useState(() => keptDraft(c, target, null) !== null);
  const button = useReturn(writing);
  const query = useInfiniteQuery(memosQuery(c, filter));
  const memos = query.data?.pages.flatMap((page) => page.results);
  const found = useAnnotationMemos(c, filter);
  const hasAny = Boolean(memos?.length || found.notes?.length);
  const mayWrite = corpus.actions.includes("code");
  useShortcut("m", () => mayWrite && setWriting(true));
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const change = (one: MemoFilter) => {
    const next = Object.fromEntries(
      Object.entries({ ...filter, ...one }).filter(([, value]) => value !== undefined),
    );
    navigate({ search: next, replace: true });
  };
  const writeButton =
    mayWrite && !writing ? (
      <Button
        ref={button}
        kind="primary"
        icon="memo"
        shortcut="M"
        aria-keyshortcuts="m"
        onClick={() => setWriting(true)}
      >
        {t("Write a memo")}
      </Button>
    ) : null;
  return (
    <div className={`page ${styles.page}`}>
      <header className="row wrap">
        <div className="grow">
          <h1>{t("Memos")}</h1>
          <p className="lead">
            {t("What the team thinks while it reads, on the corpus and on anything in it.")}
          </p>
        </div>
        {hasAny || isFiltered ? writeButton : null}
      </header>
      {hasAny || isFiltered ? <Filters corpus={c} filter={filter} onChange={change} /> : null}
      {writing ? (
        <div className="panel pad">
          <MemoForm corpus={c} target={target} onDone={() => setWriting(false)} />
        </div>
      ) : null}
      {query.error && !memos ? (
        <Failure
          title={t("The memos could not be fetched")}
          actions={<Button onClick={() => query.refetch()}>{t("Try again")}</Button>}
        >
          {wordsFor(query.error)}
        </Failure>
      ) : null}
      {query.isPending ? <Loading what={t("Loading the memos")} lines={8} /> : null}
      {memos?.length === 0 && found.notes?.length === 0 && !writing ? (
        <Empty
          icon={isFiltered ? "searchX" : "memo"}
          title={isFiltered ? t("No such memo") : t("No memos yet")}
          actions={isFiltered ? null : writeButton}
        >
          {isFiltered
            ? t("No memo fits all of these filters.")
            : t(
                "A memo keeps a thought where it came up: on a passage, a comment, a thread, a code, a person. Here they stand together; one written here is about the whole corpus.",
              )}
        </Empty>
      ) : null}
      <div className={styles.list}>
        {memos?.map((memo) => (
          <MemoCard key={memo.id} corpus={corpus} memo={memo} about={<About memo={memo} />} />
        ))}
      </div>
      {query.hasNextPage ? (
        <Button small onClick={() => query.fetchNextPage()}>
          {t("Show more")}
        </Button>
      ) : null}
      <AnnotationMemos corpus={c} found={found} />
    </div>
  );
}
