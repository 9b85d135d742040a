/** On pages other than the reader (which says it itself): what in this browser is not saved, and why. */

import { Link, useLocation } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { type Entry, outbox } from "@/api/outbox";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import styles from "./frame.module.css";

/** Where the thing that was written about stands; null when only the server knows. */
function threadOf({ write }: Entry): number | null {
  const whole = write.op === "put" ? write.shown : write.op === "delete" ? write.before : {};
  return typeof whole.thread === "number" ? whole.thread : null;
}

export default function Unsaved() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const box = outbox();
  const { waiting, open, others, reach } = useSyncExternalStore(box.subscribe, box.snapshot);
  const isReader = /^\/corpora\/\d+\/threads\//.test(path);
  const waits = waiting.length > 0 && reach !== "ok";
  if (isReader || !(waits || open.length > 0 || others.length > 0)) return null;
  const [first] = open;
  const thread = first ? threadOf(first) : null;
  return (
    <div className={styles.unsaved}>
      {waits ? (
        <Note tone="warn">
          {t(
            "{n, plural, one {# change waits} other {# changes wait}} in this browser until the server answers.",
            { n: waiting.length },
          )}
        </Note>
      ) : null}
      {first ? (
        <Note tone="danger">
          {t(
            "{n, plural, one {# change} other {# changes}} could not be saved and {n, plural, one {needs} other {need}} a decision.",
            { n: open.length },
          )}{" "}
          {thread === null ? null : (
            <Link to="/corpora/$c/threads/$t" params={{ c: first.corpus, t: thread }}>
              {t("Open the thread")}
            </Link>
          )}
        </Note>
      ) : null}
      {others.map(({ name, count }) => (
        <Note key={name} tone="warn">
          {t(
            "{n, plural, one {# change} other {# changes}} of {name} in this browser {n, plural, one {is} other {are}} not saved yet. They wait until {name} signs in here.",
            { n: count, name },
          )}
        </Note>
      ))}
    </div>
  );
}
