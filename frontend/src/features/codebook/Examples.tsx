/** Passages of the corpus that show what a code means: its words, and where they stand. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { annotationQuery, passageOf, postQuery } from "@/api/passages";
import type { Annotation, Code, Corpus } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { pigmentClass } from "@/ui/pigments";
import styles from "./codebook.module.css";
import { opening } from "./Passage";
import type { Changes } from "./useChanges";

interface Props {
  corpus: Corpus;
  code: Code;
  changes: Changes;
  mayEdit: boolean;
}

/** The passage; of a whole comment its first words, who wrote it, its number. */
function Words({ corpus, example }: { corpus: number; example: Annotation }) {
  const { post, quote, level } = example;
  const { data } = useQuery({
    ...postQuery(corpus, post ?? 0),
    enabled: quote === null && post !== null,
  });
  if (quote !== null) return <>{quote}</>;
  if (level === "thread") return <>{t("A whole thread")}</>;
  if (!data) return <>{t("A whole comment")}</>;
  return (
    <>
      {opening(data.text)}
      <span className="row wrap">
        {data.author ? <bdi>{data.author.name}</bdi> : null}
        {data.kind === "entry" ? null : <span>{t("comment {n}", { n: data.number })}</span>}
        <span>{t("as a whole")}</span>
      </span>
    </>
  );
}

export function Examples({ corpus, code, changes, mayEdit }: Props) {
  const found = useQueries({
    queries: code.examples.map((id) => annotationQuery(corpus.id, id)),
  });
  const shown = found.flatMap(({ data }) => (data ? [data] : []));
  if (shown.length === 0) return null;
  const remove = (gone: Annotation) => {
    const examples = code.examples.filter((id) => id !== gone.id);
    changes.change(code, { examples }, t("The example is no longer one"));
  };
  return (
    <div>
      <dt>{t("Examples")}</dt>
      <dd className={`${styles.examples} ${pigmentClass(code.colour)}`}>
        {shown.map((one) => (
          <blockquote key={one.id} dir="auto">
            <Words corpus={corpus.id} example={one} />
            <span className="row">
              <Link {...passageOf(corpus.id, one)} className="hit24">
                {t("Go to the text")}
              </Link>
              {mayEdit ? (
                <Button kind="quiet" small onClick={() => remove(one)}>
                  {t("Unpin")}
                </Button>
              ) : null}
            </span>
          </blockquote>
        ))}
      </dd>
    </div>
  );
}
