/** The line at the bottom: where one is, how much is coded, whether everything is saved, the keys at hand. */

import type { Outbox } from "@/api/outbox";
import type { Keymap } from "@/features/keys";
import { t } from "@/ui/i18n";
import { Hints } from "./Hints";
import type { PostModel } from "./model";
import styles from "./reader.module.css";
import { Saved } from "./Saved";

interface Props {
  readonly current: PostModel | undefined;
  readonly comments: number;
  readonly annotations: number;
  readonly outbox: Outbox;
  readonly place: "palette" | "caret" | "page";
  readonly keymap: Keymap;
  readonly letters: boolean;
}

export function StatusBar({ current, comments, annotations, outbox, ...keys }: Props) {
  return (
    <footer className={styles.status}>
      <span>
        {current === undefined || current.isEntry
          ? t("Entry, {n, plural, one {# comment} other {# comments}}", { n: comments })
          : t("Comment {at} of {n}", { at: String(current.post.number), n: comments })}
      </span>
      <span>{t("{n, plural, one {# annotation} other {# annotations}}", { n: annotations })}</span>
      <Saved outbox={outbox} />
      {keys.letters ? (
        <Hints keymap={keys.keymap} place={keys.place} />
      ) : (
        <span className={styles.end}>{t("Single keys are off")}</span>
      )}
    </footer>
  );
}
