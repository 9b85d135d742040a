/**
 * The passages of a code, one after the other: read, keep, re-code, remove by keys. For a second
 * look after a definition changed, and for assigning what was coded with a code that was split.
 */
import { useInfiniteQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { changeAnnotation, deleteAnnotation } from "@/api/annotations";
import { passagesQuery, reviewAnnotation } from "@/api/passages";
import { wordsFor } from "@/api/problem";
import type { Annotation, Code, Corpus } from "@/api/types";
import { Button } from "@/ui/button";
import { Swatch } from "@/ui/code";
import { t } from "@/ui/i18n";
import { Empty, Failure, Loading, Note } from "@/ui/status";
import { type Decision, Passage } from "./Passage";
import { OtherCode, Tools } from "./PassageTools";
import styles from "./passages.module.css";
import { useChanges } from "./useChanges";
import { useMay } from "./useMay";

interface Props {
  corpus: Corpus;
  codes: readonly Code[];
  code: Code;
  /** Only those coded before the definition changed. */
  outdated: boolean;
  onBack: () => void;
}

/** The codes on the keys 1 to 9: beside and below it, the newest nine in the order of their making. */
function targetsFor(codes: readonly Code[], code: Code): Code[] {
  return codes
    .filter((one) => !one.archived && one.id !== code.id)
    .filter((one) => one.parent === code.id || one.parent === code.parent)
    .sort((a, b) => b.id - a.id)
    .slice(0, 9)
    .sort((a, b) => a.id - b.id);
}

export function Passages({ corpus, codes, code, outdated, onBack }: Props) {
  const query = useInfiniteQuery(passagesQuery(corpus.id, { code: code.id, outdated }));
  const changes = useChanges(corpus.id);
  const [decided, setDecided] = useState<ReadonlyMap<string, Decision>>(new Map());
  const [current, setCurrent] = useState(0);
  const [choosing, setChoosing] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const focusWanted = useRef(true);
  const may = useMay(corpus);
  const items = useMemo(
    () => query.data?.pages.flatMap((page) => page.results) ?? [],
    [query.data],
  );
  const targets = useMemo(() => targetsFor(codes, code), [codes, code]);
  const item = items[current];
  const open = items.filter((one) => !decided.has(one.id)).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the current one takes the focus
  useEffect(() => {
    if (!focusWanted.current) return;
    list.current?.querySelector<HTMLElement>("[aria-current]")?.focus();
  }, [current, items.length]);
  useEffect(() => {
    if (current > items.length - 20 && query.hasNextPage && !query.isFetching)
      query.fetchNextPage();
  }, [current, items.length, query]);

  const mark = (id: string, decision: Decision | null) =>
    setDecided((before) => {
      const next = new Map(before);
      if (decision) next.set(id, decision);
      else next.delete(id);
      return next;
    });
  const decide = async (one: Annotation, decision: Decision, work: () => Promise<unknown>) => {
    if (!may(one) || decided.has(one.id)) return;
    mark(one.id, decision);
    const next = items.findIndex((other, at) => at > current && !decided.has(other.id));
    if (next >= 0) setCurrent(next);
    const isDone = await changes.run(
      work,
      () => decision.said,
      () => mark(one.id, null),
    );
    if (!isDone) mark(one.id, null);
  };
  const keep = (one: Annotation) => decide(one, { said: t("Kept") }, () => reviewAnnotation(one));
  const recode = (one: Annotation, to: Code) =>
    decide(one, { said: t("Is “{name}” now", { name: to.name }) }, () =>
      changeAnnotation(one, { code: to.id }),
    );
  const remove = (one: Annotation) =>
    decide(one, { said: t("Removed") }, () => deleteAnnotation(one));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || choosing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const target = targets[Number(event.key) - 1];
    if (step) setCurrent(Math.min(Math.max(current + step, 0), items.length - 1));
    else if (event.key === "Escape") onBack();
    else if (!item || event.key === "Tab") return;
    else if (event.key === "k" && outdated) keep(item);
    else if (event.key === "x") remove(item);
    else if (event.key === "c") setChoosing(true);
    else if (target) recode(item, target);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys work wherever inside the focus is
    <div className="page" onKeyDown={onKeyDown}>
      <header className="row wrap">
        <div className="grow">
          <Button kind="quiet" small icon="chevronLeft" onClick={onBack}>
            {t("Codebook")}
          </Button>
          <h1>
            <Swatch colour={code.colour} large />{" "}
            {outdated
              ? t("“{name}”: look again", { name: code.name })
              : t("Coded “{name}”", { name: code.name })}
          </h1>
          <p className="lead">
            {outdated
              ? t("{n, plural, =0 {Nothing is left.} one {One is left.} other {# are left.}}", {
                  n: open,
                })
              : t("{n, plural, =0 {Nothing yet.} one {One annotation.} other {# annotations.}}", {
                  n: open,
                })}
            {query.hasNextPage ? t(" More come as you go on.") : null}
          </p>
        </div>
      </header>
      <div className={styles.columns}>
        <section aria-label={t("Passages")}>
          {changes.trouble ? (
            <Note tone="danger" alert>
              <b>{t("Not done.")}</b> {changes.trouble}
            </Note>
          ) : null}
          {query.isPending ? <Loading what={t("Loading the passages")} lines={8} /> : null}
          {query.error && items.length === 0 ? (
            <Failure title={t("The passages could not be fetched")}>
              {wordsFor(query.error)}
            </Failure>
          ) : null}
          {query.isSuccess && items.length === 0 ? (
            <Empty icon="check" title={t("Nothing to look at")}>
              {t("No annotation of this code was made before its definition changed.")}
            </Empty>
          ) : null}
          <ol ref={list} className={styles.list}>
            {items.map((one, index) => (
              <Passage
                key={one.id}
                corpus={corpus}
                code={code}
                annotation={one}
                isCurrent={index === current}
                decision={decided.get(one.id)}
                onChoose={() => setCurrent(index)}
              />
            ))}
          </ol>
        </section>
        <aside className={`panel pad ${styles.side}`} aria-label={t("What to do with it")}>
          <Tools
            {...{ code, targets, outdated }}
            why={!item ? t("Nothing is chosen") : may(item) ? null : t("It is another coder’s")}
            onKeep={() => item && keep(item)}
            onRecode={(to) => item && recode(item, to)}
            onOther={() => setChoosing(true)}
            onRemove={() => item && remove(item)}
          />
        </aside>
      </div>
      {choosing && item ? (
        <OtherCode
          codes={codes}
          code={code}
          onClose={() => setChoosing(false)}
          onCode={(to) => {
            setChoosing(false);
            recode(item, to);
          }}
        />
      ) : null}
    </div>
  );
}
