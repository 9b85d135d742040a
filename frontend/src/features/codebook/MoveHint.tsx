/** What is being moved and where it would come to stand: beside the pointer, and at the bottom. */
import type { Code } from "@/api/types";
import { Key } from "@/ui/button";
import { CodeName } from "@/ui/code";
import { t } from "@/ui/i18n";
import type { Spot } from "./moving";
import { wordsForPlace } from "./places";
import styles from "./tree.module.css";
import type { Drag } from "./useDrag";

interface Props {
  codes: readonly Code[];
  code: Code | null;
  spot: Spot | null;
  drag: Drag | null;
}

export function MoveHint({ codes, code, spot, drag }: Props) {
  if (!code) return null;
  const place = spot ? wordsForPlace(codes, code.id, spot) : t("nowhere: let go to leave it");
  return (
    <>
      {drag ? (
        <div
          className={styles.ghost}
          style={{ left: drag.x + 14, top: drag.y + 10 }}
          aria-hidden="true"
        >
          <CodeName colour={code.colour} name={code.name} />
        </div>
      ) : null}
      <div className={styles.hint} aria-hidden="true">
        <b>{code.name}</b> <span className="grow">{place}</span>
        {drag ? null : (
          <span className="hide-narrow">
            <Key>↑</Key> <Key>↓</Key> {t("choose")} <Key>↵</Key> {t("put there")} <Key>Esc</Key>{" "}
            {t("leave")}
          </span>
        )}
      </div>
    </>
  );
}
