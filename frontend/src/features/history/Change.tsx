/** One change: who did what, where and when, and what became what. */

import { Link } from "@tanstack/react-router";
import type { HistoryEvent } from "@/api/history";
import { describe, type NameOf } from "@/features/undo";
import { hashOfPlace } from "@/text/deepLinks";
import { figure, momentOf, t } from "@/ui/i18n";
import { Disc } from "@/ui/person";
import { Tag } from "@/ui/status";
import { differences } from "./differences";
import styles from "./history.module.css";
import { Restore } from "./Restore";
import type { Offer } from "./restoring";

interface Props {
  readonly corpus: number;
  readonly event: HistoryEvent;
  readonly nameOf: NameOf;
  readonly offer: Offer;
}

export function Change({ corpus, event, nameOf, offer }: Props) {
  const name = event.actor ? event.actor.name || event.actor.username : t("Catena");
  return (
    <li className={styles.event}>
      <Disc name={name} />
      <div className="grow">
        <p>
          <strong>{name}:</strong> {describe(event, nameOf)}{" "}
          {event.undoes === null ? null : <Tag>{t("undo")}</Tag>}
          {event.redoes === null ? null : <Tag>{t("redo")}</Tag>}
        </p>
        <p className="muted">
          {momentOf(event.at)}
          {event.place ? " · " : null}
          <Place corpus={corpus} event={event} />
        </p>
        <dl className={styles.fields}>
          {differences(event.before, event.after, nameOf).map(({ label, before, after }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd dir="auto">
                {before ? <del>{before}</del> : <span className="muted">{t("empty")}</span>}
                <span aria-hidden="true"> → </span>
                <span className="vh">{t("became")}</span>
                {after ? <ins>{after}</ins> : <span className="muted">{t("empty")}</span>}
              </dd>
            </div>
          ))}
        </dl>
        <Restore {...{ corpus, event, offer }} />
      </div>
    </li>
  );
}

function Place({ corpus, event }: { corpus: number; event: HistoryEvent }) {
  if (event.place === null) return null;
  const { thread, number } = event.place;
  const title = event.place.title || t("Untitled thread");
  const { start, end } = event.after ?? event.before ?? {};
  const inside = typeof start === "number" && typeof end === "number" ? { start, end } : NOWHERE;
  return (
    <Link
      to="/corpora/$c/threads/$t"
      params={{ c: corpus, t: thread }}
      {...(number === null ? {} : { hash: hashOfPlace({ number, ...inside }) })}
    >
      {placeWords(title, number)}
    </Link>
  );
}

const NOWHERE = { start: 0, end: 0 };

function placeWords(title: string, number: number | null): string {
  if (number === null) return t("in “{title}”", { title });
  if (number === 0) return t("in “{title}”, the entry", { title });
  return t("in “{title}”, comment {number}", { title, number: figure(number) });
}
