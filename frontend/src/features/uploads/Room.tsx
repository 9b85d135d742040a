/** Files that have come in part and wait for the rest, and how much room there is for all. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { isSame, storageQuery, type Unfinished } from "@/api/storage";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Note, ProgressBar } from "@/ui/status";
import { announce } from "@/ui/toast";
import type { Sending } from "./sending";
import { partInWords } from "./sizes";
import styles from "./uploads.module.css";

interface Props {
  corpus: number;
  sending: Sending;
}

/** A page that was closed cannot open the file by itself: the person chooses it again. */
function Choose({ begun, onFile }: { begun: Unfinished; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOther, setOther] = useState(false);
  const choose = (file: File | undefined) => {
    setOther(file !== undefined && !isSame(begun, file));
    if (file && isSame(begun, file)) onFile(file);
  };
  return (
    <>
      {isOther ? (
        <p role="alert">
          {t("That is another file, or it has changed since. To send it anew, upload it.")}
        </p>
      ) : null}
      <Button small onClick={() => input.current?.click()}>
        {t("Choose the file")}
        <span className="vh"> {begun.name}</span>
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t("The rest of {name}", { name: begun.name })}
        onChange={(event) => {
          choose(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </>
  );
}

function One({ corpus, begun, sending }: Props & { begun: Unfinished }) {
  const client = useQueryClient();
  const [error, setError] = useState<string | null>(null);
  const { id, name, size, received } = begun;
  const putAway = async () => {
    try {
      const { giveUp } = await import("@/api/pieces");
      await giveUp(id);
      await client.invalidateQueries({ queryKey: keys.storage(corpus) });
      announce(t("“{name}” was put away.", { name }));
    } catch (fault) {
      setError(wordsFor(fault));
    }
  };
  return (
    <li className={styles.upload}>
      <b className="clip" title={name}>
        {name}
      </b>
      <span className="num soft">{t("{n} %", { n: Math.floor((100 * received) / size) })}</span>
      <div className={`${styles.full} ${styles.rest}`}>
        <ProgressBar done={received} total={size} label={t("Sent of {name}", { name })} />
        <Note icon="upload">
          <p>
            {t("{part} have arrived. Choose the same file to go on where it stopped.", {
              part: partInWords(received, size),
            })}
          </p>
          {error ? <p role="alert">{error}</p> : null}
          <Choose begun={begun} onFile={sending.sendRest} />{" "}
          <Button small kind="quiet" onClick={putAway}>
            {t("Put away")}
            <span className="vh"> {name}</span>
          </Button>
        </Note>
      </div>
    </li>
  );
}

export function UnfinishedFiles({ corpus, sending }: Props) {
  const { data } = useQuery(storageQuery(corpus));
  const known = new Set(sending.parcels.map((one) => one.remote));
  const waiting = sending.parcels.filter((one) => one.remote === null);
  const isTaken = (one: Unfinished) =>
    known.has(one.id) || waiting.some((parcel) => parcel.name === one.name);
  return (data?.unfinished ?? [])
    .filter((one) => !isTaken(one))
    .map((one) => <One key={one.id} corpus={corpus} begun={one} sending={sending} />);
}

/** Said only where there is a limit. */
export function Room({ corpus }: { corpus: number }) {
  const { data } = useQuery(storageQuery(corpus));
  if (!data || data.limit === null) return null;
  const taken = data.used + data.reserved;
  const words = t("Files take {part}", { part: partInWords(taken, data.limit) });
  return (
    <div className={styles.room}>
      <ProgressBar done={Math.min(taken, data.limit)} total={data.limit} label={words} />
      <span className="muted small">{words}</span>
    </div>
  );
}
