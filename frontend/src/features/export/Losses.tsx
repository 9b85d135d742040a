/** What a file could not carry: said plainly, folded away when there is much of it. */
import type { Loss } from "@/api/types";
import { figure, t } from "@/ui/i18n";
import styles from "./export.module.css";

export function Losses({ losses }: { losses: readonly Loss[] }) {
  if (losses.length === 0) return null;
  return (
    <details className={styles.fold}>
      <summary>
        {t(
          "{n, plural, one {# thing to know about this file} other {# things to know about this file}}",
          {
            n: losses.length,
          },
        )}
      </summary>
      <ul className={styles.losses}>
        {losses.map(({ code, count, message }) => (
          <li key={`${code} ${message}`}>
            {message} {count > 1 ? <span className="muted">({figure(count)})</span> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
