/** The page's text as lines that can be chosen, each shown as what it was taken for. */
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from "react";
import type { TileKind } from "@/api/preview";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import type { Line } from "./lines";
import { belongsBefore, leaveOut, startHere } from "./operations";
import styles from "./review.module.css";
import type { Review } from "./useReview";

interface Group {
  key: number;
  label: string;
  kind: TileKind;
  chosen: boolean;
  lines: { line: Line; index: number }[];
}

function labelOf(line: Line): string {
  if (line.post?.kind === "entry") return t("Entry");
  if (line.post) return t("Comment {number}", { number: line.post.number });
  switch (line.kind) {
    case "header":
      return t("Title, author, date");
    case "furniture":
      return t("Left out: page furniture");
    default:
      return t("Not understood");
  }
}

function groupsOf(lines: readonly Line[], post: number | null): Group[] {
  const groups: Group[] = [];
  for (const [index, line] of lines.entries()) {
    const last = groups.at(-1);
    const label = labelOf(line);
    if (last && last.label === label && last.kind === line.kind) last.lines.push({ line, index });
    else {
      const chosen = line.post !== null && line.post.start === post;
      const { start: key, kind } = line;
      groups.push({ key, label, kind, chosen, lines: [{ line, index }] });
    }
  }
  return groups;
}

export const MARK = { number: "markNumber", author: "markAuthor", date: "markDate" } as const;

const optionId = (index: number) => `line-${index}`;

function OneLine({ line, index, on }: { line: Line; index: number; on: boolean }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list holds the focus (aria-activedescendant)
    <div
      role="option"
      id={optionId(index)}
      data-index={index}
      aria-selected={on}
      className={styles.line}
    >
      <span className={styles.lineNumber} aria-hidden="true">
        {line.number}
      </span>
      <span className={styles.text} dir="auto">
        {line.pieces.map((piece) =>
          piece.mark ? (
            <span key={piece.text} className={`${styles.mark} ${styles[MARK[piece.mark]]}`}>
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        )}
      </span>
    </div>
  );
}

function LineTools({ review }: { review: Review }) {
  const { chosen, lines, send, busy } = review;
  if (!chosen) {
    return <p className="muted grow">{t("Choose a line to say what it is.")}</p>;
  }
  const [from, to] = [Math.min(chosen.anchor, chosen.focus), Math.max(chosen.anchor, chosen.focus)];
  const why = busy ? t("Being done") : null;
  const about =
    from === to
      ? t("Line {n}", { n: from + 1 })
      : t("Lines {a} to {b}", { a: from + 1, b: to + 1 });
  return (
    <>
      <span className="muted num">{about}</span>
      <Button
        small
        icon="split"
        shortcut="S"
        aria-keyshortcuts="s"
        why={why}
        onClick={() => send(startHere(lines, from, to), t("A comment starts here"))}
      >
        {t("Comment starts here")}
      </Button>
      <Button
        small
        icon="join"
        shortcut="B"
        aria-keyshortcuts="b"
        why={why}
        onClick={() => send(belongsBefore(lines, from, to), t("Joined to what stands before"))}
      >
        {t("Belongs to the one before")}
      </Button>
      <Button
        small
        shortcut="X"
        aria-keyshortcuts="x"
        why={why}
        onClick={() => send(leaveOut(lines, from, to), t("Left out"))}
      >
        {t("Leave out")}
      </Button>
    </>
  );
}

const STEP: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 12,
  PageUp: -12,
  Home: -Infinity,
  End: Infinity,
};

export function Source({ review, editable }: { review: Review; editable: boolean }) {
  const { lines, chosen, post, chooseLines } = review;
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => groupsOf(lines, post?.start ?? null), [lines, post]);
  const focus = chosen?.focus ?? -1;
  useEffect(() => {
    if (focus >= 0) document.getElementById(optionId(focus))?.scrollIntoView({ block: "nearest" });
  }, [focus]);
  const place = post?.start ?? null;
  useEffect(() => {
    if (place === null) return;
    list.current?.querySelector("[data-chosen=true]")?.scrollIntoView({ block: "nearest" });
  }, [place]);
  const press = (event: KeyboardEvent) => {
    const step = STEP[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = Math.min(Math.max(focus + step, 0), lines.length - 1);
    chooseLines({ anchor: event.shiftKey && chosen ? chosen.anchor : next, focus: next });
  };
  const point = (event: MouseEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-index]");
    if (!row) return;
    const index = Number(row.dataset.index);
    chooseLines({ anchor: event.shiftKey && chosen ? chosen.anchor : index, focus: index });
  };
  const [low, high] = chosen
    ? [Math.min(chosen.anchor, focus), Math.max(chosen.anchor, focus)]
    : [-1, -1];
  return (
    <section className={styles.source} aria-label={t("The page’s text")}>
      {editable ? (
        <div className={styles.lineTools} role="toolbar" aria-label={t("The chosen lines")}>
          <LineTools review={review} />
        </div>
      ) : null}
      <div
        ref={list}
        id="review-lines"
        className={styles.lines}
        role="listbox"
        aria-multiselectable="true"
        aria-label={t("Lines of the page")}
        tabIndex={0}
        {...(focus >= 0 ? { "aria-activedescendant": optionId(focus) } : {})}
        onKeyDown={press}
        onClick={point}
      >
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
          <div
            key={group.key}
            role="group"
            aria-label={group.label}
            data-chosen={group.chosen}
            className={`${styles.group} ${styles[group.kind]}`}
          >
            <p className={styles.label} aria-hidden="true">
              {group.label}
            </p>
            {group.lines.map(({ line, index }) => (
              <OneLine
                key={line.start}
                line={line}
                index={index}
                on={index >= low && index <= high}
              />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}
