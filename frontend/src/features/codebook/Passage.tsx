/** One passage in the list: its words with what stands around them, where it is, who coded it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { passageOf, postQuery } from "@/api/passages";
import type { Annotation, Code, Corpus } from "@/api/types";
import { momentOf, t } from "@/ui/i18n";
import { pigmentClass } from "@/ui/pigments";
import { Tag } from "@/ui/status";
import styles from "./passages.module.css";

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

/** The passage's words among those around them; only the chosen one asks for them. */
function Words({ corpus, annotation, isCurrent }: Props) {
  const { post, start, end, quote, level } = annotation;
  const { data } = useQuery({
    ...postQuery(corpus.id, post ?? 0),
    enabled: isCurrent && post !== null,
  });
  if (level === "thread") return <>{t("The whole thread")}</>;
  const letters = data && isCurrent ? Array.from(data.text) : null;
  if (start === null || end === null) {
    return <>{letters ? letters.slice(0, LONGEST).join("") : t("A whole comment")}</>;
  }
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

function By({ corpus, annotation, isCurrent }: Props) {
  const { post, coder, created_at, memo, level } = annotation;
  const { data } = useQuery({
    ...postQuery(corpus.id, post ?? 0),
    enabled: isCurrent && post !== null,
  });
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
  const { code, isCurrent, decision, onChoose } = props;
  return (
    <li
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
        <Words {...props} />
      </button>
      <By {...props} />
      {decision ? <Tag icon="check">{decision.said}</Tag> : null}
    </li>
  );
}
