/** The sheet of keys behind "?", with the switch that turns single keys off. */

import { Key } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { SHEET } from "./keys";
import styles from "./reader.module.css";

interface Props {
  readonly letters: boolean;
  readonly onLetters: (on: boolean) => void;
  readonly onClose: () => void;
}

export function KeySheet({ letters, onLetters, onClose }: Props) {
  return (
    <Dialog title={t("Keys")} closeLabel={t("Close")} onClose={onClose} wide>
      <div className={styles.sheetOfKeys}>
        {SHEET.map((group) => (
          <section key={group.title}>
            <h3>{t(group.title)}</h3>
            <dl>
              {group.rows.map(([chords, text]) => (
                <div key={text}>
                  <dt>
                    <Keys chords={chords} />
                  </dt>
                  <dd>{t(text)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Tick checked={letters} onChange={(event) => onLetters(event.target.checked)}>
        {t("Use single keys (letters, digits, brackets) as shortcuts")}
      </Tick>
    </Dialog>
  );
}

/** Shown as keys, read as words. */
function Keys({ chords }: { chords: readonly string[] }) {
  return (
    <>
      <span className="vh">{chords.join(", ")}</span>
      {chords.map((chord) => (
        <Key key={chord}>{chord}</Key>
      ))}
    </>
  );
}
