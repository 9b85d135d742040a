/** Under a post's text: whom it quotes, names and addresses, and who does so with it. Each leads there and back. */

import { useState } from "react";
import { t } from "@/ui/i18n";
import type { Connection, Connections } from "./connections";
import styles from "./connections.module.css";

/** A post that twenty others quote says so once more pressed. */
const SHOWN = 4;

interface Props {
  readonly label: string;
  readonly connections: Connections;
  readonly onFollow: (to: Connection) => void;
}

export function ConnectionList({ label, connections, onFollow }: Props) {
  const [all, setAll] = useState(false);
  const to = connections.to.map((one) => ({ one, text: sayTo(one) }));
  const from = connections.from.map((one) => ({ one, text: sayFrom(one) }));
  const items = [...to, ...from];
  const shown = all ? items : items.slice(0, SHOWN);
  return (
    <ul className={styles.list} aria-label={t("Connections of {label}", { label })}>
      {shown.map(({ one, text }) => (
        <li key={text}>
          <button
            type="button"
            {...(one.words === null ? {} : { title: `“${one.words}”` })}
            onClick={() => onFollow(one)}
          >
            {text}
          </button>
        </li>
      ))}
      {items.length > shown.length ? (
        <li>
          <button type="button" onClick={() => setAll(true)}>
            {t("{n, plural, one {# more connection} other {# more connections}}", {
              n: items.length - shown.length,
            })}
          </button>
        </li>
      ) : null}
    </ul>
  );
}

/** Names run in their own direction: marks keep them from turning the figures round. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/** "Kit Harrowgate, 8", or whose entry. */
function whoOf({ isEntry, name, number }: Connection): string {
  return isEntry
    ? t("the entry")
    : t("{name}, {number}", { name: isolated(name), number: String(number) });
}

function sayTo(one: Connection): string {
  const who = whoOf(one);
  if (one.kind === "quotes") return t("quotes {who}", { who });
  return one.kind === "mentions" ? t("mentions {who}", { who }) : t("speaks to {who}", { who });
}

function sayFrom(one: Connection): string {
  const who = whoOf(one);
  if (one.kind === "quotes") return t("quoted by {who}", { who });
  return one.kind === "mentions"
    ? t("mentioned by {who}", { who })
    : t("spoken to by {who}", { who });
}
