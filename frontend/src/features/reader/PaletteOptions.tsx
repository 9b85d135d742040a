/** The list below the palette's field: groups of codes with their keys, the letters found underlined. */

import { Fragment, useEffect } from "react";
import { Key } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import type { Match } from "./findCodes";
import styles from "./palette.module.css";
import type { PaletteGroup, PaletteOffer, PaletteRow } from "./paletteRows";

interface Props {
  readonly id: string;
  readonly offer: PaletteOffer;
  readonly canCreate: boolean;
  /** Number of the selected row over all groups; -1: none. */
  readonly selected: number;
  readonly onPick: (row: PaletteRow, stay: boolean) => void;
}

export function PaletteOptions({ id, offer, canCreate, selected, onPick }: Props) {
  const { groups, typed } = offer;
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
      <Notes offer={offer} canCreate={canCreate} />
    </div>
  );
}

/** What is to be said besides the rows: that there are none, or more. */
function Notes({ offer, canCreate }: Pick<Props, "offer" | "canCreate">) {
  const said = noteOf(offer, canCreate);
  if (said === null) return null;
  return (
    <div
      className={styles.none}
      role="option"
      aria-selected="false"
      aria-disabled="true"
      tabIndex={-1}
    >
      {said}
    </div>
  );
}

function noteOf({ groups, typed, more, usable, elsewhere }: PaletteOffer, canCreate: boolean) {
  if (more > 0) {
    return t("{n, plural, one {# more code: type its name} other {# more codes: type a name}}", {
      n: more,
    });
  }
  if (elsewhere)
    return t("“{name}” is not meant for this; the codebook says for what.", { name: typed });
  if (groups.length > 0) return null;
  if (typed !== "") return t("No code fits.");
  if (usable > 0) return null;
  return canCreate
    ? t("No codes yet. Type the name of the first one.")
    : t("There are no codes for this yet.");
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
      {...(row.kind === "code" ? { "data-drag-code": row.match.view.id } : {})}
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

/** The name with the letters that were found underlined. */
function Found({ match: { view, at } }: { match: Match }) {
  const last = at[at.length - 1];
  return (
    <>
      {at.map(([start, end], index) => (
        <Fragment key={start}>
          {view.name.slice(at[index - 1]?.[1] ?? 0, start)}
          <b>{view.name.slice(start, end)}</b>
        </Fragment>
      ))}
      {view.name.slice(last?.[1] ?? 0)}
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
    case "similar":
      return t("Names like “{typed}”", { typed });
    case "recent":
      return t("Used last");
    case "all":
      return t("Codes");
    case "new":
      return t("New code");
  }
}
