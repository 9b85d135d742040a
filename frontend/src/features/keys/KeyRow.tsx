/** One action with its key: the button waits for another key, and says what is in its way. */

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import {
  ACTIONS,
  type Action,
  chordOf,
  holderOf,
  type Keymap,
  keyLabel,
  type Refused,
  USUAL_KEYS,
  whyNot,
} from "./keymap";
import styles from "./keys.module.css";

interface Props {
  readonly action: Action;
  readonly says: string;
  readonly keymap: Keymap;
  readonly busy: string | null;
  readonly asking: boolean;
  readonly onAsk: (on: boolean) => void;
  readonly onKey: (chord: string, said: string) => void;
}

export function KeyRow({ action, says, keymap, busy, asking, onAsk, onKey }: Props) {
  const [wanted, setWanted] = useState<{ chord: string; holder: Action } | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const swap = useRef<HTMLButtonElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const chord = keymap[action];
  useEffect(() => {
    if (wanted) swap.current?.focus();
  }, [wanted]);

  const stop = () => {
    setWanted(null);
    setRefused(null);
    onAsk(false);
  };
  const give = (key: string) => {
    stop();
    button.current?.focus();
    onKey(key, t("{key}: {action}", { key: keyLabel(key), action: says }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!asking || wanted !== null || event.key === "Tab") return;
    const altGraph = event.getModifierState("AltGraph");
    const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
    const next = chordOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph });
    event.preventDefault();
    event.stopPropagation();
    if (key === "Escape") stop();
    else if (next !== null) take(next);
  };
  const take = (next: string) => {
    const why = whyNot(next);
    const holder = holderOf(keymap, next, action);
    if (why) setRefused(refusal(why, next));
    else if (holder) setWanted({ chord: next, holder });
    else give(next);
  };

  return (
    <li className={styles.row}>
      <span className="grow">{says}</span>
      <span className={styles.said} role="status">
        {asking && wanted === null ? (refused ?? t("Press a key. Esc: leave it.")) : null}
        {wanted ? takenBy(wanted.chord, wanted.holder) : null}
      </span>
      {wanted ? (
        <>
          <button
            ref={swap}
            type="button"
            className={styles.swap}
            onClick={() => give(wanted.chord)}
          >
            {t("Swap the two")}
          </button>
          <Button small kind="quiet" onClick={stop}>
            {t("Cancel")}
          </Button>
        </>
      ) : null}
      {chord !== USUAL_KEYS[action] && !asking ? (
        <Button
          small
          kind="quiet"
          why={busy}
          aria-label={t("Reset the key of: {action}", { action: says })}
          onClick={() => take(USUAL_KEYS[action])}
        >
          {t("Reset")}
        </Button>
      ) : null}
      <button
        ref={button}
        type="button"
        className={styles.key}
        aria-label={t("{action}: {key}. Change this key", { action: says, key: keyLabel(chord) })}
        aria-pressed={asking}
        aria-disabled={busy !== null}
        onClick={() => (busy === null ? onAsk(!asking) : undefined)}
        onKeyDown={onKeyDown}
        onBlur={() => (wanted === null && asking ? stop() : undefined)}
      >
        {asking ? "…" : keyLabel(chord)}
      </button>
    </li>
  );
}

function takenBy(chord: string, holder: Action): string {
  const says = ACTIONS.flatMap(({ actions }) => actions).find(([name]) => name === holder)?.[1];
  return t("{key} is taken: {action}", { key: keyLabel(chord), action: t(says ?? "") });
}

function refusal(why: Refused, chord: string): string {
  const key = keyLabel(chord);
  if (why === "digit") return t("{key} belongs to the codes", { key });
  return why === "palette"
    ? t("{key} makes a new code in the palette", { key })
    : t("{key} is needed to move about the page", { key });
}
