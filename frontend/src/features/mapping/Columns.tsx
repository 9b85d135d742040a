/** The columns of a table: their names, what stands in them, and what each of them means. */
import { useId, useState } from "react";
import { type Column, FIELDS, type Owner, type TableMapping } from "@/api/mappings";
import { Button } from "@/ui/button";
import { SearchField, Segments } from "@/ui/field";
import { percent, t } from "@/ui/i18n";
import { freeName, isUsed, type Meaning, meaningsOf, reassigned, renamed, usedOf } from "./draft";
import styles from "./mapping.module.css";
import { fieldName, GROUPS, ownerName } from "./words";

/** More columns than these can be searched and sifted. */
const MANY = 12;

interface Change {
  mapping: TableMapping;
  onChange: (mapping: TableMapping) => void;
  editable: boolean;
}

const codeOf = (meaning: Meaning | null): string =>
  meaning === null ? "" : meaning.kind === "field" ? meaning.field : `of-${meaning.owner}`;

function meaningFor(value: string, column: string, mapping: TableMapping): Meaning | null {
  const field = FIELDS.find((one) => one === value);
  if (field) return { kind: "field", field };
  const owner = (["thread", "participant"] as const).find((one) => value === `of-${one}`);
  return owner ? { kind: "attribute", owner, name: freeName(mapping, owner, column) } : null;
}

type OneProps = Change & { column: string; meaning: Meaning | null; onLeave?: () => void };

function AttributeName({
  mapping,
  onChange,
  editable,
  ...of
}: Change & { owner: Owner; name: string }) {
  const [typed, setTyped] = useState(of.name);
  const keep = () => {
    const changed = renamed(mapping, of.owner, of.name, typed.trim());
    if (changed === mapping) setTyped(of.name);
    else onChange(changed);
  };
  return (
    <input
      className={styles.input}
      aria-label={t("Name of the attribute")}
      value={typed}
      maxLength={200}
      readOnly={!editable}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
      }}
    />
  );
}

function OneMeaning({ mapping, onChange, editable, column, meaning, onLeave }: OneProps) {
  const choose = (value: string) => {
    onLeave?.();
    onChange(reassigned(mapping, column, meaning, meaningFor(value, column, mapping)));
  };
  return (
    <>
      <select
        className={styles.input}
        aria-label={t("What “{column}” holds", { column })}
        value={codeOf(meaning)}
        disabled={!editable}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{t("not used")}</option>
        {GROUPS.map(({ label, fields }) => (
          <optgroup key={label} label={t(label)}>
            {fields.map((field) => (
              <option key={field} value={field}>
                {fieldName(field)}
              </option>
            ))}
          </optgroup>
        ))}
        <optgroup label={t("Something else")}>
          <option value="of-thread">{ownerName("thread")}</option>
          <option value="of-participant">{ownerName("participant")}</option>
        </optgroup>
      </select>
      {meaning?.kind === "attribute" ? (
        <AttributeName
          key={meaning.name}
          mapping={mapping}
          onChange={onChange}
          editable={editable}
          owner={meaning.owner}
          name={meaning.name}
        />
      ) : null}
    </>
  );
}

function Meanings({ column, ...change }: Change & { column: string }) {
  const [more, setMore] = useState(false);
  const meanings = meaningsOf(change.mapping, column);
  const shown: (Meaning | null)[] = more || meanings.length === 0 ? [...meanings, null] : meanings;
  return (
    <div className={styles.meanings}>
      {shown.map((meaning, index) => (
        <OneMeaning
          // biome-ignore lint/suspicious/noArrayIndexKey: the select keeps the focus when it changes what it means
          key={index}
          {...change}
          column={column}
          meaning={meaning}
          {...(meaning === null ? { onLeave: () => setMore(false) } : {})}
        />
      ))}
      {change.editable && !more && meanings.length > 0 ? (
        <Button
          kind="quiet"
          small
          square
          icon="plus"
          title={t("Use it for something more")}
          aria-label={t("Use “{column}” for something more", { column })}
          onClick={() => setMore(true)}
        />
      ) : null}
    </div>
  );
}

function Row({ column, ...change }: Change & { column: Column }) {
  const { name, samples, filled, seen } = column;
  const used = isUsed(change.mapping, name);
  return (
    <li className={`${styles.column} ${used ? "" : styles.unused}`}>
      <div>
        <h3 className={styles.name}>{name}</h3>
        {filled < seen ? (
          <p className="muted small">
            {filled === 0 ? t("empty") : t("{share} filled", { share: percent(filled / seen) })}
          </p>
        ) : null}
      </div>
      <ul className={styles.samples} aria-label={t("Examples")}>
        {samples.map((sample) => (
          <li key={sample} title={sample}>
            <bdi>{sample}</bdi>
          </li>
        ))}
      </ul>
      <Meanings {...change} column={name} />
    </li>
  );
}

type Shown = "all" | "used" | "rest";

export function Columns({ columns, ...change }: Change & { columns: readonly Column[] }) {
  const [shown, setShown] = useState<Shown>("all");
  const [typed, setTyped] = useState("");
  const id = useId();
  const used = usedOf(change.mapping, columns);
  const wanted = typed.trim().toLowerCase();
  const fits = ({ name }: Column) =>
    (shown === "all" || isUsed(change.mapping, name) === (shown === "used")) &&
    name.toLowerCase().includes(wanted);
  const rows = columns.length > MANY ? columns.filter(fits) : columns;
  return (
    <section aria-labelledby={id}>
      <div className={styles.sectionHead}>
        <h2 id={id} className="grow">
          {t("Columns")}
        </h2>
        {columns.length > MANY ? (
          <>
            <SearchField
              label={t("Find a column")}
              placeholder={t("Find a column")}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <Segments
              label={t("Columns shown")}
              value={shown}
              options={[
                { value: "all", label: t("All {n}", { n: columns.length }) },
                { value: "used", label: t("Used {n}", { n: used }) },
                { value: "rest", label: t("Not used {n}", { n: columns.length - used }) },
              ]}
              onChange={setShown}
            />
          </>
        ) : null}
      </div>
      {rows.length === 0 ? <p className="soft">{t("No such column.")}</p> : null}
      <ul>
        {rows.map((column) => (
          <Row key={column.name} column={column} {...change} />
        ))}
      </ul>
    </section>
  );
}
