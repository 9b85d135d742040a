/** The memos of an annotation: its own first, saved with Ctrl+Enter or by going elsewhere. */

import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Annotation } from "@/api/types";
import { Memos } from "@/features/memos";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import styles from "./inspector.module.css";
import saving from "./saving.module.css";

interface Props {
  readonly annotation: Annotation;
  readonly editing: boolean;
  readonly locked: string | null;
  readonly onEdit: (on: boolean) => void;
  readonly onSave: (memo: string) => void;
}

export function MemoEditor({ annotation, editing, locked, onEdit, onSave }: Props) {
  const { memo } = annotation;
  const begin =
    memo || editing || locked !== null ? undefined : (
      <Button
        small
        icon="memo"
        shortcut="M"
        aria-keyshortcuts="m"
        className="end"
        onClick={() => onEdit(true)}
      >
        {t("Write a memo")}
      </Button>
    );
  const own = editing ? (
    <Editor memo={memo} onEdit={onEdit} onSave={onSave} />
  ) : memo ? (
    <Own annotation={annotation} locked={locked} onEdit={onEdit} />
  ) : null;
  return (
    <Memos
      corpus={annotation.corpus}
      target={{ type: "annotation", id: annotation.id }}
      first={own}
      begin={begin}
    />
  );
}

function Own({ annotation, locked, onEdit }: Pick<Props, "annotation" | "locked" | "onEdit">) {
  const { coder, memo } = annotation;
  const name = coder.name || coder.username;
  return (
    <article aria-label={t("Memo by {name}", { name })}>
      <p className="row muted">
        {name}
        {locked === null ? (
          <Button
            kind="quiet"
            small
            icon="edit"
            shortcut="M"
            aria-keyshortcuts="m"
            aria-label={t("Change this memo")}
            className="end"
            onClick={() => onEdit(true)}
          />
        ) : null}
      </p>
      <p className={styles.memo} dir="auto">
        {memo}
      </p>
    </article>
  );
}

function Editor({ memo, onEdit, onSave }: Pick<Props, "onEdit" | "onSave"> & { memo: string }) {
  // What stood there when the writing began: news must not touch an open draft.
  const [begun] = useState(memo);
  const [text, setText] = useState(memo);
  const field = useRef<HTMLTextAreaElement>(null);
  const whole = useRef<HTMLDivElement>(null);
  useEffect(() => {
    field.current?.focus();
    whole.current?.scrollIntoView({ block: "nearest" });
  }, []);
  /** The field loses the focus, too, when it goes because somebody has decided. */
  const decided = useRef(false);
  const close = () => {
    decided.current = true;
    onEdit(false);
  };
  const save = () => {
    if (text !== begun) onSave(text);
    close();
  };
  /** Who clicks into the text meanwhile has not thrown the memo away. */
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (decided.current || text === begun) return;
    if (!currentTarget.contains(relatedTarget)) onSave(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else if (event.key !== "Escape") return;
    // Escape leaves only what holds nothing that could be lost.
    else if (text === begun) close();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys work wherever inside the focus is
    <div ref={whole} className="stack" onKeyDown={onKeyDown} onBlur={onBlur}>
      {memo === begun ? null : (
        <p className={saving.kept} role="status">
          {t("Somebody else has changed this memo meanwhile. Saving will ask which one to keep.")}
        </p>
      )}
      <textarea
        ref={field}
        className={styles.field}
        aria-label={t("Memo")}
        dir="auto"
        rows={5}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="row">
        <Button small kind="primary" shortcut="Ctrl ↵" onClick={save}>
          {t("Save the memo")}
        </Button>
        <Button
          small
          // Else some browsers tell of no place where the focus goes, and the memo would be saved.
          onMouseDown={(event) => event.preventDefault()}
          onClick={close}
        >
          {text === begun ? t("Cancel") : t("Discard the draft")}
        </Button>
      </div>
    </div>
  );
}
