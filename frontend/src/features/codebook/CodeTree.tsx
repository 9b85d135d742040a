/** The tree grid: arrows move and fold, Enter chooses. One row is in the tab order. */
import { type CSSProperties, type KeyboardEvent, useRef, useState } from "react";
import type { Level } from "@/api/types";
import { Key } from "@/ui/button";
import { Swatch } from "@/ui/code";
import { figure, t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { Tag } from "@/ui/status";
import { Table } from "@/ui/table";
import styles from "./codebook.module.css";
import type { TreeRow } from "./tree";

interface Props {
  rows: readonly TreeRow[];
  chosen: number | null;
  onChoose: (id: number) => void;
  onFold: (id: number, close: boolean) => void;
}

/** A level as researchers say it. */
export function levelName(level: Level): string {
  if (level === "passage") return t("passage");
  return level === "post" ? t("comment") : t("thread");
}

function Fold({ row, onFold }: { row: TreeRow; onFold: Props["onFold"] }) {
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

function Cells({ row, onFold }: { row: TreeRow; onFold: Props["onFold"] }) {
  const { code, expanded } = row;
  return (
    <>
      <td>
        <span className={styles.name}>
          <Fold row={row} onFold={onFold} />
          <Swatch colour={code.colour} large />
          <span className={styles.words}>{code.name}</span>
          {code.archived ? <Tag icon="archive">{t("archived")}</Tag> : null}
        </span>
      </td>
      <td className={styles.definition}>
        <span className="clip">{code.definition}</span>
      </td>
      <td className={styles.levels}>{code.levels.map(levelName).join(", ")}</td>
      <td>{code.key ? <Key>{code.key}</Key> : null}</td>
      <td className="num">{figure(code.counts.own)}</td>
      <td className={`num ${styles.subtree}`}>
        {expanded === null ? null : figure(code.counts.subtree)}
      </td>
    </>
  );
}

/** Where a key leads from row `at`; undefined when the key means nothing here. */
function nextRow(key: string, at: number, rows: readonly TreeRow[]): number | undefined {
  const row = rows[at];
  switch (key) {
    case "ArrowDown":
      return Math.min(at + 1, rows.length - 1);
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "Home":
      return 0;
    case "End":
      return rows.length - 1;
    case "ArrowRight":
      return row?.expanded ? at + 1 : at;
    case "ArrowLeft":
      return row
        ? Math.max(
            0,
            rows.findIndex((one) => one.code.id === row.code.parent),
          )
        : at;
    default:
      return undefined;
  }
}

export function CodeTree({ rows, chosen, onChoose, onFold }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [at, setAt] = useState(0);
  const current = Math.min(at, rows.length - 1);
  const move = (to: number) => {
    setAt(to);
    (body.current?.rows[to] as HTMLElement | undefined)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const row = rows[index];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const fold = event.key === "ArrowLeft" && row.expanded === true;
    const unfold = event.key === "ArrowRight" && row.expanded === false;
    const to = nextRow(event.key, index, rows);
    if (fold || unfold) onFold(row.code.id, fold);
    else if (event.key === "Enter" || event.key === " ") onChoose(row.code.id);
    else if (to !== undefined) move(to);
    else return;
    event.preventDefault();
  };
  return (
    <Table caption={t("Codes as a tree")} role="treegrid" className={styles.grid}>
      <thead>
        <tr>
          <th scope="col">{t("Code")}</th>
          <th scope="col" className={styles.definition}>
            {t("Definition")}
          </th>
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
      <tbody ref={body}>
        {rows.map((row, index) => (
          <tr
            key={row.code.id}
            tabIndex={index === current ? 0 : -1}
            aria-level={row.level}
            aria-selected={row.code.id === chosen}
            {...(row.expanded === null ? {} : { "aria-expanded": row.expanded })}
            style={{ "--level": row.level } as CSSProperties}
            onClick={() => {
              setAt(index);
              onChoose(row.code.id);
            }}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            <Cells row={row} onFold={onFold} />
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
