/** What a second table comes to: rows that fit or not, and the first values before and after. */
import type { JoinReport } from "@/api/types";
import { t } from "@/ui/i18n";
import { Table } from "@/ui/table";
import styles from "./attributes.module.css";
import { said } from "./values";

export function Report({ report }: { report: JoinReport }) {
  const { rows, matched, unmatched, ambiguous, broken, repeated, changed, overwritten } = report;
  const first = unmatched.first.filter(Boolean).slice(0, 5).join(", ");
  const several = ambiguous.first
    .slice(0, 5)
    .map(({ key }) => key)
    .join(", ");
  return (
    <ul className={styles.report} aria-live="polite">
      <li>
        <b>
          {t("{matched, number} of {rows, plural, one {# row fits} other {# rows fit}}", {
            matched,
            rows,
          })}
        </b>
        {" – "}
        {report.owner === "thread"
          ? t("{n, plural, one {# thread changes} other {# threads change}}", { n: changed })
          : t("{n, plural, one {# participant changes} other {# participants change}}", {
              n: changed,
            })}
      </li>
      {overwritten > 0 ? (
        <li>
          {t("{n, plural, one {# value is} other {# values are}} replaced by another one", {
            n: overwritten,
          })}
        </li>
      ) : null}
      {unmatched.count > 0 ? (
        <li>
          {t("{n, plural, one {# row fits} other {# rows fit}} nothing: {first}", {
            n: unmatched.count,
            first,
          })}
        </li>
      ) : null}
      {ambiguous.count > 0 ? (
        <li>
          {t(
            "{n, plural, one {# row fits} other {# rows fit}} several and say nothing: {several}",
            {
              n: ambiguous.count,
              several,
            },
          )}
        </li>
      ) : null}
      {repeated > 0 ? (
        <li>
          {t(
            "{n, plural, one {# row is} other {# rows are}} about what an earlier row was about: the last one counts",
            { n: repeated },
          )}
        </li>
      ) : null}
      {broken > 0 ? (
        <li>{t("{n, plural, one {# row} other {# rows}} could not be read", { n: broken })}</li>
      ) : null}
    </ul>
  );
}

export function JoinPreview({ report }: { report: JoinReport }) {
  const names = report.columns.map((one) => one.attribute);
  if (report.preview.length === 0 || names.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t("The first that change")}>
      <Table caption={t("The first that change")}>
        <thead>
          <tr>
            <th scope="col">{report.owner === "thread" ? t("Thread") : t("Name")}</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.preview.slice(0, 8).map((one) => (
            <tr key={one.id}>
              <th scope="row">{one.name}</th>
              {names.map((name) => {
                const before = said(one.before[name]);
                const after = name in one.after ? said(one.after[name]) : before;
                return (
                  <td key={name}>
                    {before && before !== after ? <del className="muted">{before}</del> : null}{" "}
                    {after}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
