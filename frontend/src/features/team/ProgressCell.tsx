/** How far a member has come with the threads: a small bar in ink, and the same in words. */
import type { Member } from "@/api/types";
import { t } from "@/ui/i18n";
import styles from "./team.module.css";

interface Parts {
  done: number;
  reading: number;
  total: number;
}

/** The parts of the bar; a corpus without threads has an empty one. */
export function partsOf({ progress }: Pick<Member, "progress">): Parts {
  const { done, reading } = progress;
  return { done, reading, total: Math.max(0, progress.new) + done + reading };
}

const share = (part: number, total: number): string => `${total > 0 ? (100 * part) / total : 0}%`;

export function ProgressCell({ member }: { member: Member }) {
  const { done, reading, total } = partsOf(member);
  return (
    <span className={styles.progress}>
      <span className={styles.bar} aria-hidden="true">
        <span className={styles.done} style={{ inlineSize: share(done, total) }} />
        <span className={styles.reading} style={{ inlineSize: share(reading, total) }} />
      </span>
      <span className={styles.words}>
        {total === 0
          ? t("no threads yet")
          : t("{done, number} of {total, plural, one {# thread} other {# threads}} done", {
              done,
              total,
            })}
        {reading > 0 ? (
          <span className="muted"> · {t("{reading, number} begun", { reading })}</span>
        ) : null}
      </span>
    </span>
  );
}
