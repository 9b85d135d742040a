/** The uploads of a corpus beside its threads: what is running, what asks, what is done. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { wordsFor } from "@/api/problem";
import type { Corpus } from "@/api/types";
import { isRunning, uploadsQuery } from "@/api/uploads";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { Loading } from "@/ui/status";
import { Parcels } from "./Parcels";
import { Room, UnfinishedFiles } from "./Room";
import { useRemoval } from "./removal";
import type { Sending } from "./sending";
import { UploadItem } from "./UploadItem";
import styles from "./uploads.module.css";

const filesIn = (input: HTMLInputElement) => {
  const chosen = [...(input.files ?? [])].filter((file) => !file.name.startsWith("."));
  input.value = "";
  return chosen;
};

function DropHint({ onFiles }: { onFiles: (files: File[]) => void }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.drop}>
      <Icon name="fileDown" />
      <span>
        {t("Drop files or folders anywhere on this page, or")}{" "}
        <button type="button" className={styles.choose} onClick={() => files.current?.click()}>
          {t("choose files")}
        </button>{" "}
        {t("or")}{" "}
        <button type="button" className={styles.choose} onClick={() => folder.current?.click()}>
          {t("a folder")}
        </button>
      </span>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t("Files to upload")}
        onChange={(event) => onFiles(filesIn(event.target))}
      />
      <input
        ref={folder}
        type="file"
        {...{ webkitdirectory: "" }}
        hidden
        aria-label={t("Folder to upload")}
        onChange={(event) => onFiles(filesIn(event.target))}
      />
      <span className="muted small">
        {t(
          "Copied and saved pages, site exports (WordPress, Blogger, Disqus …), dumps (Reddit, YouTube, 4CAT …), mails, web archives, tables (CSV, Excel, JSON …), ZIP",
        )}
      </span>
    </div>
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
      {mayUpload ? (
        <>
          <DropHint onFiles={sending.sendFiles} />
          <Room corpus={corpus.id} />
          <p className={styles.elsewhere}>
            <Link to="/corpora/$c/projects" params={{ c: corpus.id }}>
              {t("Bring in a project coded elsewhere")}
            </Link>
            {" · "}
            <Link to="/corpora/$c/mappings" params={{ c: corpus.id }}>
              {t("Remembered columns")}
            </Link>
          </p>
        </>
      ) : null}
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
        <Parcels sending={sending} />
        {mayUpload ? <UnfinishedFiles corpus={corpus.id} sending={sending} /> : null}
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
