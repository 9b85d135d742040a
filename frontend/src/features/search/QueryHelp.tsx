/** What may be written into the query field. */
import { t } from "@/ui/i18n";
import styles from "./search.module.css";

const EXAMPLES = [
  { query: "trust ledger", says: () => t("both words in one post, anywhere") },
  { query: "“missing money”", says: () => t("these words next to each other") },
  { query: "trust -board", says: () => t("trust, where board does not occur") },
  { query: "trust OR faith", says: () => t("one of them or both") },
  { query: "trust*", says: () => t("words that begin so: trust, trusted, trustee") },
] as const;

export function QueryHelp({ open }: { open: boolean }) {
  return (
    <details className={styles.help} open={open}>
      <summary>{t("What can be asked")}</summary>
      <dl>
        {EXAMPLES.map(({ query, says }) => (
          <div key={query}>
            <dt>
              <code>{query.replace(/[“”]/g, '"')}</code>
            </dt>
            <dd>{says()}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
