/** Whether everything that was written is saved; if not, why, and what to do. */

import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { keys } from "@/api/keys";
import { type Outbox, outbox, type Saving } from "@/api/outbox";
import { Button } from "@/ui/button";
import { t, timeOf } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import styles from "./saving.module.css";

export function useSaving(box: Outbox): Saving {
  return useSyncExternalStore(box.subscribe, box.snapshot);
}

export function Saved({ outbox: box }: { outbox: Outbox }) {
  const saving = useSaving(box);
  const n = saving.waiting.length;
  if (n > 0 && saving.reach !== "ok") return <Waiting saving={saving} />;
  if (n > 0) {
    return (
      <span>
        {t("Saving {n}", { n })} {saving.lasting ? null : <KeepOpen />}
      </span>
    );
  }
  if (saving.open.length > 0) {
    return (
      <span className={styles.unsaved}>
        <Icon name="alert" />
        {t("{n, plural, one {# change} other {# changes}} not saved: see above", {
          n: saving.open.length,
        })}
      </span>
    );
  }
  if (saving.savedAt === null) return null;
  return (
    <span className={styles.saved}>
      <Icon name="check" />
      {t("All saved, {time}", { time: timeOf(saving.savedAt) })}
    </span>
  );
}

function Waiting({ saving: { waiting, reach, lasting } }: { saving: Saving }) {
  const client = useQueryClient();
  const n = waiting.length;
  if (reach !== "away") {
    return (
      <span className={styles.unsaved}>
        <Icon name="alert" />
        {reach === "signedOut"
          ? t("{n, plural, one {# change waits} other {# changes wait}}: you are signed out", { n })
          : t(
              "{n, plural, one {# change waits} other {# changes wait}}: somebody else is signed in",
              {
                n,
              },
            )}
        <Button small onClick={() => client.setQueryData(keys.session, null)}>
          {t("Sign in again")}
        </Button>
      </span>
    );
  }
  return (
    <span className={styles.unsaved}>
      <Icon name="cloudOff" />
      {lasting
        ? t("{n, plural, one {# change} other {# changes}} kept in this browser, trying again", {
            n,
          })
        : t("{n, plural, one {# change} other {# changes}} not saved, trying again", { n })}
      {lasting ? null : <KeepOpen />}
      <Button small kind="quiet" onClick={outbox().nudge}>
        {t("Try now")}
      </Button>
    </span>
  );
}

function KeepOpen() {
  return <strong>{t("This browser keeps nothing: leave the page open.")}</strong>;
}

/** How it stands with one annotation that is not saved yet. */
export function SaveState({ id }: { id: string }) {
  const { waiting, reach } = useSaving(outbox());
  if (!waiting.some(({ write }) => write.id === id)) return null;
  return (
    <p className={styles.kept}>
      {reach === "ok" ? t("Being saved") : t("Kept in this browser, not saved on the server yet")}
    </p>
  );
}
