/** The line at the bottom: where one is, how much is coded, whether everything is saved, the keys at hand. */

import { useSyncExternalStore } from "react";
import type { Keymap } from "@/features/keys";
import { t, timeOf } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { Hints } from "./Hints";
import type { PostModel } from "./model";
import type { Outbox, SaveState } from "./outbox";
import styles from "./reader.module.css";

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

function Saved({ outbox }: { outbox: Outbox }) {
  const state: SaveState = useSyncExternalStore(outbox.subscribe, outbox.snapshot);
  if (state.offline) {
    return (
      <span className={styles.unsaved}>
        <Icon name="cloudOff" />
        {t("{n, plural, one {# change} other {# changes}} not saved, trying again", {
          n: state.pending,
        })}
      </span>
    );
  }
  if (state.pending > 0) return <span>{t("Saving {n}", { n: state.pending })}</span>;
  if (state.savedAt === null) return null;
  return (
    <span className={styles.saved}>
      <Icon name="check" />
      {t("All saved, {time}", { time: timeOf(state.savedAt) })}
    </span>
  );
}
