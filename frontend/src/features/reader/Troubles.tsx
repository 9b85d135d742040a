/** What could not be saved: stands above the status line until it is put away. */

import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import styles from "./reader.module.css";

interface Props {
  readonly troubles: readonly string[];
  readonly onDismiss: (trouble: string) => void;
}

export function Troubles({ troubles, onDismiss }: Props) {
  return (
    <div className={styles.troubles}>
      {troubles.map((trouble) => (
        <Note key={trouble} tone="danger" alert>
          <span className="row">
            <span className="grow">{trouble}</span>
            <Button small onClick={() => onDismiss(trouble)}>
              {t("Put away")}
            </Button>
          </span>
        </Note>
      ))}
    </div>
  );
}
