/** Writing a memo, new or old: text with preview, kind, and what to do when somebody was faster. */
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { changeMemo, type Memo, memosKey, putMemo, type Target } from "@/api/memos";
import { isProblem, wordsFor } from "@/api/problem";
import { uuid7 } from "@/text/uuid7";
import { Button } from "@/ui/button";
import { Segments } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { announce } from "@/ui/toast";
import { type Draft, keepDraft, keptDraft } from "./drafts";
import { useKind } from "./KindField";
import { MemoField } from "./MemoField";
import styles from "./memos.module.css";

const Markdown = lazy(() => import("./Markdown"));

interface Props {
  corpus: number;
  target: Target;
  /** The memo to change; none for a new one. */
  memo?: Memo;
  onDone: () => void;
}

/** The draft of this form: what was kept, else the memo as it stands. */
function useDraft({ corpus, target, memo }: Props) {
  const own = memo?.id ?? null;
  const [draft, setDraft] = useState<Draft>(
    () =>
      keptDraft(corpus, target, own) ?? {
        id: own ?? uuid7(),
        text: memo?.text ?? "",
        kind: memo?.kind ?? "",
      },
  );
  const set = (change: Partial<Draft>) => {
    const next = { ...draft, ...change };
    setDraft(next);
    keepDraft(corpus, target, own, next);
  };
  return { draft, set, forget: () => keepDraft(corpus, target, own, null) };
}

function useSaving(props: Props, { draft, forget }: ReturnType<typeof useDraft>) {
  const { corpus, target, memo, onDone } = props;
  const client = useQueryClient();
  // What this draft is based on, whatever comes in while it is open.
  const [base, setBase] = useState(memo?.version ?? 0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<Memo | null>(null);
  const save = async (version = base) => {
    if (busy || draft.text.trim() === "") return;
    setBusy(true);
    setError(null);
    try {
      const { text, kind } = draft;
      if (memo) await changeMemo({ id: memo.id, version }, { text, kind: kind.trim() });
      else await putMemo(corpus, draft.id, { target, text, kind: kind.trim() });
      forget();
      announce(t("Memo saved"));
      await client.invalidateQueries({ queryKey: memosKey(corpus) });
      onDone();
    } catch (caught) {
      if (isProblem(caught, 412) && caught.current) setTheirs(caught.current as Memo);
      else setError(caught);
      setBusy(false);
    }
  };
  const overwrite = () => {
    if (!theirs) return;
    setBase(theirs.version);
    setTheirs(null);
    save(theirs.version);
  };
  return { save, busy, error, theirs, overwrite };
}

export function MemoForm(props: Props) {
  const { corpus, memo, onDone } = props;
  const [view, setView] = useState<"write" | "preview">("write");
  const drafting = useDraft(props);
  const { draft, set, forget } = drafting;
  const { save, busy, error, theirs, overwrite } = useSaving(props, drafting);
  const kinds = useKind({ kind: draft.kind, onChange: (kind) => set({ kind }) });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const leave = () => {
    forget();
    onDone();
  };
  const isUnchanged = draft.text === (memo?.text ?? "") && draft.kind === (memo?.kind ?? "");
  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={memo ? t("Change the memo") : t("New memo")}
      // Wherever in the form the focus is.
      onKeyDownCapture={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        save();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="row wrap">
        <Segments
          label={t("View")}
          value={view}
          options={[
            { value: "write", label: t("Write") },
            { value: "preview", label: t("Preview") },
          ]}
          onChange={setView}
        />
        <label className={`row end ${styles.kind}`}>
          <span className="muted">{t("Kind")}</span>
          <input {...kinds.input} onKeyDown={(event) => event.stopPropagation()} />
        </label>
        {kinds.suggestions}
      </div>
      {view === "write" ? (
        <MemoField
          corpus={corpus}
          text={draft.text}
          onChange={(text) => set({ text })}
          // Escape leaves only what holds nothing that could be lost.
          onLeave={() => (isUnchanged ? leave() : undefined)}
        />
      ) : (
        <Suspense fallback={null}>
          <Markdown corpus={corpus} text={draft.text} />
        </Suspense>
      )}
      {theirs ? (
        <Note tone="warn" alert>
          <p>
            <b>{t("{name} changed this memo meanwhile.", { name: theirs.author.name })}</b>{" "}
            {t("It says now:")}
          </p>
          <p className={styles.theirs} dir="auto">
            {theirs.text}
          </p>
          <div className="row wrap">
            <Button small onClick={overwrite}>
              {t("Save mine instead")}
            </Button>
            <Button small onClick={leave}>
              {t("Keep theirs")}
            </Button>
          </div>
        </Note>
      ) : null}
      {error ? (
        <Note tone="danger" alert>
          <b>{t("Not saved.")}</b> {wordsFor(error)} {t("Your words are kept in this browser.")}
        </Note>
      ) : null}
      <div className="row wrap">
        <Button
          small
          kind="primary"
          type="submit"
          shortcut="Ctrl ↵"
          why={busy ? t("Being saved") : draft.text.trim() === "" ? t("It is empty") : null}
        >
          {t("Save the memo")}
        </Button>
        <Button small onClick={leave}>
          {isUnchanged ? t("Cancel") : t("Discard the draft")}
        </Button>
      </div>
    </form>
  );
}
