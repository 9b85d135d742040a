/** The keys at hand, at the end of the status line: they follow what the keyboard is in. */

import { type Keymap, keyLabel } from "@/features/keys";
import { Key } from "@/ui/button";
import { msg, t } from "@/ui/i18n";
import styles from "./reader.module.css";

interface Props {
  readonly keymap: Keymap;
  /** The keyboard is in the palette, in the text, or on the page. */
  readonly place: "palette" | "caret" | "page";
}

type Hint = readonly [keys: readonly string[], word: string];

const IN_PALETTE: readonly Hint[] = [
  [["A", "…"], msg("find a code")],
  [["1", "…", "9"], msg("apply its code")],
  [["↵"], msg("apply")],
  [["Esc"], msg("close")],
];

function hintsFor({ keymap, place }: Props): readonly Hint[] {
  if (place === "palette") return IN_PALETTE;
  if (place === "caret") {
    return [
      [["←", "→"], msg("move")],
      [["⇧ →"], msg("select")],
      [["Ctrl →"], msg("by word")],
      [["Alt ↓"], msg("by sentence")],
      [[keyLabel(keymap.code)], msg("code")],
      [["Esc"], msg("leave the text")],
    ];
  }
  return [
    [[keyLabel(keymap.nextPost), keyLabel(keymap.previousPost)], msg("comment")],
    [[keyLabel(keymap.code)], msg("code")],
    [[keyLabel(keymap.repeat)], msg("repeat")],
    [[keyLabel(keymap.caret)], msg("caret")],
    [[keyLabel(keymap.done)], msg("done, next thread")],
    [["Ctrl Z"], msg("undo")],
    [[keyLabel(keymap.help)], msg("all keys")],
  ];
}

export function Hints(props: Props) {
  return (
    <span className={styles.hints} aria-hidden="true">
      {hintsFor(props).map(([keys, word]) => (
        <span key={word}>
          {keys.map((key) => (
            <Key key={key}>{key}</Key>
          ))}
          {t(word)}
        </span>
      ))}
    </span>
  );
}
