/** Filters by attributes: what is asked for as chips, and a panel that adds one. */
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { attributeQuery } from "@/api/attributes";
import type { Attribute } from "@/api/types";
import { Button } from "@/ui/button";
import { Select, TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { Popover } from "@/ui/popover";
import styles from "./attributes.module.css";
import { inWords, OPERATORS, type Operator, parsed, written } from "./values";

interface Props {
  corpus: number;
  attributes: readonly Attribute[];
  filters: readonly string[];
  onChange: (filters: readonly string[]) => void;
}

export function AttributeFilters({ corpus, attributes, filters, onChange }: Props) {
  if (attributes.length === 0 && filters.length === 0) return null;
  return (
    <div className={styles.bar}>
      <Popover
        label={
          <>
            <Icon name="filter" /> {t("Filter by attribute")}
          </>
        }
      >
        {(close) => (
          <NewFilter
            corpus={corpus}
            attributes={attributes}
            onAdd={(one) => {
              onChange([...filters.filter((other) => other !== one), one]);
              close();
            }}
          />
        )}
      </Popover>
      {filters.map((one) => {
        const words = inWords(parsed(one, attributes));
        return (
          <span key={one} className={styles.chip}>
            {words}
            <Button
              kind="quiet"
              small
              square
              icon="close"
              aria-label={t("No longer: {words}", { words })}
              onClick={() => onChange(filters.filter((other) => other !== one))}
            />
          </span>
        );
      })}
    </div>
  );
}

interface NewProps {
  corpus: number;
  attributes: readonly Attribute[];
  onAdd: (filter: string) => void;
}

function NewFilter({ corpus, attributes, onAdd }: NewProps) {
  const [chosen, setChosen] = useState(attributes[0]?.id ?? 0);
  const [operator, setOperator] = useState<Operator>("");
  const [value, setValue] = useState("");
  const list = useId();
  const attribute = attributes.find(({ id }) => id === chosen) ?? attributes[0];
  const known = useQuery({ ...attributeQuery(corpus, chosen), enabled: chosen > 0 }).data;
  const words: Record<Operator, string> = {
    "": t("is"),
    "!": t("is not"),
    ">=": t("is at least"),
    "<=": t("is at most"),
    ">": t("is more than"),
    "<": t("is less than"),
    "*": t("has a value"),
    none: t("has no value"),
  };
  const needsValue = operator !== "*" && operator !== "none";
  const why = needsValue && value.trim() === "" ? t("Say which value") : null;
  return (
    <form
      className={styles.panel}
      onSubmit={(event) => {
        event.preventDefault();
        if (attribute && !why) onAdd(written({ name: attribute.name, operator, value }));
      }}
    >
      <Select
        label={t("Attribute")}
        value={String(chosen)}
        onChange={(event) => setChosen(Number(event.target.value))}
      >
        {attributes.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        label={t("Condition")}
        value={operator}
        onChange={(event) => setOperator(event.target.value as Operator)}
      >
        {OPERATORS.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </Select>
      {needsValue ? (
        <TextField
          label={t("Value")}
          value={value}
          list={list}
          onChange={(event) => setValue(event.target.value)}
        />
      ) : null}
      <datalist id={list}>
        {known?.values.map((one) => (
          <option key={one.value} value={one.value} />
        ))}
      </datalist>
      <Button kind="primary" type="submit" why={why}>
        {t("Filter")}
      </Button>
    </form>
  );
}
