/** A corpus: its threads as a table, its uploads beside it, files dropped anywhere on the page. */
import { Link, useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useCorpus } from "@/api/corpora";
import type { Corpus } from "@/api/types";
import { CorpusSettings } from "@/features/corpora";
import { Memos } from "@/features/memos";
import { PasteDialog, UploadsPanel, useSending } from "@/features/uploads";
import { Button } from "@/ui/button";
import { figure, t } from "@/ui/i18n";
import { usePageTitle, useShortcut } from "@/ui/page";
import styles from "./corpus.module.css";
import { useDropZone } from "./dropzone";
import { ThreadsSection } from "./ThreadsSection";

function Stats({ corpus }: { corpus: Corpus }) {
  const { counts } = corpus;
  const shown = [
    [counts.threads, t("{n, plural, one {thread} other {threads}}", { n: counts.threads })],
    [counts.comments, t("{n, plural, one {comment} other {comments}}", { n: counts.comments })],
    [
      counts.participants,
      t("{n, plural, one {participant} other {participants}}", { n: counts.participants }),
    ],
    [
      counts.annotations,
      t("{n, plural, one {annotation} other {annotations}}", { n: counts.annotations }),
    ],
  ] as const;
  return (
    <p className={styles.stats}>
      {shown.map(([n, noun]) => (
        <span key={noun}>
          <b>{figure(n)}</b> {noun}
        </span>
      ))}
      <Link to="/corpora/$c/participants" params={{ c: corpus.id }} className="hit24">
        {t("Who they are")}
      </Link>
    </p>
  );
}

/** What everyone must know who uses these texts. */
function Terms({ corpus: { licence, ethics_note } }: { corpus: Corpus }) {
  if (!licence && !ethics_note) return null;
  return (
    <details className={styles.terms}>
      <summary>{licence ? t("Licence: {licence}", { licence }) : t("Ethics note")}</summary>
      <p>{ethics_note || t("No ethics note was written.")}</p>
    </details>
  );
}

/** The two ways to bring something in, with the hidden file input behind one of them. */
function Incoming(props: { onFiles: (files: File[]) => void; onPaste: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const choose = () => input.current?.click();
  useShortcut("u", choose);
  return (
    <>
      <Button icon="paste" onClick={props.onPaste}>
        {t("Paste a page")}
      </Button>
      <Button kind="primary" icon="upload" shortcut="U" aria-keyshortcuts="u" onClick={choose}>
        {t("Upload")}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("Files to upload")}
        onChange={(event) => {
          props.onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}

export function CorpusPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  const corpus = useCorpus(c);
  usePageTitle(t("Threads"), corpus.title);
  const [open, setOpen] = useState<"paste" | "settings" | null>(null);
  const paste = () => setOpen("paste");
  const close = () => setOpen(null);
  const sending = useSending(c);
  const mayUpload = corpus.actions.includes("upload");
  const over = useDropZone(mayUpload ? sending.sendFiles : null);
  return (
    <div className={`page ${over ? styles.over : ""}`}>
      <header className={`row wrap ${styles.head}`}>
        <div className="grow">
          <h1>{corpus.title}</h1>
          {corpus.description ? <p className="lead">{corpus.description}</p> : null}
          <Stats corpus={corpus} />
          <Terms corpus={corpus} />
        </div>
        {corpus.actions.includes("manage_corpus") ? (
          <Button kind="quiet" icon="edit" onClick={() => setOpen("settings")}>
            {t("Settings")}
          </Button>
        ) : null}
        {mayUpload ? <Incoming onFiles={sending.sendFiles} onPaste={paste} /> : null}
      </header>
      <div className={styles.columns}>
        <ThreadsSection corpus={corpus} onPaste={mayUpload ? paste : null} />
        <UploadsPanel corpus={corpus} sending={sending} />
      </div>
      <Memos corpus={c} target={{ type: "corpus", id: c }} title={t("Memos on this corpus")} />
      {open === "paste" ? <PasteDialog corpus={c} onClose={close} /> : null}
      {open === "settings" ? <CorpusSettings corpus={corpus} onClose={close} /> : null}
    </div>
  );
}
