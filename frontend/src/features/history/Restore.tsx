/** Puts one change of the history back; what was pressed stays as quiet words in its place. */

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type HistoryEvent, restoreChange } from "@/api/history";
import { isProblem, wordsFor } from "@/api/problem";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { announce, toast } from "@/ui/toast";
import styles from "./history.module.css";
import type { Offer } from "./restoring";

type Standing = "idle" | "busy" | "back" | "so already";
const PUT = { back: true, "so already": true, idle: false, busy: false };

/** The button goes when it was pressed: the focus stays where it stood. */
const takeFocus = (node: HTMLElement | null) => node?.focus({ preventScroll: true });

interface Props {
  readonly corpus: number;
  readonly event: HistoryEvent;
  readonly offer: Offer;
}

export function Restore({ corpus, event, offer }: Props) {
  const client = useQueryClient();
  const [standing, setStanding] = useState<Standing>("idle");
  const [error, setError] = useState<unknown>(null);
  const restore = async () => {
    setError(null);
    setStanding("busy");
    try {
      await restoreChange(corpus, event.seq);
      setStanding("back");
      toast(t("Put back as it was before this change"));
      await client.invalidateQueries({ queryKey: ["corpus", corpus, "history"] });
    } catch (caught) {
      const already = isProblem(caught, 409) && caught.code === "already_so";
      setStanding(already ? "so already" : "idle");
      if (already) announce(t("It is so already."));
      else setError(caught);
    }
  };
  if (PUT[standing]) {
    return (
      <p className={`${styles.restore} muted`} tabIndex={-1} ref={takeFocus}>
        {standing === "back" ? t("Put back") : t("It is so already.")}
      </p>
    );
  }
  return (
    <div className={styles.restore}>
      {offer === "back" ? <span className="muted">{t("Put back")}</span> : null}
      {offer === "put back" || standing === "busy" ? (
        <Button
          kind="quiet"
          small
          icon="undo"
          why={standing === "busy" ? t("Being saved") : null}
          onClick={restore}
        >
          {t("Put back as before")}
        </Button>
      ) : null}
      {error === null ? null : (
        <Note tone="warn" alert>
          {wordsFor(error)}
        </Note>
      )}
    </div>
  );
}
