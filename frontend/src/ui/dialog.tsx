/** A dialog on the browser's own <dialog>: it traps focus, closes on Escape and gives focus back. */
import { type FormEvent, type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { Button } from "./button";
import styles from "./dialog.module.css";
import { t } from "./i18n";

/** What has the focus first: the first field, not the button that closes. */
const FIRST = "input, textarea, select";

interface Props {
  title: string;
  onClose: () => void;
  /** Makes the dialog a form; Enter and the filled button call it. */
  onSubmit?: () => void;
  children: ReactNode;
  /** The buttons at the bottom; Cancel is always there. */
  actions?: ReactNode;
  closeLabel?: string;
  wide?: boolean;
}

export function Dialog(props: Props) {
  const { title, onClose, onSubmit, children, actions, closeLabel = t("Cancel") } = props;
  const node = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = node.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>(FIRST)?.focus();
    return () => dialog?.close();
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <dialog
      ref={node}
      className={`${styles.dialog} ${props.wide ? styles.wide : ""}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <form onSubmit={submit} noValidate>
        <div className={styles.head}>
          <h2 id={id} className="grow">
            {title}
          </h2>
          <Button kind="quiet" square icon="close" aria-label={t("Close")} onClick={onClose} />
        </div>
        <div className={`${styles.body} stack`}>{children}</div>
        <div className={styles.foot}>
          <Button onClick={onClose}>{closeLabel}</Button>
          {actions}
        </div>
      </form>
    </dialog>
  );
}
