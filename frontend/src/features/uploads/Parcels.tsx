/** What is on its way to the server: each file with its bar, and what can be done about it. */
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Note, ProgressBar } from "@/ui/status";
import type { Parcel } from "./dispatch";
import type { Sending } from "./sending";
import { partInWords } from "./sizes";
import styles from "./uploads.module.css";

/** More are counted, not listed. */
const SHOWN = 12;

function percent({ share, isPaused }: Parcel): string {
  if (isPaused) return t("Paused");
  return share === null ? t("Waiting") : t("{n} %", { n: Math.floor(share * 100) });
}

/** Pausing is for large files: they go in pieces. */
function Halting({ parcel, sending }: Props) {
  const { id, name, isPaused } = parcel;
  if (!parcel.isLarge) return null;
  return (
    <Button small kind="quiet" onClick={() => (isPaused ? sending.goOn(id) : sending.pause(id))}>
      {isPaused ? t("Go on") : t("Pause")}
      <span className="vh"> {name}</span>
    </Button>
  );
}

function Under({ parcel, sending }: Props) {
  const { id, name, size, share, error } = parcel;
  if (!error) {
    return (
      <>
        <ProgressBar done={share ?? 0} total={1} label={t("Sent of {name}", { name })} />
        {parcel.isLarge && share !== null ? (
          <span className="muted">
            {parcel.isStalled
              ? t("Nothing gets through; it goes on by itself as soon as it can.")
              : partInWords(share * size, size)}
          </span>
        ) : null}
      </>
    );
  }
  return (
    <Note tone="danger" alert>
      <b>{t("Not sent.")}</b> {error}{" "}
      <Button small onClick={() => sending.goOn(id)}>
        {share && parcel.isLarge ? t("Go on") : t("Send again")}
        <span className="vh"> {name}</span>
      </Button>{" "}
      <Button small onClick={() => sending.putAway(id)}>
        {t("Put away")}
        <span className="vh"> {name}</span>
      </Button>
    </Note>
  );
}

interface Props {
  parcel: Parcel;
  sending: Sending;
}

function OneParcel({ parcel, sending }: Props) {
  const { id, name, error } = parcel;
  return (
    <li className={styles.upload}>
      <b className="clip" title={name}>
        {name}
      </b>
      {error ? null : (
        <span className="row">
          <span className="num soft">{percent(parcel)}</span>
          <Halting parcel={parcel} sending={sending} />
          <Button
            kind="quiet"
            small
            square
            icon="close"
            aria-label={t("Cancel {name}", { name })}
            onClick={() => sending.putAway(id)}
          />
        </span>
      )}
      <div className={styles.full}>
        <Under parcel={parcel} sending={sending} />
      </div>
    </li>
  );
}

export function Parcels({ sending }: { sending: Sending }) {
  const { parcels, arrived } = sending;
  const failed = parcels.filter((one) => one.error);
  const going = parcels.filter((one) => !one.error);
  if (parcels.length === 0) return null;
  const hidden = Math.max(0, going.length - SHOWN);
  return (
    <>
      {going.length > 1 ? (
        <li className={styles.upload}>
          <span>
            {t("{n, plural, one {# file has} other {# files have}} arrived, {m} to go", {
              n: arrived,
              m: going.length,
            })}
          </span>
          <Button small onClick={sending.cancelAll}>
            {t("Cancel all")}
          </Button>
          <div className={styles.full}>
            <ProgressBar
              done={arrived}
              total={arrived + going.length}
              label={t("Files that have arrived")}
            />
          </div>
        </li>
      ) : null}
      {[...failed, ...going.slice(0, SHOWN)].map((parcel) => (
        <OneParcel key={parcel.id} parcel={parcel} sending={sending} />
      ))}
      {hidden > 0 ? (
        <li className={styles.upload}>
          <span className="muted">{t("and {n} more waiting", { n: hidden })}</span>
        </li>
      ) : null}
    </>
  );
}
