/** The palette of codes: a combobox beside what is being coded. It takes the keyboard as soon as it is shown. */

import {
  type ClipboardEvent,
  type KeyboardEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { Level } from "@/api/types";
import type { Keymap } from "@/features/keys";
import { shortened } from "@/text/words";
import { Button, Key } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import type { Codebook } from "./codes";
import type { EdgeMove } from "./edges";
import { PaletteFoot } from "./PaletteFoot";
import { PaletteOptions } from "./PaletteOptions";
import styles from "./palette.module.css";
import { paletteCommand } from "./paletteKeys";
import { type Box, useOutside, usePlace } from "./palettePlace";
import { type PaletteRow, paletteOffer } from "./paletteRows";

export interface PaletteProps {
  readonly title: string;
  /** What is being coded: its words, or null for a whole comment or thread. */
  readonly quote: string | null;
  readonly about: string;
  /** The name of the code that is being changed; null when one is applied. */
  readonly instead: string | null;
  readonly level: Level;
  readonly codebook: Codebook;
  readonly recent: readonly number[];
  readonly keymap: Keymap;
  readonly letters: boolean;
  readonly canCreate: boolean;
  /** False after selecting by touch: a keyboard on the screen would hide the text. */
  readonly active: boolean;
  /** It came by itself, after selecting: who presses the palette's key all the same may mean no letter by it. */
  readonly offered: boolean;
  /** Boxes to stand beside; null where they can't be measured. */
  readonly measure: () => { passage: Box; pane: Box; margin: number } | null;
  readonly onApply: (code: number, stay: boolean) => void;
  readonly onCreate: (name: string, stay: boolean) => void;
  readonly onRepeat: (stay: boolean) => void;
  readonly onBind: (code: number, digit: string) => void;
  readonly onEdge: (edge: EdgeMove) => void;
  readonly onActivate: () => void;
  /** `left`: by a key; else by a click elsewhere. */
  readonly onClose: (left: boolean) => void;
}

export function Palette(props: PaletteProps) {
  const { quote, level, codebook, recent, keymap, canCreate, active, onClose } = props;
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const lead = props.offered ? keymap.code : null;
  const offer = paletteOffer({ codebook, level, typed, recent, canCreate, lead });
  const rows = offer.groups.flatMap((group) => group.rows);
  const index = Math.min(at, rows.length - 1);
  usePlace(frame, props.measure);
  useOutside(frame, onClose);
  useLayoutEffect(() => {
    if (active) field.current?.focus({ preventScroll: true });
  }, [active]);

  const named = canCreate ? t("Find or make a code") : t("Find a code");
  const write = (text: string) => {
    setTyped(text);
    setAt(0);
  };
  const pick = (row: PaletteRow | undefined, stay: boolean) => {
    if (row === undefined) return;
    if (row.kind === "code") props.onApply(row.match.view.id, stay);
    else props.onCreate(row.name, stay);
    if (stay) write("");
  };
  const create = (name: string | null, stay: boolean) => {
    if (canCreate && name) props.onCreate(name, stay);
    if (stay) write("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const altGraph = event.getModifierState("AltGraph");
    const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
    const press = { key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph };
    const command = paletteCommand(press, { typed, keymap, letters: props.letters });
    if (command === null) return;
    switch (command.does) {
      case "apply":
        pick(rows[index], command.stay);
        break;
      case "create":
        create(typed.trim(), command.stay);
        break;
      case "inVivo":
        create(quote?.replace(/\s+/gu, " ") ?? null, command.stay);
        break;
      case "repeat":
        props.onRepeat(command.stay);
        break;
      case "digit": {
        const view = codebook.byKey.get(command.digit);
        // No code has it: then it is the beginning of a name.
        if (view === undefined) return;
        props.onApply(view.id, false);
        break;
      }
      case "bind": {
        const row = rows[index];
        if (row?.kind === "code") props.onBind(row.match.view.id, command.digit);
        break;
      }
      case "step":
        setAt(stepped(index, command.by, rows.length));
        break;
      case "edge":
        props.onEdge(command.edge);
        break;
      case "close":
        onClose(true);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  /** The passage is no longer selected while the field has the keyboard; it is copied all the same. */
  const onCopy = (event: ClipboardEvent<HTMLInputElement>) => {
    const { selectionStart, selectionEnd } = event.currentTarget;
    if (quote === null || selectionStart !== selectionEnd) return;
    event.clipboardData.setData("text/plain", quote);
    event.preventDefault();
  };

  return (
    <div ref={frame} className={styles.palette} role="dialog" aria-label={props.title} data-palette>
      <p className={styles.passage}>
        {quote === null ? null : <Quote text={quote} />}
        <span>{props.about}</span>
        {props.instead === null ? null : (
          <span className={styles.instead}>{t("instead of {code}", { code: props.instead })}</span>
        )}
      </p>
      <div className={styles.find}>
        <Icon name="search" />
        <input
          ref={field}
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-label={named}
          placeholder={named}
          {...(rows.length > 0 ? { "aria-activedescendant": `${id}-${index}` } : {})}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => write(event.target.value)}
          onFocus={props.onActivate}
          onKeyDown={onKeyDown}
          onCopy={onCopy}
        />
        <Button
          kind="quiet"
          small
          className={styles.close}
          aria-label={t("Esc: close")}
          onClick={() => onClose(true)}
        >
          <Key>Esc</Key>
        </Button>
      </div>
      <PaletteOptions id={id} offer={offer} canCreate={canCreate} selected={index} onPick={pick} />
      <PaletteFoot
        keymap={keymap}
        inVivo={canCreate && quote !== null}
        changing={props.instead !== null}
      />
    </div>
  );
}

/** Arrows go round; pages stop at the ends. */
function stepped(index: number, by: number, count: number): number {
  if (count === 0) return 0;
  if (Math.abs(by) === 1) return (index + by + count) % count;
  return Math.min(Math.max(index + by, 0), count - 1);
}

const QUOTED = 64;

function Quote({ text }: { text: string }) {
  const short = shortened(text.replace(/\s+/gu, " "), QUOTED);
  return <q dir="auto">{short}</q>;
}
