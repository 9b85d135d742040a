/** A value in a table: a press turns it into a field; Enter or leaving it keeps, Escape forgets. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { type Described, describe } from "@/api/attributes";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Attribute, Owner } from "@/api/types";
import { FieldError } from "@/ui/field";
import { t } from "@/ui/i18n";
import styles from "./attributes.module.css";
import { read, said } from "./values";

interface Props {
  corpus: number;
  owner: Owner;
  attribute: Attribute;
  one: Described;
  /** What the thread or participant is called. */
  name: string;
  mayEdit: boolean;
}

function useSaving({ corpus, owner, attribute, one }: Props) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (value: string | number | boolean | null) => {
      const { [attribute.name]: _, ...rest } = one.attributes;
      return describe(owner, one, value === null ? rest : { ...rest, [attribute.name]: value });
    },
    onSettled: () =>
      Promise.all(
        ["threads", "participants", "attributes", "undo"].map((part) =>
          client.invalidateQueries({ queryKey: [...keys.corpus(corpus), part] }),
        ),
      ),
  });
}

export function AttributeCell(props: Props) {
  const { attribute, one, name, mayEdit } = props;
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const saving = useSaving(props);
  const value = saving.isPending ? saving.variables : one.attributes[attribute.name];
  const words = said(value);
  const called = <small className="only-narrow muted">{attribute.name}</small>;
  if (!mayEdit) {
    return (
      <td className={styles.cell}>
        {words ? called : null} {words}
      </td>
    );
  }
  const close = (back: boolean) => {
    setEditing(false);
    if (back) requestAnimationFrame(() => button.current?.focus());
  };
  const label = t("{attribute} of {name}", { attribute: attribute.name, name });
  const save = (typed: string, back: boolean) => {
    close(back);
    const next = read(attribute.kind, typed);
    if (next !== (one.attributes[attribute.name] ?? null)) saving.mutate(next);
  };
  return (
    <td className={styles.cell}>
      {called}
      {editing ? (
        <Field attribute={attribute} label={label} value={value} onSave={save} onClose={close} />
      ) : (
        <button
          ref={button}
          type="button"
          className={styles.value}
          aria-label={
            words ? t("{label}: {words}. Change", { label, words }) : t("{label}: set", { label })
          }
          onClick={() => setEditing(true)}
        >
          {words || <span className="muted">–</span>}
        </button>
      )}
      {saving.error ? <FieldError>{wordsFor(saving.error)}</FieldError> : null}
    </td>
  );
}

interface FieldProps {
  attribute: Attribute;
  label: string;
  value: unknown;
  onSave: (typed: string, back: boolean) => void;
  onClose: (back: boolean) => void;
}

function Field({ attribute, label, value, onSave, onClose }: FieldProps) {
  const [typed, setTyped] = useState(plain(value));
  const over = useRef(false);
  const end = (then: () => void) => {
    if (over.current) return;
    over.current = true;
    then();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") end(() => onSave(typed, true));
    if (event.key === "Escape") end(() => onClose(true));
    event.stopPropagation();
  };
  const shared = {
    "aria-label": label,
    autoFocus: true,
    className: styles.field,
    onKeyDown,
    onBlur: () => end(() => onSave(typed, false)),
  };
  if (attribute.kind === "truth") {
    return (
      <select {...shared} value={typed} onChange={(event) => setTyped(event.target.value)}>
        <option value="">–</option>
        <option value="true">{t("yes")}</option>
        <option value="false">{t("no")}</option>
      </select>
    );
  }
  return (
    <input
      {...shared}
      value={typed}
      inputMode={attribute.kind === "number" ? "decimal" : "text"}
      placeholder={attribute.kind === "date" ? "2019-04-02" : undefined}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

/** The value as one would type it. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
