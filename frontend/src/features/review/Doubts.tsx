/** What the reading is unsure of, each with a way to look at it and to say that it is right. */
import type { Preview } from "@/api/preview";
import type { UploadProblem } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import styles from "./review.module.css";
import type { Review } from "./useReview";

interface Props {
  preview: Preview;
  review: Review;
  editable: boolean;
}

function show(review: Review, at: number): void {
  const line = review.lines.findIndex((one) => one.end > at);
  if (line < 0) return;
  review.chooseLines({ anchor: line, focus: line });
  document.getElementById("review-lines")?.focus();
}

function One({
  problem,
  review,
  decidable,
}: Omit<Props, "preview" | "editable"> & {
  problem: UploadProblem;
  decidable: boolean;
}) {
  const at = problem.start;
  return (
    <li>
      <p className={problem.severity === "info" ? "soft" : ""}>
        {problem.severity === "error" ? <b>{t("Error:")} </b> : null}
        {problem.message}
        {problem.item ? <span className="muted"> ({problem.item})</span> : null}
      </p>
      {problem.hint ? <p className="muted">{problem.hint}</p> : null}
      <p className={styles.answers}>
        {at !== null && review.lines.length > 0 ? (
          <Button small onClick={() => show(review, at)}>
            {t("Show it")}
            <span className="vh">: {problem.message}</span>
          </Button>
        ) : null}
        {decidable ? (
          <Button
            small
            why={review.busy ? t("Being done") : null}
            onClick={() =>
              review.send([{ op: "settle", code: problem.code, at: at ?? 0 }], t("Settled"))
            }
          >
            {t("It is right so")}
            <span className="vh">: {problem.message}</span>
          </Button>
        ) : null}
      </p>
    </li>
  );
}

export function Doubts({ preview, review, editable }: Props) {
  const { problems, doubts } = preview;
  if (problems.length === 0) return null;
  const asks = problems.filter((one) => doubts.includes(one.code));
  const others = problems.filter((one) => !doubts.includes(one.code));
  const key = (one: UploadProblem) => `${one.code}-${one.start}-${one.message}`;
  return (
    <>
      {asks.length > 0 ? (
        <Note tone="warn" icon="question">
          <ul className="stack">
            {asks.map((one) => (
              <One key={key(one)} problem={one} review={review} decidable={editable} />
            ))}
          </ul>
        </Note>
      ) : null}
      {others.length > 0 ? (
        <details className={styles.others}>
          <summary>
            {t("{n, plural, one {# other remark} other {# other remarks}}", { n: others.length })}
          </summary>
          <ul className="stack">
            {others.map((one) => (
              <One key={key(one)} problem={one} review={review} decidable={false} />
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
