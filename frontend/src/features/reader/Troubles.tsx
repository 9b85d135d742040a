/** What could not be saved, why, and what can be done: stands above the status line until it is decided. */

import { useQuery } from "@tanstack/react-query";
import { send } from "@/api/client";
import { type Entry, type Fields, outbox } from "@/api/outbox";
import { useCodeNames } from "@/features/undo";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import styles from "./reader.module.css";
import { useSaving } from "./Saved";
import choice from "./saving.module.css";

interface Props {
  readonly troubles: readonly string[];
  readonly onDismiss: (trouble: string) => void;
}

export function Troubles({ troubles, onDismiss }: Props) {
  const { open, others } = useSaving(outbox());
  return (
    <div className={styles.troubles}>
      {troubles.map((trouble) => (
        <Note key={trouble} tone="danger" alert>
          <span className="row">
            <span className="grow">{trouble}</span>
            <Button small onClick={() => onDismiss(trouble)}>
              {t("Put away")}
            </Button>
          </span>
        </Note>
      ))}
      {open.map((entry) => (
        <Note key={entry.key} tone={entry.state === "asks" ? "warn" : "danger"} alert>
          {entry.state === "asks" ? <Choice entry={entry} /> : <Refused entry={entry} />}
        </Note>
      ))}
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

function Refused({ entry }: { entry: Entry }) {
  const { key, trouble } = entry;
  return (
    <span className="row wrap">
      <span className="grow">
        {sentenceOf(entry)} {trouble?.detail || trouble?.code}
        {entry.write.op === "patch" && entry.write.change.memo ? (
          <blockquote dir="auto">{String(entry.write.change.memo)}</blockquote>
        ) : null}
      </span>
      <Button small onClick={() => void outbox().insist(key)}>
        {t("Try again")}
      </Button>
      <Button small kind="quiet" onClick={() => void outbox().discard(key)}>
        {t("Discard")}
      </Button>
    </span>
  );
}

function sentenceOf({ write, said }: Entry): string {
  const values = { code: said.name, words: said.words };
  if (write.op === "put") {
    return said.words
      ? t("“{code}” on “{words}” was not saved and has been taken back:", values)
      : t("“{code}” was not saved and has been taken back:", values);
  }
  if (write.op === "delete") return t("“{code}” was not removed and stands again:", values);
  return t("The change of “{code}” was not saved and has been taken back:", values);
}

/** Who changed it last, by the history. */
function useLastActor(corpus: number, id: string): string {
  const { data } = useQuery({
    queryKey: ["corpus", corpus, "history", "last", id],
    queryFn: () =>
      send<{ results: { actor: { name: string; username: string } | null }[] }>(
        "GET",
        `/corpora/${corpus}/history/`,
        { query: { target_type: "annotation", target: id, page_size: 1 } },
      ),
  });
  const actor = data?.results[0]?.actor;
  return actor ? actor.name || actor.username : t("Somebody else");
}

/** What the two buttons say when both chose another code. */
function useCodes(entry: Entry, mine: Fields, name: string) {
  const nameOf = useCodeNames(entry.corpus);
  const theirs = entry.current?.code;
  if (typeof mine.code !== "number" || typeof theirs !== "number") return null;
  return {
    mine: t("Keep “{code}” (mine)", { code: nameOf(mine.code) }),
    theirs: t("Keep “{code}” ({name}’s)", { code: nameOf(theirs), name }),
  };
}

/** The same thing changed by two: both are shown, one is kept. */
function Choice({ entry }: { entry: Entry }) {
  const { key, write, current, said } = entry;
  const name = useLastActor(entry.corpus, write.id);
  const removing = write.op === "delete";
  const mine = write.op === "patch" ? write.change : {};
  const codes = useCodes(entry, mine, name);
  return (
    <div>
      <p>
        {removing
          ? t("You removed “{code}”; {name} has changed it meanwhile.", { code: said.name, name })
          : t("You and {name} have changed “{code}” at the same time.", { code: said.name, name })}
      </p>
      {"memo" in mine ? (
        <div className={choice.choice}>
          <div>
            {t("Mine")}
            <blockquote dir="auto">{String(mine.memo)}</blockquote>
          </div>
          <div>
            {t("As it stands")}
            <blockquote dir="auto">{String(current?.memo ?? "")}</blockquote>
          </div>
        </div>
      ) : null}
      {"quote" in mine ? (
        <div className={choice.choice}>
          <div>
            {t("Mine")}
            <blockquote dir="auto">{String(mine.quote)}</blockquote>
          </div>
          <div>
            {t("As it stands")}
            <blockquote dir="auto">{String(current?.quote ?? "")}</blockquote>
          </div>
        </div>
      ) : null}
      <span className="row wrap">
        <Button small onClick={() => void outbox().insist(key)}>
          {removing ? t("Remove it anyway") : (codes?.mine ?? t("Keep mine"))}
        </Button>
        <Button small onClick={() => void outbox().discard(key)}>
          {codes?.theirs ?? t("Leave it as it stands")}
        </Button>
      </span>
    </div>
  );
}
