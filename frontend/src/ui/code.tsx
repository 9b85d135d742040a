/** A code as people see it: its pigment and its name, never the pigment alone. */
import { type CSSProperties, useId } from "react";
import styles from "./code.module.css";
import { t } from "./i18n";
import { PIGMENTS, type Pigment, pigmentClass } from "./pigments";

/** The pigment for a colour of another program. */
function own(colour: string): CSSProperties {
  return pigmentClass(colour) ? {} : ({ "--c": colour } as CSSProperties);
}

export function Swatch({ colour, large = false }: { colour: string; large?: boolean }) {
  const size = large ? styles.large : "";
  return (
    <span
      className={`${styles.swatch} ${size} ${pigmentClass(colour)}`}
      style={own(colour)}
      aria-hidden="true"
    />
  );
}

export function CodeName({ colour, name }: { colour: string; name: string }) {
  return (
    <span className={styles.code}>
      <Swatch colour={colour} />
      <span>{name}</span>
    </span>
  );
}

/** Choosing one of the twelve. */
export function PigmentPicker(props: { value: string; onChange: (pigment: Pigment) => void }) {
  const name = useId();
  return (
    <fieldset className="stack">
      <legend className="soft">{t("Pigment")}</legend>
      <div className={styles.pigments}>
        {PIGMENTS.map((pigment) => (
          <label key={pigment} className={pigmentClass(pigment)} title={pigment}>
            <input
              type="radio"
              name={name}
              aria-label={pigment}
              checked={props.value === pigment}
              onChange={() => props.onChange(pigment)}
            />
            <i />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
