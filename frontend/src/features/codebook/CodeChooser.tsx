/** Choosing one code of many: type some letters, arrows go through what is found. */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Code } from "@/api/types";
import { Swatch } from "@/ui/code";
import { t } from "@/ui/i18n";
import styles from "./chooser.module.css";
import { plain, rowsOf } from "./tree";

interface Props {
  label: string;
  codes: readonly Code[];
  /** Ids that can't be chosen. */
  without?: ReadonlySet<number>;
  /** What choosing nothing means, as a first line: “at the top”. */
  none?: string;
  value: number | null | undefined;
  onChange: (id: number | null) => void;
  /** Enter in the field. */
  onEnter?: (id: number | null) => void;
}

const MOST = 100;

interface Line {
  id: number | null;
  name: string;
  above: string;
  colour: string;
}

function linesOf(props: Props, words: string): Line[] {
  const { codes, without, none } = props;
  const live = codes.filter((code) => !code.archived && !without?.has(code.id));
  const wanted = plain(words.trim());
  const found = rowsOf(live, new Set())
    .map(({ code }) => ({
      id: code.id,
      name: code.name,
      above: code.path.slice(0, -1).join(" › "),
      colour: code.colour,
    }))
    .filter((line) => plain(`${line.above} ${line.name}`).includes(wanted));
  const best = (line: Line) => Number(!plain(line.name).startsWith(wanted));
  if (wanted) found.sort((a, b) => best(a) - best(b));
  const top = none && !wanted ? [{ id: null, name: none, above: "", colour: "" }] : [];
  return [...top, ...found.slice(0, MOST)];
}

export function CodeChooser(props: Props) {
  const { label, value, onChange, onEnter } = props;
  const [words, setWords] = useState("");
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the props that matter are named
  const lines = useMemo(() => linesOf(props, words), [props.codes, props.without, words]);
  const at = lines.findIndex((line) => line.id === value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen line is brought into view
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const type = (text: string) => {
    setWords(text);
    const first = linesOf(props, text)[0];
    if (first && text.trim()) onChange(first.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const goal = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (goal !== undefined) {
      const line = lines[Math.min(Math.max(goal, 0), lines.length - 1)];
      if (line) onChange(line.id);
    } else if (event.key === "Enter" && onEnter && value !== undefined) onEnter(value);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.chooser}>
      <label htmlFor={`${id}-field`}>{label}</label>
      <input
        id={`${id}-field`}
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(at >= 0 ? { "aria-activedescendant": `${id}-${at}` } : {})}
        className={styles.field}
        placeholder={t("Type a part of its name")}
        autoComplete="off"
        spellCheck={false}
        value={words}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={label} className={styles.list}>
        {lines.map((line, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          <div
            key={line.id ?? "none"}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={line.id === value}
            className={styles.line}
            onClick={() => onChange(line.id)}
            onDoubleClick={() => onEnter?.(line.id)}
          >
            {line.id === null ? null : <Swatch colour={line.colour} />}
            <span>{line.name}</span>
            {line.above ? <small>{line.above}</small> : null}
          </div>
        ))}
        {lines.length === 0 ? <p className="muted">{t("No such code.")}</p> : null}
      </div>
    </div>
  );
}
