/** The line at the bottom: where one is, how much is coded, whether everything is saved, the keys at hand. */

import { useSyncExternalStore } from "react";
import { Key } from "@/ui/button";
import { t, timeOf } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import type { PostModel } from "./model";
import type { Outbox, SaveState } from "./outbox";
import styles from "./reader.module.css";

interface Props {
  readonly current: PostModel | undefined;
  readonly comments: number;
  readonly annotations: number;
  readonly outbox: Outbox;
  readonly caret: boolean;
  readonly letters: boolean;
}

export function StatusBar({ current, comments, annotations, outbox, caret, letters }: Props) {
  return (
    <footer className={styles.status}>
      <span>
        {current === undefined || current.isEntry
          ? t("Entry, {n, plural, one {# comment} other {# comments}}", { n: comments })
          : t("Comment {at} of {n}", { at: String(current.post.number), n: comments })}
      </span>
      <span>{t("{n, plural, one {# annotation} other {# annotations}}", { n: annotations })}</span>
      <Saved outbox={outbox} />
      {letters ? (
        <Hints caret={caret} />
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

const HINTS: readonly (readonly [keys: readonly string[], word: string])[] = [
  [["J", "K"], "comment"],
  [["C"], "code"],
  [["Q"], "repeat"],
  [["E"], "caret"],
  [["M"], "memo"],
  [["Ctrl Z"], "undo"],
  [["?"], "all keys"],
];
const CARET_HINTS: typeof HINTS = [
  [["←", "→"], "move"],
  [["⇧ →"], "select"],
  [["Ctrl →"], "by word"],
  [["C"], "code"],
  [["Esc"], "leave the text"],
];

function Hints({ caret }: { caret: boolean }) {
  return (
    <span className={styles.hints} aria-hidden="true">
      {(caret ? CARET_HINTS : HINTS).map(([keys, word]) => (
        <span key={word}>
          {keys.map((key) => (
            <Key key={key}>{key}</Key>
          ))}
          {t(word)}
        </span>
      ))}
    </span>
  );
}
