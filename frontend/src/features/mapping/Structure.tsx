/** Where in the file the rows are: its sheet, its records, whether the first row names the columns. */
import type { TableLook, TableMapping, Structure as Where } from "@/api/mappings";
import { Select, TextField, Tick } from "@/ui/field";
import { figure, t } from "@/ui/i18n";
import styles from "./mapping.module.css";

interface Props {
  look: TableLook;
  mapping: TableMapping;
  onChange: (mapping: TableMapping) => void;
  /** Looks at the file another way: what the columns mean is begun anew. */
  onLook: (where: Where) => void;
  editable: boolean;
}

/** Formats whose rows have no names of their own but for the first one. */
const HEADED: ReadonlySet<string> = new Set(["table", "spreadsheet"]);

/** In JSON and XML the answers to something often stand inside it. */
function Nested({ mapping, onChange, editable }: Omit<Props, "look" | "onLook">) {
  return (
    <TextField
      label={t("Answers inside a record")}
      hint={t("The path that leads to them, such as “replies”. Empty: there are none.")}
      value={mapping.nested ?? ""}
      readOnly={!editable}
      onChange={({ target }) => onChange({ ...mapping, nested: target.value.trim() || null })}
    />
  );
}

export function Structure({ look, mapping, onChange, onLook, editable }: Props) {
  const { sheet, records, header } = mapping;
  const headed = HEADED.has(look.format);
  const sheets = look.sheets.length > 1;
  const paths = look.record_paths.length > 1;
  return (
    <div className={styles.structure}>
      {sheets ? (
        <Select
          label={t("Sheet")}
          value={sheet ?? look.sheets[0] ?? ""}
          disabled={!editable}
          onChange={({ target }) => onLook({ records, sheet: target.value, header: null })}
        >
          {look.sheets.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      ) : null}
      {paths ? (
        <Select
          label={t("Records")}
          hint={t("Where in the file one contribution after another stands.")}
          value={records ?? look.record_paths[0]?.path ?? ""}
          disabled={!editable}
          onChange={({ target }) => onLook({ records: target.value, sheet, header: null })}
        >
          {look.record_paths.map(({ path, count }) => (
            <option key={path} value={path}>
              {t("{path} ({n} times)", { path: path || t("the file itself"), n: figure(count) })}
            </option>
          ))}
        </Select>
      ) : null}
      {headed ? (
        <Tick
          checked={header ?? true}
          disabled={!editable}
          onChange={({ target }) => onLook({ records, sheet, header: target.checked })}
        >
          {t("The first row holds the names of the columns")}
        </Tick>
      ) : (
        <Nested mapping={mapping} onChange={onChange} editable={editable} />
      )}
    </div>
  );
}
