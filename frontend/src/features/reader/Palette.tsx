/** The palette of codes: a combobox beside what is being coded. Shown after selecting; takes the keyboard on C. */

import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Level } from "@/api/types";
import { Button, Key } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import type { Codebook } from "./codes";
import { PaletteOptions } from "./PaletteOptions";
import styles from "./palette.module.css";
import { type Box, palettePlace } from "./palettePlace";
import { type PaletteRow, paletteGroups } from "./paletteRows";

export interface PaletteProps {
  readonly title: string;
  /** What is being coded: its words, or null for a whole comment or thread. */
  readonly quote: string | null;
  readonly about: string;
  readonly level: Level;
  readonly codebook: Codebook;
  readonly recent: readonly number[];
  readonly canCreate: boolean;
  readonly active: boolean;
  /** Boxes to stand beside; null where they can't be measured. */
  readonly measure: () => { passage: Box; pane: Box; margin: number } | null;
  readonly onApply: (code: number, stay: boolean) => void;
  readonly onCreate: (name: string, stay: boolean) => void;
  readonly onActivate: () => void;
  readonly onClose: () => void;
}

export function Palette(props: PaletteProps) {
  const { quote, level, codebook, recent, canCreate, active, onApply, onCreate, onClose } = props;
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const groups = useMemo(
    () => paletteGroups({ codebook, level, typed, recent, canCreate }),
    [codebook, level, typed, recent, canCreate],
  );
  const rows = useMemo(() => groups.flatMap((group) => group.rows), [groups]);
  const index = Math.min(at, rows.length - 1);
  usePlace(frame, props.measure);
  useOutside(frame, onClose);
  useEffect(() => {
    if (active) field.current?.focus({ preventScroll: true });
  }, [active]);

  const pick = (row: PaletteRow | undefined, stay: boolean) => {
    if (row === undefined) return;
    if (row.kind === "code") onApply(row.match.view.id, stay);
    else onCreate(row.name, stay);
    if (stay) setTyped("");
  };
  const name = (key: string): string | null => {
    if (!canCreate) return null;
    if (key === "KeyN") return typed.trim() || null;
    return key === "KeyI" && quote !== null ? quote.replace(/\s+/gu, " ") : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const newName = event.altKey ? name(event.code) : null;
    const view = typed === "" && !event.altKey ? codebook.byKey.get(event.key) : undefined;
    if (newName !== null) onCreate(newName, event.shiftKey);
    else if (view) onApply(view.id, false);
    else if (event.key === "Enter") pick(rows[index], event.shiftKey);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key === "ArrowDown") setAt((index + 1) % Math.max(rows.length, 1));
    else if (event.key === "ArrowUp") setAt((index + rows.length - 1) % Math.max(rows.length, 1));
    else if (event.key === "PageDown") setAt(Math.min(index + 8, rows.length - 1));
    else if (event.key === "PageUp") setAt(Math.max(index - 8, 0));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={frame} className={styles.palette} role="dialog" aria-label={props.title}>
      <p className={styles.passage}>
        {quote === null ? null : <Quote text={quote} />}
        <span>{props.about}</span>
      </p>
      <div className={styles.find}>
        <Icon name="search" />
        <input
          ref={field}
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-label={canCreate ? t("Find or make a code") : t("Find a code")}
          {...(rows.length > 0 ? { "aria-activedescendant": `${id}-${index}` } : {})}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onFocus={props.onActivate}
          onKeyDown={onKeyDown}
        />
        <Button
          kind="quiet"
          small
          className={styles.close}
          aria-label={`${t("Close")} (${active ? "Esc" : "C"})`}
          onClick={onClose}
        >
          <Key>{active ? "Esc" : "C"}</Key>
        </Button>
      </div>
      <PaletteOptions
        id={id}
        groups={groups}
        typed={typed.trim()}
        selected={active ? index : -1}
        onPick={pick}
      />
      <div className={styles.keys} aria-hidden="true">
        <span>
          <Key>↵</Key>
          {t("apply")}
        </span>
        <span>
          <Key>⇧↵</Key>
          {t("apply, stay")}
        </span>
        {canCreate && quote !== null ? (
          <span>
            <Key>Alt I</Key>
            {t("in vivo")}
          </span>
        ) : null}
      </div>
    </div>
  );
}

const QUOTED = 64;

function Quote({ text }: { text: string }) {
  const letters = Array.from(text.replace(/\s+/gu, " "));
  const short = letters.length > QUOTED ? `${letters.slice(0, QUOTED).join("").trimEnd()} …` : text;
  return <q dir="auto">{short}</q>;
}

/** Puts the palette beside what is coded; on narrow screens the style sheet makes it a sheet from below. */
function usePlace(frame: RefObject<HTMLDivElement | null>, measure: PaletteProps["measure"]): void {
  useLayoutEffect(() => {
    const put = () => {
      const element = frame.current;
      const room = measure();
      if (element === null || room === null) return;
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const place = palettePlace({ ...room, ...size });
      element.style.setProperty("--left", `${place.left}px`);
      element.style.setProperty("--top", `${place.top}px`);
    };
    put();
    window.addEventListener("scroll", put, { capture: true, passive: true });
    window.addEventListener("resize", put);
    return () => {
      window.removeEventListener("scroll", put, { capture: true });
      window.removeEventListener("resize", put);
    };
  }, [frame, measure]);
}

function useOutside(frame: RefObject<HTMLElement | null>, onClose: () => void): void {
  useEffect(() => {
    const pressed = (event: PointerEvent) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) onClose();
    };
    document.addEventListener("pointerdown", pressed);
    return () => document.removeEventListener("pointerdown", pressed);
  }, [frame, onClose]);
}
