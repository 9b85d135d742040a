/** All keys of the reader with what they do; each can be given another key. */

import { useState } from "react";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { KeyRow } from "./KeyRow";
import { ACTIONS, type Keymap, withKey } from "./keymap";
import styles from "./keys.module.css";

interface Props {
  readonly keymap: Keymap;
  /** Why nothing can be changed now, or null. */
  readonly busy: string | null;
  /** Called with what differs from the usual keys. */
  readonly onChange: (own: Partial<Keymap>, said: string) => void;
}

export function KeyList({ keymap, busy, onChange }: Props) {
  /** The action that waits for its key. */
  const [asking, setAsking] = useState<string | null>(null);
  return (
    <div className={styles.list}>
      {ACTIONS.map((group) => (
        <section key={group.title} aria-label={t(group.title)}>
          <h3>{t(group.title)}</h3>
          <ul>
            {group.actions.map(([action, says]) => (
              <KeyRow
                key={action}
                action={action}
                says={t(says)}
                keymap={keymap}
                busy={busy}
                asking={asking === action}
                onAsk={(on) => setAsking(on ? action : null)}
                onKey={(chord, said) => onChange(withKey(keymap, action, chord), said)}
              />
            ))}
          </ul>
        </section>
      ))}
      <Button small why={busy} onClick={() => onChange({}, t("All keys are as at first"))}>
        {t("Reset all keys")}
      </Button>
    </div>
  );
}
