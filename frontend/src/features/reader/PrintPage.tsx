/** The thread as a page for printing: everything rendered, codes as flat marks with letters, their names beside them. */

import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { figure, momentOf, t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Failure, ProgressBar } from "@/ui/status";
import { codeCounts } from "./counts";
import { type Loaded, type ReaderData, useReaderData } from "./data";
import { chipsOf } from "./FilterBar";
import { paintFor } from "./look";
import { nameFor } from "./marks";
import { PrintPost } from "./PrintPost";
import styles from "./print.module.css";
import { Sample } from "./Sample";
import { useView, type ViewControl } from "./useView";
import { PART, useWholeThread } from "./useWholeThread";

export default function PrintPage({ loaded }: { loaded: Loaded }) {
  const control = useView();
  const [part, setPart] = useState(0);
  const whole = useWholeThread(loaded, part);
  const total = loaded.thread.posts.length;
  const due = Math.min(PART, total - part * PART);
  usePageTitle(loaded.thread.title);
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Button kind="quiet" icon="chevronLeft" onClick={() => control.setPrint(false)}>
          {t("Back to the reader")}
        </Button>
        {total > PART ? (
          <Parts part={part} parts={Math.ceil(total / PART)} onPart={setPart} />
        ) : null}
        <Button
          kind="primary"
          className="end"
          why={whole.loaded ? null : t("Its texts are still on the way")}
          onClick={() => window.print()}
        >
          {t("Print")}
        </Button>
      </div>
      {whole.failed ? (
        <Failure title={t("Not all of the thread could be loaded")}>
          {t("Go back to the reader and come here again. Nothing is lost.")}
        </Failure>
      ) : null}
      {whole.loaded ? (
        <Printed loaded={whole.loaded} control={control} />
      ) : (
        <p className="row">
          <ProgressBar done={whole.done} total={due} label={t("Loading the thread")} />
          {t("{n} of {all} posts", { n: figure(whole.done), all: figure(due) })}
        </p>
      )}
    </div>
  );
}

function Parts(props: { part: number; parts: number; onPart: (part: number) => void }) {
  const { part, parts, onPart } = props;
  return (
    <span className="row">
      <Button
        small
        square
        icon="chevronLeft"
        aria-label={t("Previous part")}
        why={part === 0 ? t("This is the first part") : null}
        onClick={() => onPart(part - 1)}
      />
      {t("Part {n} of {parts}", { n: part + 1, parts })}
      <Button
        small
        square
        icon="chevronRight"
        aria-label={t("Next part")}
        why={part === parts - 1 ? t("This is the last part") : null}
        onClick={() => onPart(part + 1)}
      />
    </span>
  );
}

function Printed({ loaded, control }: { loaded: Loaded; control: ViewControl }) {
  const data = useReaderData(loaded, control, false);
  const { model, index, look } = data;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article className={styles.sheet}>
      <header>
        <h1
          ref={heading}
          tabIndex={-1}
          dir="auto"
          {...(model.thread.language ? { lang: model.thread.language } : {})}
        >
          {model.thread.title || t("Untitled thread")}
        </h1>
        <p className={styles.facts}>
          {[model.thread.site, model.thread.url].filter(Boolean).map((fact) => (
            <span key={fact}>
              <bdi>{fact}</bdi>{" "}
            </span>
          ))}
          {t("Printed {moment}: {posts} posts, {annotations} annotations.", {
            moment: momentOf(new Date().toISOString()),
            posts: figure(model.posts.length),
            annotations: figure(index.all.length),
          })}
        </p>
        <Filters data={data} control={control} />
        <Legend data={data} />
        {index.thread.length > 0 ? (
          <p className={styles.facts}>
            {t("Whole thread")}:{" "}
            {[...new Set(index.thread.map(({ code }) => code))]
              .map((code) => nameFor(look.codebook, code))
              .join(", ")}
          </p>
        ) : null}
      </header>
      {model.posts.map((post) => (
        <PrintPost
          key={post.id}
          model={post}
          codes={index.byPost.get(post.id)}
          look={look}
          language={model.thread.language}
        />
      ))}
    </article>
  );
}

function Filters({ data, control }: { data: ReaderData; control: ViewControl }) {
  const chips = chipsOf(control.view, data);
  if (chips.length === 0) return null;
  return (
    <p className={styles.facts}>
      {t("Only: {filters}.", { filters: chips.map(({ label }) => label).join("; ") })}
    </p>
  );
}

/** The codes that occur, with how often. */
function Legend({ data }: { data: ReaderData }) {
  const { index, look } = data;
  const counts = useMemo(
    () => codeCounts(index.all, look.codebook, []).filter(({ own }) => own > 0),
    [index, look],
  );
  if (counts.length === 0) return null;
  return (
    <ul className={styles.legend} aria-label={t("Codes")}>
      {counts.map(({ view, own }) => (
        <li key={view.id}>
          {look.colourBy === "coder" ? null : <Sample paint={paintFor(look, view.id, [])} />}
          <span>
            <bdi>{view.name}</bdi> <small>{figure(own)}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
