/** How the program counted positions: what was tried, how well each fits, five passages to see it. */
import type { ProjectReport } from "@/api/types";
import { figure, percent, t } from "@/ui/i18n";
import { ScrollRegion } from "@/ui/scroll-region";
import { Note } from "@/ui/status";
import { Table } from "@/ui/table";
import styles from "./projects.module.css";

interface Props {
  report: ProjectReport;
  convention: string;
  onChoose: (name: string) => void;
}

type Convention = ProjectReport["conventions"][number];

function wordsOf({ unit, crlf, bom }: Convention): string {
  const units = unit === "utf16" ? t("UTF-16 units") : t("code points");
  const ends = crlf === 2 ? t("a line end is two") : t("a line end is one");
  return bom === 1
    ? t("{units}, {ends}, the byte order mark counts", { units, ends })
    : t("{units}, {ends}", { units, ends });
}

type RowProps = Omit<Props, "report"> & { one: Convention; best: string };

function Row({ one, best, convention, onChoose }: RowProps) {
  return (
    <tr>
      <td>
        <label>
          <input
            type="radio"
            name="convention"
            checked={one.name === convention}
            onChange={() => onChoose(one.name)}
          />
          {wordsOf(one)}
        </label>
      </td>
      <td>{percent(one.score)}</td>
      <td>
        {t("{matched} of {of}", { matched: figure(one.matched), of: figure(one.of) })}
        {one.same && one.name !== best ? <span className="muted"> {t("same places")}</span> : null}
      </td>
    </tr>
  );
}

function Samples({ report, convention }: Omit<Props, "onChoose">) {
  const chosen = report.conventions.find((one) => one.name === convention);
  const of = chosen?.same ? report.chosen : convention;
  const shown = report.samples.filter((one) => one.convention === of);
  if (shown.length === 0) return null;
  return (
    <section className="stack" aria-label={t("Sample passages")}>
      <h3>{t("Passages as they would come in")}</h3>
      <div className={styles.samples}>
        {shown.map((one) => (
          <figure key={JSON.stringify([one.source, one.code, one.before, one.passage])}>
            <blockquote className={styles.sample} dir="auto">
              {one.before}
              <mark>{one.passage}</mark>
              {one.after}
            </blockquote>
            <figcaption className="muted small">
              {one.name && one.name !== one.passage
                ? t("{code}, in “{source}”; the file calls it “{name}”", {
                    code: one.code,
                    source: one.source,
                    name: one.name,
                  })
                : t("{code}, in “{source}”", { code: one.code, source: one.source })}
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}

export function Counting({ report, convention, onChoose }: Props) {
  if (report.conventions.length === 0) return <Samples report={report} convention={convention} />;
  return (
    <>
      <section className="stack" aria-label={t("How positions are counted")}>
        <h3>{t("How positions are counted")}</h3>
        <p className="soft">
          {report.decided_by === "names"
            ? t("Programs count differently. The file names its passages: so well does each fit.")
            : t("Programs count differently. So often do passages begin and end with words.")}
        </p>
        {report.no_difference ? (
          <Note tone="ok">{t("Units and line ends make no difference in this project.")}</Note>
        ) : null}
        <ScrollRegion className={styles.scroll} label={t("Ways of counting")}>
          <Table caption={t("Ways of counting")}>
            <thead>
              <tr>
                <th scope="col">{t("Way of counting")}</th>
                <th scope="col">{t("Fit")}</th>
                <th scope="col">{t("Passages that fit")}</th>
              </tr>
            </thead>
            <tbody>
              {report.conventions.map((one) => (
                <Row
                  key={one.name}
                  one={one}
                  best={report.chosen}
                  convention={convention}
                  onChoose={onChoose}
                />
              ))}
            </tbody>
          </Table>
        </ScrollRegion>
      </section>
      <Samples report={report} convention={convention} />
    </>
  );
}
