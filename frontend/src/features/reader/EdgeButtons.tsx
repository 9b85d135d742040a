/** Moving the ends of the chosen passage by mouse or touch: the same four steps as the brackets. */

import { Fragment } from "react";
import { keyLabel, useKeymap } from "@/features/keys";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import type { EdgeMove } from "./edges";
import styles from "./inspector.module.css";

interface Step {
  readonly move: EdgeMove;
  readonly word: string;
  readonly name: string;
}

interface Props {
  readonly why: string | null;
  readonly onMove: (edge: EdgeMove) => void;
}

export function EdgeButtons({ why, onMove }: Props) {
  const keymap = useKeymap();
  const rows: readonly { side: string; steps: readonly Step[] }[] = [
    {
      side: t("Begin"),
      steps: [
        { move: "widenStart", word: t("earlier"), name: t("Begin one word earlier") },
        { move: "narrowStart", word: t("later"), name: t("Begin one word later") },
      ],
    },
    {
      side: t("End"),
      steps: [
        { move: "narrowEnd", word: t("earlier"), name: t("End one word earlier") },
        { move: "widenEnd", word: t("later"), name: t("End one word later") },
      ],
    },
  ];
  return (
    <fieldset className={styles.edges}>
      <legend className="vh">{t("Edges of the passage")}</legend>
      {rows.map(({ side, steps }) => (
        <Fragment key={side}>
          <span aria-hidden="true">{side}</span>
          {steps.map(({ move, word, name }) => (
            <Button
              key={move}
              kind="quiet"
              small
              shortcut={keyLabel(keymap[move])}
              why={why}
              aria-label={name}
              title={why ?? name}
              onClick={() => onMove(move)}
            >
              {word}
            </Button>
          ))}
        </Fragment>
      ))}
    </fieldset>
  );
}
