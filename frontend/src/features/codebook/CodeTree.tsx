/**
 * The tree grid. One row is in the tab order; arrows go, fold and move, letters find, Enter opens.
 * Long codebooks draw only the rows near the shownRows.
 */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Code, Corpus } from "@/api/types";
import { t } from "@/ui/i18n";
import { singleKeysAllowed } from "@/ui/page";
import { Table } from "@/ui/table";
import { CodeRow, Heads } from "./CodeRow";
import { MoveHint } from "./MoveHint";
import { type Place, stepped } from "./moving";
import { type TreeRow, typeAhead } from "./tree";
import styles from "./tree.module.css";
import { wishOf } from "./treeKeys";
import type { Changes } from "./useChanges";
import { useDrag } from "./useDrag";
import { useMoving } from "./useMoving";
import { useTreeWindow } from "./useTreeWindow";

export interface Summons {
  id: number;
}

interface Props {
  corpus: Corpus;
  codes: readonly Code[];
  rows: readonly TreeRow[];
  chosen: number | null;
  /** The row that is to have the focus; another object asks anew. */
  summons: Summons | null;
  changes: Changes;
  onChoose: (id: number, byKey: boolean) => void;
  onFold: (id: number, close: boolean) => void;
  onNew: (parent: number | null, after: number | null) => void;
  onArchive: (code: Code) => void;
}

const TYPING_MS = 700;

export function CodeTree(props: Props) {
  const { corpus, codes, rows, chosen, summons, changes, onChoose, onFold } = props;
  const mayEdit = corpus.actions.includes("edit_codebook");
  const mayCreate = corpus.actions.includes("create_code");
  const body = useRef<HTMLTableSectionElement>(null);
  const [activeId, setActiveId] = useState<number | null>(null);
  const [renaming, setRenaming] = useState<number | null>(null);
  const typed = useRef({ letters: "", at: 0 });
  const indexOf = (id: number | null) => rows.findIndex((row) => row.code.id === id);
  const active = Math.max(0, indexOf(activeId) >= 0 ? indexOf(activeId) : indexOf(chosen));

  const drop = (code: Code, place: Place) => {
    changes.move(code, { parent: place.parent, position: place.position });
    if (place.parent !== null) onFold(place.parent, false);
    focus(code.id);
  };
  const moving = useMoving({ codes, rows, onDrop: drop });
  const { drag, begin } = useDrag({
    codes,
    rows,
    onDrop: drop,
    onUnfold: (id) => onFold(id, false),
  });
  const spot = moving.spot ?? drag?.spot ?? null;
  const carried = moving.carried?.code ?? drag?.code ?? null;

  const shownRows = useTreeWindow(body, rows, active);

  /** The row that gets the focus as soon as it is drawn. */
  const wanted = useRef<number | null>(null);
  const focus = (id: number) => {
    const row = body.current?.querySelector<HTMLElement>(`[data-code="${id}"]`);
    wanted.current = row ? null : id;
    row?.focus();
    setActiveId(id);
  };
  useEffect(() => {
    if (!summons) return;
    wanted.current = summons.id;
    setActiveId(summons.id);
  }, [summons]);
  useEffect(() => {
    const id = wanted.current;
    if (id === null) return;
    const row = body.current?.querySelector<HTMLElement>(`[data-code="${id}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus();
  });
  const { show } = shownRows;
  const spotRow = moving.spot?.row ?? null;
  useEffect(() => {
    if (spotRow === null) return;
    const row = body.current?.querySelector(`[data-index="${spotRow}"]`);
    if (row) row.scrollIntoView({ block: "nearest" });
    else show(spotRow);
  }, [spotRow, show]);

  const goTo = (index: number) => {
    const id = rows[index]?.code.id;
    if (id === undefined) return;
    if (!body.current?.querySelector(`[data-code="${id}"]`)) shownRows.show(index);
    focus(id);
  };

  const find = (letter: string, at: number) => {
    const now = Date.now();
    const goesOn = now - typed.current.at < TYPING_MS;
    const letters = goesOn ? typed.current.letters + letter : letter;
    typed.current = { letters, at: now };
    const found = typeAhead(rows, at, letters);
    if (found >= 0) goTo(found);
  };

  const onKeyDown = (event: KeyboardEvent, row: TreeRow, index: number) => {
    if (event.target !== event.currentTarget) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const { key, altKey: alt, shiftKey: shift } = event;
    if (moving.onKey(key, ctrl)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const isTyping = typed.current.letters !== "" && Date.now() - typed.current.at < TYPING_MS;
    const isLetter = !ctrl && !alt && Array.from(key).length === 1;
    // In the middle of a name, a space or an n is a letter of it.
    const wish =
      isTyping && isLetter
        ? null
        : wishOf({ key, ctrl, alt, shift }, index, rows, singleKeysAllowed());
    const { code } = row;
    const free = mayEdit && !code.locked && !code.archived;
    if (wish === null) {
      if (!isLetter) return;
      find(key, index);
    } else if (wish.do === "go") goTo(wish.row);
    else if (wish.do === "fold") onFold(code.id, wish.close);
    else if (wish.do === "choose") onChoose(code.id, true);
    else if (wish.do === "sibling" && mayCreate) props.onNew(code.parent, code.id);
    else if (wish.do === "child" && mayCreate) props.onNew(code.id, null);
    else if (wish.do === "rename" && free) setRenaming(code.id);
    else if (wish.do === "archive" && free) props.onArchive(code);
    else if (wish.do === "pickUp" && free) moving.pickUp(code);
    else if (wish.do === "step" && free) {
      const place = stepped(codes, code.id, wish.way);
      if (place) drop(code, place);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const onRename = (code: Code, name: string | null) => {
    setRenaming(null);
    focus(code.id);
    if (name !== null) {
      changes.change(
        code,
        { name },
        t("“{before}” is called “{name}” now", { before: code.name, name }),
      );
    }
  };

  const draw = (index: number) => {
    const row = rows[index];
    if (!row) return null;
    const { code } = row;
    return (
      <CodeRow
        key={code.id}
        rowRef={shownRows.measure}
        row={row}
        index={index}
        active={index === active}
        chosen={code.id === chosen}
        renaming={renaming === code.id}
        carried={carried?.id === code.id}
        mayEdit={mayEdit}
        drop={spot?.row === index ? { side: spot.side, level: spot.level } : null}
        onFold={onFold}
        onRename={(name) => onRename(code, name)}
        onGrab={(event) => begin(event, code)}
        events={{
          onClick: () => {
            setActiveId(code.id);
            onChoose(code.id, false);
          },
          onFocus: () => setActiveId(code.id),
          onKeyDown: (event) => onKeyDown(event, row, index),
        }}
      />
    );
  };
  return (
    <>
      <Table
        caption={t("Codes as a tree")}
        role="treegrid"
        aria-rowcount={rows.length + 1}
        className={styles.grid}
      >
        <Heads />
        <tbody ref={body}>{shownRows.draw(draw)}</tbody>
      </Table>
      <MoveHint codes={codes} code={carried} spot={spot} drag={drag} />
    </>
  );
}
