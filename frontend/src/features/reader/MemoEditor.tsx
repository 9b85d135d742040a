/** The memo of an annotation: read, written, saved with Ctrl+Enter or by going elsewhere. */

import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import styles from "./inspector.module.css";
import saving from "./saving.module.css";

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
  // What stood there when the writing began: news must not touch an open draft.
  const [begun] = useState(memo);
  const [text, setText] = useState(memo);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
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
    if (!currentTarget.parentElement?.contains(relatedTarget)) onSave(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="stack">
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
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      <div className="row">
        <Button small kind="primary" shortcut="Ctrl ↵" onClick={save}>
          {t("Save memo")}
        </Button>
        <Button
          small
          // Else some browsers tell of no place where the focus goes, and the memo would be saved.
          onMouseDown={(event) => event.preventDefault()}
          onClick={close}
        >
          {t("Cancel")}
        </Button>
      </div>
    </div>
  );
}
