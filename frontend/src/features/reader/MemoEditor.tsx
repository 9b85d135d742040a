/** The memo of an annotation: read, written, saved with Ctrl+Enter. */

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import styles from "./inspector.module.css";

interface Props {
  readonly memo: string;
  readonly editing: boolean;
  readonly locked: string | null;
  readonly onEdit: (on: boolean) => void;
  readonly onSave: (memo: string) => void;
}

export function MemoEditor({ memo, editing, locked, onEdit, onSave }: Props) {
  return (
    <section>
      <div className="row">
        <h2>{t("Memo")}</h2>
        {editing ? null : (
          <Button
            kind="quiet"
            small
            icon="edit"
            shortcut="M"
            className="end"
            why={locked}
            onClick={() => onEdit(true)}
          >
            {memo ? t("Edit") : t("Write")}
          </Button>
        )}
      </div>
      {editing ? (
        <Editor memo={memo} onEdit={onEdit} onSave={onSave} />
      ) : (
        <p className={styles.memo} dir="auto">
          {memo || <span className="muted">{t("None yet.")}</span>}
        </p>
      )}
    </section>
  );
}

function Editor({ memo, onEdit, onSave }: Pick<Props, "memo" | "onEdit" | "onSave">) {
  const [text, setText] = useState(memo);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const save = () => {
    if (text !== memo) onSave(text);
    onEdit(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else if (event.key === "Escape") onEdit(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="stack">
      <textarea
        ref={field}
        className={styles.field}
        aria-label={t("Memo")}
        dir="auto"
        rows={5}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="row">
        <Button small kind="primary" shortcut="Ctrl ↵" onClick={save}>
          {t("Save memo")}
        </Button>
        <Button small onClick={() => onEdit(false)}>
          {t("Cancel")}
        </Button>
      </div>
    </div>
  );
}
