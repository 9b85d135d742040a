/** One passage in the list: its words with what stands around them, where it is, who coded it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { passageOf, postQuery } from "@/api/passages";
import type { Annotation, Code, Corpus, Post } from "@/api/types";
import { momentOf, t } from "@/ui/i18n";
import { pigmentClass } from "@/ui/pigments";
import { Tag } from "@/ui/status";
import styles from "./passages.module.css";
import { useSeen } from "./useSeen";

export interface Decision {
  said: string;
}

interface Props {
  corpus: Corpus;
  code: Code;
  annotation: Annotation;
  isCurrent: boolean;
  decision: Decision | undefined;
  onChoose: () => void;
}

/** How much is shown before and after a passage, code points. */
const AROUND = 240;
const LONGEST = 600;
/** How much of a whole comment is shown while it is not the chosen one. */
const OPENING = 200;

/** The first letters of a text, and a sign when there are more. */
export function opening(text: string, longest = OPENING): string {
  const letters = Array.from(text);
  return letters.length > longest ? `${letters.slice(0, longest).join("")} …` : text;
}

type Shown = Props & { post: Post | undefined };

/** The passage's words, for the chosen one among those around them; a whole comment's first ones. */
function Words({ annotation, isCurrent, post: data }: Shown) {
  const { start, end, quote, level } = annotation;
  if (level === "thread") return <>{t("The whole thread")}</>;
  if (start === null || end === null) {
    return <>{data ? opening(data.text, isCurrent ? LONGEST : OPENING) : t("A whole comment")}</>;
  }
  const letters = data && isCurrent ? Array.from(data.text) : null;
  if (!letters || data?.text_version !== annotation.text_version) return <mark>{quote}</mark>;
  return (
    <>
      {start > AROUND ? "… " : ""}
      {letters.slice(Math.max(0, start - AROUND), start).join("")}
      <mark>{quote}</mark>
      {letters.slice(end, end + AROUND).join("")}
      {letters.length > end + AROUND ? " …" : ""}
    </>
  );
}

function By({ corpus, annotation, post: data }: Shown) {
  const { coder, created_at, memo, level } = annotation;
  const coded = t("coded by {name}, {when}", {
    name: coder.name || coder.username,
    when: momentOf(created_at),
  });
  return (
    <p className={styles.by}>
      {data?.author ? <bdi>{data.author.name}</bdi> : null}
      {data && data.kind !== "entry" ? <span>{t("comment {n}", { n: data.number })}</span> : null}
      {level === "post" ? <span>{t("as a whole")}</span> : null}
      <span>{coded}</span>
      <Link {...passageOf(corpus.id, annotation)} className="hit24">
        {t("Go to the text")}
      </Link>
      {memo ? <span className={styles.memo}>{memo}</span> : null}
    </p>
  );
}

export function Passage(props: Props) {
  const { corpus, annotation, code, isCurrent, decision, onChoose } = props;
  const item = useRef<HTMLLIElement>(null);
  const seen = useSeen(item);
  const { data: post } = useQuery({
    ...postQuery(corpus.id, annotation.post ?? 0),
    enabled: (seen || isCurrent) && annotation.post !== null,
  });
  return (
    <li
      ref={item}
      className={`${styles.item} ${pigmentClass(code.colour)} ${decision ? styles.decided : ""}`}
      data-current={isCurrent || undefined}
    >
      <button
        type="button"
        className={styles.words}
        dir="auto"
        tabIndex={isCurrent ? 0 : -1}
        aria-current={isCurrent || undefined}
        onClick={onChoose}
      >
        <Words {...props} post={post} />
      </button>
      <By {...props} post={post} />
      {decision ? <Tag icon="check">{decision.said}</Tag> : null}
    </li>
  );
}
