/** Fields of a form: label above, error below with an icon, both tied to the control. */
import { type ComponentProps, type ReactNode, useId } from "react";
import styles from "./field.module.css";
import { Icon } from "./icons";

interface About {
  label: string;
  error?: string | null | undefined;
  hint?: string | undefined;
}

interface Wiring {
  id: string;
  className: string | undefined;
  "aria-invalid"?: true;
  "aria-describedby"?: string;
}

function Labelled(props: About & { children: (wiring: Wiring) => ReactNode }) {
  const { label, error, hint, children } = props;
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  const wiring: Wiring = { id, className: styles.input };
  if (error) wiring["aria-invalid"] = true;
  if (described) wiring["aria-describedby"] = described;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children(wiring)}
      {hint ? (
        <p className="muted" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </div>
  );
}

export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className={styles.error} id={id}>
      <Icon name="alert" />
      <span>{children}</span>
    </p>
  );
}

export function TextField({ label, error, hint, ...rest }: About & ComponentProps<"input">) {
  return (
    <Labelled label={label} error={error} hint={hint}>
      {(wiring) => <input spellCheck={false} {...rest} {...wiring} />}
    </Labelled>
  );
}

export function TextArea(props: About & ComponentProps<"textarea"> & { serif?: boolean }) {
  const { label, error, hint, serif = false, ...rest } = props;
  return (
    <Labelled label={label} error={error} hint={hint}>
      {(wiring) => (
        <textarea
          rows={3}
          {...rest}
          {...wiring}
          className={`${wiring.className} ${serif ? styles.serif : ""}`}
        />
      )}
    </Labelled>
  );
}

export function Select({ label, error, hint, ...rest }: About & ComponentProps<"select">) {
  return (
    <Labelled label={label} error={error} hint={hint}>
      {(wiring) => <select {...rest} {...wiring} />}
    </Labelled>
  );
}

/** A search field with its magnifying glass; the label is only spoken. */
export function SearchField(props: ComponentProps<"input"> & { label: string }) {
  const { label, className = "", ...rest } = props;
  return (
    <label className={`${styles.iconed} ${styles.compact} ${className}`}>
      <Icon name="search" />
      <span className="vh">{label}</span>
      <input type="search" spellCheck={false} {...rest} className={styles.input} />
    </label>
  );
}

export function Tick({ children, ...rest }: ComponentProps<"input"> & { children: ReactNode }) {
  return (
    <label className={styles.tickLabel}>
      <input type="checkbox" {...rest} className={styles.tick} />
      {children}
    </label>
  );
}

interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** One of a few values, all of them to be seen. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const name = useId();
  return (
    <span className={styles.segments} role="radiogroup" aria-label={props.label}>
      {props.options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </span>
  );
}
