/** The uploads of a corpus beside its threads: what is running, what asks, what is done. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { wordsFor } from "@/api/problem";
import type { Corpus } from "@/api/types";
import { isRunning, uploadsQuery } from "@/api/uploads";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { Loading, Note, ProgressBar } from "@/ui/status";
import { useRemoval } from "./removal";
import type { Parcel, Sending } from "./sending";
import { UploadItem } from "./UploadItem";
import styles from "./uploads.module.css";

function DropHint({ onFiles }: { onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.drop}>
      <Icon name="fileDown" />
      <span>
        {t("Drop files anywhere on this page, or")}{" "}
        <button type="button" className={styles.choose} onClick={() => input.current?.click()}>
          {t("choose files")}
        </button>
      </span>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("Files to upload")}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <span className="muted small">{t("Text captures of blog pages, threads JSONL")}</span>
    </div>
  );
}

function ParcelItem({ parcel, onPutAway }: { parcel: Parcel; onPutAway: () => void }) {
  return (
    <li className={styles.upload}>
      <b className="clip" title={parcel.name}>
        {parcel.name}
      </b>
      <span className="num soft">
        {parcel.error ? null : t("{n} %", { n: Math.round(parcel.share * 100) })}
      </span>
      <div className={styles.full}>
        {parcel.error ? (
          <Note tone="danger" alert>
            <b>{t("Not sent.")}</b> {parcel.error}{" "}
            <Button small onClick={onPutAway}>
              {t("Put away")}
            </Button>
          </Note>
        ) : (
          <ProgressBar
            done={parcel.share}
            total={1}
            label={t("Sent of {name}", { name: parcel.name })}
          />
        )}
      </div>
    </li>
  );
}

export function UploadsPanel({ corpus, sending }: { corpus: Corpus; sending: Sending }) {
  const query = useInfiniteQuery(uploadsQuery(corpus.id));
  const removal = useRemoval(corpus.id);
  const all = query.data?.pages.flatMap((page) => page.results) ?? [];
  const uploads = all.filter((upload) => !removal.leaving.has(upload.id));
  const running = uploads.filter(isRunning).length;
  const mayUpload = corpus.actions.includes("upload");
  if (!mayUpload && query.isSuccess && uploads.length === 0) return null;
  return (
    <aside className={`panel ${styles.panel}`} aria-labelledby="uploads-title">
      <div className={styles.head}>
        <h2 id="uploads-title" className="grow">
          {t("Uploads")}
        </h2>
        {running > 0 ? (
          <span className="muted">
            {t("{n, plural, one {# running} other {# running}}", { n: running })}
          </span>
        ) : null}
      </div>
      {mayUpload ? <DropHint onFiles={sending.sendFiles} /> : null}
      {query.error && !query.data ? (
        <div className={styles.upload}>
          <p className={styles.full}>{wordsFor(query.error)}</p>
        </div>
      ) : null}
      {query.isPending ? (
        <div className={styles.upload}>
          <Loading what={t("Loading the uploads")} />
        </div>
      ) : null}
      <ul>
        {sending.parcels.map((parcel) => (
          <ParcelItem
            key={parcel.id}
            parcel={parcel}
            onPutAway={() => sending.putAway(parcel.id)}
          />
        ))}
        {uploads.map((upload) => (
          <UploadItem
            key={upload.id}
            corpus={corpus.id}
            upload={upload}
            mayUpload={mayUpload}
            refused={removal.refused.get(upload.id) ?? null}
            onRemove={() => removal.remove(upload)}
          />
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className={styles.more}>
          <Button small onClick={() => query.fetchNextPage()}>
            {t("Show older uploads")}
          </Button>
        </div>
      ) : null}
    </aside>
  );
}
