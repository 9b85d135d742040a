/** The list below the palette's field: groups of codes with their keys, the letters found underlined. */

import { Fragment, useEffect } from "react";
import { Key } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import type { Match } from "./codes";
import styles from "./palette.module.css";
import type { PaletteGroup, PaletteRow } from "./paletteRows";

interface Props {
  readonly id: string;
  readonly groups: readonly PaletteGroup[];
  readonly typed: string;
  /** Number of the selected row over all groups; -1: none. */
  readonly selected: number;
  readonly onPick: (row: PaletteRow, stay: boolean) => void;
}

export function PaletteOptions({ id, groups, typed, selected, onPick }: Props) {
  useEffect(() => {
    document.getElementById(`${id}-${selected}`)?.scrollIntoView({ block: "nearest" });
  }, [id, selected]);
  let number = -1;
  return (
    <div className={styles.options} id={`${id}-list`} role="listbox" aria-label={t("Codes")}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
        <div key={group.id} role="group" aria-label={titleOf(group, typed)} data-group={group.id}>
          {group.id === "new" ? null : (
            <div className={styles.caption} aria-hidden="true">
              {titleOf(group, typed)}
            </div>
          )}
          {group.rows.map((row) => {
            number += 1;
            return (
              <Option
                key={row.kind === "code" ? row.match.view.id : "new"}
                id={`${id}-${number}`}
                row={row}
                selected={number === selected}
                onPick={onPick}
              />
            );
          })}
        </div>
      ))}
      {groups.length === 0 ? (
        <div
          className={styles.none}
          role="option"
          aria-selected="false"
          aria-disabled="true"
          tabIndex={-1}
        >
          {t("No code fits.")}
        </div>
      ) : null}
    </div>
  );
}

interface OptionProps extends Pick<Props, "id" | "onPick"> {
  readonly row: PaletteRow;
  readonly selected: boolean;
}

function Option({ id, row, selected, onPick }: OptionProps) {
  const pigment = row.kind === "code" ? `k${row.match.view.pigment}` : "";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keyboard
    <div
      id={id}
      className={`${styles.option} ${pigment}`}
      role="option"
      aria-selected={selected}
      tabIndex={-1}
      onPointerDown={(event) => event.preventDefault()}
      onClick={(event) => onPick(row, event.shiftKey)}
    >
      {row.kind === "code" ? <CodeRow match={row.match} /> : <NewRow name={row.name} />}
    </div>
  );
}

function CodeRow({ match }: { match: Match }) {
  const { view } = match;
  return (
    <>
      <span className={styles.swatch} aria-hidden="true" />
      <span>
        <Found match={match} />
        {view.above.length > 0 ? <small>{view.above.join(" › ")}</small> : null}
      </span>
      {view.key ? <Key>{view.key}</Key> : <Fragment />}
    </>
  );
}

function Found({ match: { view, at } }: { match: Match }) {
  if (at === null) return view.name;
  return (
    <>
      {view.name.slice(0, at[0])}
      <b>{view.name.slice(at[0], at[1])}</b>
      {view.name.slice(at[1])}
    </>
  );
}

function NewRow({ name }: { name: string }) {
  return (
    <>
      <Icon name="plus" />
      <span>{t("New code “{name}”", { name })}</span>
      <Key>Alt N</Key>
    </>
  );
}

function titleOf(group: PaletteGroup, typed: string): string {
  switch (group.id) {
    case "matches":
      return t("Codes with “{typed}”", { typed });
    case "recent":
      return t("Used last");
    case "all":
      return t("Codes");
    case "new":
      return t("New code");
  }
}
