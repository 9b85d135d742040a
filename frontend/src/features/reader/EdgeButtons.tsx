/** Moving the ends of the chosen passage by mouse or touch: the same four steps as the brackets. */

import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import type { EdgeMove } from "./edges";
import styles from "./inspector.module.css";

interface Props {
  readonly why: string | null;
  readonly onMove: (edge: EdgeMove) => void;
}

export function EdgeButtons({ why, onMove }: Props) {
  const steps: readonly { move: EdgeMove; key: string; name: string }[] = [
    { move: "widenStart", key: "[", name: t("Begin one word earlier") },
    { move: "narrowStart", key: "⇧[", name: t("Begin one word later") },
    { move: "narrowEnd", key: "⇧]", name: t("End one word earlier") },
    { move: "widenEnd", key: "]", name: t("End one word later") },
  ];
  return (
    <fieldset className={styles.edges}>
      <legend className="vh">{t("Edges of the passage")}</legend>
      <span aria-hidden="true">{t("Edges")}</span>
      {steps.map(({ move, key, name }) => (
        <Button
          key={move}
          kind="quiet"
          small
          shortcut={key}
          why={why}
          aria-label={name}
          title={why ?? name}
          onClick={() => onMove(move)}
        />
      ))}
    </fieldset>
  );
}
