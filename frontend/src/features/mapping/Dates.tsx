/** How dates are read: their form, which of two figures is the day, and their time zone. */
import { useId } from "react";
import type { DateRule, DatesSeen, TableMapping } from "@/api/mappings";
import { Button } from "@/ui/button";
import { Select, TextField } from "@/ui/field";
import { minuteOf, t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import styles from "./mapping.module.css";

interface Props {
  mapping: TableMapping;
  dates: DatesSeen | null;
  onChange: (mapping: TableMapping) => void;
  editable: boolean;
}

const KNOWN = ["auto", "iso", "unix", "unix_ms"] as const;
/** What most tables write that nothing else can read. */
const FIRST_PATTERN = "%d.%m.%Y %H:%M";

const zones = (): string[] => Intl.supportedValuesOf("timeZone");

/** The file does not tell days from months: a person must. */
export const isOpen = (mapping: TableMapping, dates: DatesSeen | null): boolean =>
  dates?.ambiguous === true && mapping.dates.day_first === null;

interface QuestionProps extends Props {
  /** Whether day and month can change places in this file, whatever was answered since. */
  asks: boolean;
}

/** Stays when it is answered: the answer can be seen, and taken back. */
export function DateQuestion({ mapping, dates, onChange, editable, asks }: QuestionProps) {
  const { day_first } = mapping.dates;
  if (!asks) return null;
  const example = dates?.examples[0]?.raw ?? "";
  const answer = (first: boolean) =>
    onChange({ ...mapping, dates: { ...mapping.dates, day_first: first } });
  return (
    <Note {...(day_first === null ? { tone: "warn" } : {})} icon="question">
      <p>
        {t("In “{example}” the first figure may be the day or the month. The file does not say.", {
          example,
        })}
      </p>
      <p className={styles.answers}>
        {[true, false].map((first) => (
          <Button
            key={String(first)}
            small
            {...(day_first === first ? { icon: "check" } : {})}
            aria-pressed={day_first === first}
            disabled={!editable}
            onClick={() => answer(first)}
          >
            {first ? t("The day comes first") : t("The month comes first")}
          </Button>
        ))}
      </p>
    </Note>
  );
}

function Examples({ dates }: { dates: DatesSeen }) {
  if (dates.examples.length === 0) return null;
  return (
    <dl className={styles.examples}>
      {dates.examples.map(({ raw, read }) => (
        <div key={raw}>
          <dt dir="auto">{raw}</dt>
          <dd>{read ? minuteOf(read) : <b>{t("not understood")}</b>}</dd>
        </div>
      ))}
    </dl>
  );
}

function Order({ rule, set, editable }: { rule: DateRule; set: Set; editable: boolean }) {
  const value = rule.day_first === null ? "" : rule.day_first ? "day" : "month";
  return (
    <Select
      label={t("03/04/2020 is")}
      value={value}
      disabled={!editable}
      onChange={({ target }) =>
        set({ day_first: target.value === "" ? null : target.value === "day" })
      }
    >
      <option value="">{t("as the file shows")}</option>
      <option value="day">{t("3 April: the day comes first")}</option>
      <option value="month">{t("4 March: the month comes first")}</option>
    </Select>
  );
}
type Set = (change: Partial<DateRule>) => void;

export function Dates({ mapping, dates, onChange, editable }: Props) {
  const id = useId();
  const rule = mapping.dates;
  const known = KNOWN.find((one) => one === rule.format);
  const set: Set = (change) => onChange({ ...mapping, dates: { ...rule, ...change } });
  if (mapping.fields.written_at === undefined) return null;
  return (
    <fieldset className={styles.section}>
      <legend className={styles.legend}>{t("How are the dates written?")}</legend>
      <div className={styles.dates}>
        <Select
          label={t("Form")}
          value={known ?? "pattern"}
          disabled={!editable}
          onChange={({ target }) =>
            set({ format: target.value === "pattern" ? FIRST_PATTERN : target.value })
          }
        >
          <option value="auto">{t("as it seems")}</option>
          <option value="iso">{t("2020-04-03 18:41 (ISO 8601)")}</option>
          <option value="unix">{t("seconds since 1970")}</option>
          <option value="unix_ms">{t("milliseconds since 1970")}</option>
          <option value="pattern">{t("by a pattern of my own")}</option>
        </Select>
        {known === "auto" ? <Order rule={rule} set={set} editable={editable} /> : null}
        {known === undefined ? (
          <TextField
            label={t("Pattern")}
            hint={t("%d day, %m month, %Y year, %H hour, %M minute, %S second")}
            value={rule.format}
            readOnly={!editable}
            onChange={({ target }) => set({ format: target.value })}
          />
        ) : null}
        <TextField
          label={t("Time zone")}
          hint={t("For times that name none. Empty: they stay as they are.")}
          list={`${id}-zones`}
          value={rule.timezone ?? ""}
          readOnly={!editable}
          onChange={({ target }) => set({ timezone: target.value.trim() || null })}
        />
        <datalist id={`${id}-zones`}>
          {zones().map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </div>
      {dates ? <Examples dates={dates} /> : null}
    </fieldset>
  );
}
