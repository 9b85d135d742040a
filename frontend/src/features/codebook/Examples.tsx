/** Passages of the corpus that show what a code means: its words, and where they stand. */
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { annotationQuery, passageOf } from "@/api/passages";
import type { Annotation, Code, Corpus } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { pigmentClass } from "@/ui/pigments";
import styles from "./codebook.module.css";
import type { Changes } from "./useChanges";

interface Props {
  corpus: Corpus;
  code: Code;
  changes: Changes;
  mayEdit: boolean;
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
            {one.quote ?? (one.level === "post" ? t("A whole comment") : t("A whole thread"))}
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
