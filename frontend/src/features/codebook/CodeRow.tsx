/** One row of the tree: fold, colour, name, lock; levels, key and figures beside it. */
import type { CSSProperties, HTMLAttributes, PointerEvent, Ref } from "react";
import type { Level } from "@/api/types";
import { Key } from "@/ui/button";
import { Swatch } from "@/ui/code";
import { figure, t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { Tag } from "@/ui/status";
import { RenameField } from "./RenameField";
import type { TreeRow } from "./tree";
import styles from "./tree.module.css";

/** A level as researchers say it. */
export function levelName(level: Level): string {
  if (level === "passage") return t("passage");
  return level === "post" ? t("comment") : t("thread");
}

interface FoldProps {
  row: TreeRow;
  onFold: (id: number, close: boolean) => void;
}

function Fold({ row, onFold }: FoldProps) {
  const { code, expanded } = row;
  if (expanded === null) return <span className={styles.fold} />;
  return (
    <button
      type="button"
      className={styles.fold}
      tabIndex={-1}
      aria-label={
        expanded ? t("Fold {name}", { name: code.name }) : t("Unfold {name}", { name: code.name })
      }
      onClick={(event) => {
        event.stopPropagation();
        onFold(code.id, expanded);
      }}
    >
      <Icon name={expanded ? "chevronDown" : "chevronRight"} />
    </button>
  );
}

export interface RowProps extends FoldProps {
  index: number;
  rowRef: Ref<HTMLTableRowElement>;
  active: boolean;
  chosen: boolean;
  renaming: boolean;
  carried: boolean;
  mayEdit: boolean;
  /** Where a line is drawn for a code that is being moved. */
  drop: { side: "before" | "inside" | "after"; level: number } | null;
  onRename: (name: string | null) => void;
  onGrab: (event: PointerEvent) => void;
  events: Pick<HTMLAttributes<HTMLTableRowElement>, "onClick" | "onKeyDown" | "onFocus">;
}

function NameCell(props: RowProps) {
  const { row, onFold, renaming, mayEdit, onRename } = props;
  const { code } = row;
  return (
    <span className={styles.name}>
      <Fold row={row} onFold={onFold} />
      <Swatch colour={code.colour} large />
      {renaming ? (
        <RenameField name={code.name} onDone={onRename} />
      ) : (
        <span className={styles.words} dir="auto">
          {code.name}
        </span>
      )}
      {code.locked ? (
        <span className={styles.lock} title={t("locked")}>
          <Icon name="lock" />
          <span className="vh">{t("locked")}</span>
        </span>
      ) : null}
      {code.archived ? <Tag icon="archive">{t("archived")}</Tag> : null}
      {mayEdit && !code.archived && !code.locked ? (
        <span className={styles.grip} data-grip aria-hidden="true">
          <Icon name="grip" />
        </span>
      ) : null}
    </span>
  );
}

export function CodeRow(props: RowProps) {
  const { row, index, active, chosen, carried, drop, mayEdit, onGrab, events, rowRef } = props;
  const { code, expanded, level } = row;
  const indent = { "--level": level, "--drop": drop?.level ?? level } as CSSProperties;
  return (
    <tr
      ref={rowRef}
      data-code={code.id}
      data-index={index}
      data-drop={drop?.side}
      data-carried={carried || undefined}
      tabIndex={active ? 0 : -1}
      aria-level={level}
      aria-posinset={row.nth}
      aria-setsize={row.of}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      {...(expanded === null ? {} : { "aria-expanded": expanded })}
      style={indent}
      onPointerDown={mayEdit && !code.archived && !code.locked ? onGrab : undefined}
      {...events}
    >
      <td>
        <NameCell {...props} />
      </td>
      <td className={styles.levels}>{code.levels.map(levelName).join(", ")}</td>
      <td>{code.key ? <Key>{code.key}</Key> : null}</td>
      <td className="num">{figure(code.counts.own)}</td>
      <td className={`num ${styles.subtree}`}>
        {expanded === null ? null : figure(code.counts.subtree)}
      </td>
    </tr>
  );
}

/** The heads of the tree's columns. */
export function Heads() {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col">{t("Code")}</th>
        <th scope="col" className={styles.levels}>
          {t("Applies to")}
        </th>
        <th scope="col">{t("Key")}</th>
        <th scope="col" className="num">
          {t("Own")}
        </th>
        <th scope="col" className={`num ${styles.subtree}`}>
          {t("With subcodes")}
        </th>
      </tr>
    </thead>
  );
}
