/** What leaves, as what, for which program, and of which state of the corpus. */
import { useId } from "react";
import type { Choice } from "@/api/exports";
import type { Snapshot } from "@/api/snapshots";
import type { FormatOut, What } from "@/api/types";
import { Select } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import styles from "./export.module.css";
import {
  contentsOf,
  PURPOSES,
  type Purpose,
  programOf,
  purposeOf,
  STAND_OFF,
  sentenceOn,
  TABLES,
} from "./formats";

export interface FieldProps {
  choice: Choice;
  setChoice: (choice: Choice) => void;
}

/** The choice with another format: what that cannot hold falls back to its first. */
function withFormat(choice: Choice, format: FormatOut): Choice {
  const { utf16, whats, profiles, neutralises } = format;
  const { offset_unit, bom, neutralise_formulas, texts, attributes, ...options } = choice.options;
  const isTable = ["csv", "xlsx"].includes(format.name);
  return {
    ...choice,
    format: format.name,
    what: whats.includes(choice.what) ? choice.what : (whats[0] ?? "annotations"),
    snapshot: format.whole ? null : choice.snapshot,
    profile: profiles.includes(choice.profile) ? choice.profile : (profiles[0] ?? ""),
    options: {
      ...options,
      ...(offset_unit && utf16 ? { offset_unit } : {}),
      ...(texts === false && STAND_OFF.has(format.name) ? { texts } : {}),
      ...(attributes !== undefined && TABLES.has(format.name) ? { attributes } : {}),
      ...(bom && format.name === "csv" ? { bom } : {}),
      ...(neutralise_formulas !== undefined && isTable && !neutralises
        ? { neutralise_formulas }
        : {}),
    },
  };
}

interface FormatProps extends FieldProps {
  formats: readonly FormatOut[];
}

function FormatChoice({ choice, setChoice, formats, purpose }: FormatProps & { purpose: Purpose }) {
  const name = useId();
  return (
    <fieldset>
      <legend>{t("Format")}</legend>
      <div className={styles.formats}>
        {formats
          .filter((one) => purposeOf(one.name) === purpose)
          .map((one) => (
            <label key={one.name} className={styles.format}>
              <input
                type="radio"
                name={name}
                checked={one.name === choice.format}
                onChange={() => setChoice(withFormat(choice, one))}
              />
              <span>
                <b>{one.says}</b> <span className="muted">.{one.extension}</span>
                <span className={styles.use}>{sentenceOn(one.name)}</span>
              </span>
            </label>
          ))}
      </div>
    </fieldset>
  );
}

function PurposeChoice({ choice, setChoice, formats }: FormatProps) {
  const name = useId();
  const purpose = purposeOf(choice.format);
  const first = (wanted: Purpose) => formats.find((one) => purposeOf(one.name) === wanted);
  return (
    <fieldset>
      <legend>{t("What is it for?")}</legend>
      <div className={styles.purposes}>
        {PURPOSES.map((one) => {
          const format = first(one.purpose);
          return format ? (
            <label key={one.purpose} className={styles.purpose}>
              <input
                type="radio"
                name={name}
                checked={one.purpose === purpose}
                onChange={() => setChoice(withFormat(choice, format))}
              />
              {t(one.says)}
            </label>
          ) : null;
        })}
      </div>
    </fieldset>
  );
}

function StateField({ choice, setChoice, of, snapshots }: FieldProps & StateProps) {
  const made = snapshots.filter((one) => one.status === "done");
  if (of?.whole) return null;
  if (made.length === 0) {
    return of?.of_snapshots ? (
      <Note>{t("This is made of a snapshot, so that it can be cited. Make one first.")}</Note>
    ) : null;
  }
  return (
    <Select
      label={t("Which state of the corpus?")}
      value={choice.snapshot ?? ""}
      onChange={({ target }) => setChoice({ ...choice, snapshot: target.value || null })}
    >
      <option value="">{of?.of_snapshots ? t("Choose a snapshot") : t("As it is now")}</option>
      {made.map((one) => (
        <option key={one.id} value={one.id}>
          {t("Snapshot “{name}”", { name: one.name })}
        </option>
      ))}
    </Select>
  );
}

interface StateProps {
  of: FormatOut | undefined;
  snapshots: readonly Snapshot[];
}

export function FormatFields(props: FormatProps & Pick<StateProps, "snapshots">) {
  const { choice, setChoice, formats } = props;
  const of = formats.find((one) => one.name === choice.format);
  return (
    <>
      <PurposeChoice {...props} />
      <FormatChoice {...props} purpose={purposeOf(choice.format)} />
      <div className={styles.pairs}>
        {of && of.profiles.length > 1 ? (
          <Select
            label={t("For which program?")}
            value={choice.profile || of.profiles[0]}
            onChange={({ target }) => setChoice({ ...choice, profile: target.value })}
          >
            {of.profiles.map((one) => (
              <option key={one} value={one}>
                {programOf(one)}
              </option>
            ))}
          </Select>
        ) : null}
        {of && of.whats.length > 1 ? (
          <Select
            label={t("Contents")}
            value={choice.what}
            onChange={({ target }) => setChoice({ ...choice, what: target.value as What })}
          >
            {of.whats.map((one) => (
              <option key={one} value={one}>
                {contentsOf(one)}
              </option>
            ))}
          </Select>
        ) : null}
        <StateField {...props} of={of} />
      </div>
    </>
  );
}
