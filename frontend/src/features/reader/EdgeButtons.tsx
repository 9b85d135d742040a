/** Moving the ends of the chosen passage by mouse or touch: the same four steps as the brackets. */

import { keyLabel, useKeymap } from "@/features/keys";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import type { EdgeMove } from "./edges";
import styles from "./inspector.module.css";

interface Props {
  readonly why: string | null;
  readonly onMove: (edge: EdgeMove) => void;
}

export function EdgeButtons({ why, onMove }: Props) {
  const keymap = useKeymap();
  const steps: readonly { move: EdgeMove; name: string }[] = [
    { move: "widenStart", name: t("Begin one word earlier") },
    { move: "narrowStart", name: t("Begin one word later") },
    { move: "narrowEnd", name: t("End one word earlier") },
    { move: "widenEnd", name: t("End one word later") },
  ];
  return (
    <fieldset className={styles.edges}>
      <legend className="vh">{t("Edges of the passage")}</legend>
      <span aria-hidden="true">{t("Edges")}</span>
      {steps.map(({ move, name }) => (
        <Button
          key={move}
          kind="quiet"
          small
          shortcut={keyLabel(keymap[move])}
          why={why}
          aria-label={name}
          title={why ?? name}
          onClick={() => onMove(move)}
        />
      ))}
    </fieldset>
  );
}
