/** Says whether one is done with the thread, and turns it by mouse; at the end of the text also leads on. */

import { keyLabel, useKeymap } from "@/features/keys";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import styles from "./done.module.css";
import type { Done } from "./useDone";

export function DoneToggle({ done }: { done: Done }) {
  return (
    <Button
      small
      {...(done.isDone ? { icon: "check" } : {})}
      className={styles.toggle}
      aria-pressed={done.isDone}
      title={done.isDone ? t("You are done with this thread") : t("Mark this thread as done")}
      onClick={() => void done.toggle()}
    >
      {t("Done")}
    </Button>
  );
}

export function DoneFoot({ done, letters }: { done: Done; letters: boolean }) {
  const keymap = useKeymap();
  return (
    <div className={styles.foot}>
      <span className="muted">
        {done.isDone
          ? t("End of the thread. You are done with it.")
          : t("End of the thread. Done with it?")}
      </span>
      <DoneToggle done={done} />
      <Button
        small
        icon="arrowRight"
        {...(letters ? { shortcut: keyLabel(keymap.done) } : {})}
        aria-keyshortcuts={keymap.done}
        onClick={() => void done.next()}
      >
        {done.isDone ? t("Next thread") : t("Done, next thread")}
      </Button>
    </div>
  );
}
