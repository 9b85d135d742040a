/** The sheet of keys behind "?": those that hold for this person, with the switch that turns single keys off. */

import { ACTIONS, type Keymap, keyLabel } from "@/features/keys";
import { Key } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Tick } from "@/ui/field";
import { msg, t } from "@/ui/i18n";
import { withAlt } from "./PaletteFoot";
import styles from "./reader.module.css";

interface Props {
  readonly keymap: Keymap;
  readonly letters: boolean;
  readonly onLetters: (on: boolean) => void;
  readonly onClose: () => void;
}

type Row = readonly [chords: readonly string[], says: string];

/** What can't be changed. */
const IN_TEXT: readonly Row[] = [
  [["←", "→"], msg("a letter")],
  [["Ctrl ←", "Ctrl →"], msg("a word")],
  [["Alt ↑", "Alt ↓"], msg("a sentence")],
  [["Ctrl ↑", "Ctrl ↓"], msg("a paragraph")],
  [["⇧"], msg("with each of them: select")],
  [["Esc"], msg("leave the text")],
];
const ANYWHERE: readonly Row[] = [
  [["1", "…", "9"], msg("apply the code with this key")],
  [["Del"], msg("remove the chosen annotation")],
  [["Ctrl Z"], msg("undo")],
  [["Esc"], msg("leave, close")],
];

function paletteRows(keymap: Keymap): Row[] {
  return [
    [["↵"], msg("apply; with nothing typed the code used last")],
    [["⇧ ↵"], msg("apply and stay")],
    [["1", "…", "9"], msg("with nothing typed: apply the code with this key")],
    [[keymap.widenStart, keymap.widenEnd], msg("with nothing typed: move the ends of the passage")],
    [[withAlt("n")], msg("new code with the typed name")],
    [[withAlt(keymap.inVivo)], msg("new code named by the passage’s own words")],
    [[withAlt(keymap.repeat)], msg("apply the code used last")],
    [["Alt 1", "…", "Alt 9"], msg("give this key to the code that is marked")],
  ];
}

export function KeySheet({ keymap, letters, onLetters, onClose }: Props) {
  const own = ACTIONS.map(({ title, actions }) => ({
    title,
    rows: actions.map(([action, says]): Row => [[keyLabel(keymap[action])], says]),
  }));
  const sections = [
    ...own,
    { title: msg("Anywhere"), rows: ANYWHERE },
    { title: msg("In the text"), rows: IN_TEXT },
    { title: msg("In the palette, where letters write"), rows: paletteRows(keymap) },
  ];
  return (
    <Dialog title={t("Keys")} closeLabel={t("Close")} onClose={onClose} wide>
      <Tick checked={letters} onChange={(event) => onLetters(event.target.checked)}>
        {t("Use single keys (letters, digits, brackets) as shortcuts")}
      </Tick>
      <div className={styles.sheetOfKeys}>
        {sections.map(({ title, rows }) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            <dl>
              {rows.map(([chords, says]) => (
                <div key={says}>
                  <dt>
                    <Keys chords={chords} />
                  </dt>
                  <dd>{t(says)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="muted">{t("Other keys can be chosen on the page of your account.")}</p>
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
