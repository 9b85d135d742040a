/** Which row is the entry of its thread, under which the others are comments. */
import { useId, useState } from "react";
import type { Column, EntryRule as Rule, TableMapping } from "@/api/mappings";
import { Button } from "@/ui/button";
import { Select, TextField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { isUsed } from "./draft";
import styles from "./mapping.module.css";

interface Props {
  mapping: TableMapping;
  columns: readonly Column[];
  onChange: (mapping: TableMapping) => void;
  editable: boolean;
}

type Where = Exclude<Rule, string>;
type Kind = Extract<Rule, string> | "where";

interface ValuesProps {
  rule: Where;
  columns: readonly Column[];
  editable: boolean;
  onRule: (rule: Where) => void;
}

/** What stands in the column, as far as it was seen; an empty cell is a value, too. */
function valuesOf({ where, is }: Where, columns: readonly Column[]): string[] {
  const column = columns.find(({ name }) => name === where);
  const empty = column && column.filled < column.seen ? [""] : [];
  return [...new Set([...(column?.samples ?? []), ...empty, ...is])];
}

function Another({ rule, onRule }: Pick<ValuesProps, "rule" | "onRule">) {
  const [typed, setTyped] = useState("");
  const value = typed.trim();
  const add = () => {
    if (value !== "" && !rule.is.includes(value)) onRule({ ...rule, is: [...rule.is, value] });
    setTyped("");
  };
  return (
    <div className={styles.another}>
      <TextField
        label={t("Another value")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) add();
        }}
      />
      <Button icon="plus" why={value ? null : t("Type the value first")} onClick={add}>
        {t("Add")}
      </Button>
    </div>
  );
}

function Values({ rule, columns, editable, onRule }: ValuesProps) {
  const turn = (value: string, on: boolean) =>
    onRule({ ...rule, is: on ? [...rule.is, value] : rule.is.filter((one) => one !== value) });
  return (
    <div className={styles.where}>
      <Select
        label={t("The column that tells")}
        value={rule.where}
        disabled={!editable}
        onChange={({ target }) => onRule({ where: target.value, is: [] })}
      >
        {columns.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <fieldset>
        <legend className="soft">{t("It is the entry when there stands")}</legend>
        <div className={styles.values}>
          {valuesOf(rule, columns).map((value) => (
            <Tick
              key={value}
              checked={rule.is.includes(value)}
              disabled={!editable}
              onChange={({ target }) => turn(value, target.checked)}
            >
              {value === "" ? <i>{t("nothing")}</i> : <bdi className={styles.value}>{value}</bdi>}
            </Tick>
          ))}
        </div>
      </fieldset>
      {editable ? <Another key={rule.where} rule={rule} onRule={onRule} /> : null}
    </div>
  );
}

/** Where to begin when a column shall tell: one with few values that means nothing else yet. */
function likelyWhere(mapping: TableMapping, columns: readonly Column[]): Where {
  const kind = columns.find(({ name }) => name === mapping.fields.kind);
  const few = columns.filter(({ samples, seen }) => samples.length === 2 && seen > 2);
  const free = few.find(({ name }) => !isUsed(mapping, name));
  return { where: (kind ?? free ?? few[0] ?? columns[0])?.name ?? "", is: [] };
}

/** Why a rule can't be chosen: what it needs is not there yet. */
function wantingFor(kind: Kind, { fields }: TableMapping): string | null {
  if (kind !== "own_id" || (fields.id && fields.thread)) return null;
  return t("Takes a column with each one’s own id, and one with its thread.");
}

export function EntryRule({ mapping, columns, onChange, editable }: Props) {
  const id = useId();
  const { entry } = mapping;
  const kind: Kind = typeof entry === "string" ? entry : "where";
  const set = (rule: Rule) => onChange({ ...mapping, entry: rule });
  const choices: readonly { value: Kind; label: string }[] = [
    { value: "first", label: t("The first row of each thread") },
    { value: "own_id", label: t("The row whose own id is the thread’s") },
    { value: "where", label: t("A column tells") },
    { value: "columns", label: t("Each row repeats it in columns of its own") },
    { value: "none", label: t("None: the entries are not in this file") },
  ];
  const choose = (value: Kind) => set(value === "where" ? likelyWhere(mapping, columns) : value);
  return (
    <fieldset className={styles.section}>
      <legend className={styles.legend}>{t("Which row is the entry of its thread?")}</legend>
      {choices.map(({ value, label }) => {
        const wanting = wantingFor(value, mapping);
        return (
          <div key={value}>
            <label className={styles.choice}>
              <input
                type="radio"
                name={id}
                checked={kind === value}
                disabled={!editable || (wanting !== null && kind !== value)}
                onChange={() => choose(value)}
              />
              <span>
                {label}
                {wanting ? <span className="muted small"> {wanting}</span> : null}
              </span>
            </label>
            {value === "where" && typeof entry === "object" ? (
              <Values rule={entry} columns={columns} editable={editable} onRule={set} />
            ) : null}
          </div>
        );
      })}
    </fieldset>
  );
}
