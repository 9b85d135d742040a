/** The bar over the text: the title while scrolling, whose codes are shown, the key sheet. */

import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import styles from "./reader.module.css";

interface Props {
  readonly title: string;
  readonly outline: boolean;
  readonly onOutline: (on: boolean) => void;
  readonly mineOnly: boolean;
  readonly onMineOnly: (on: boolean) => void;
  readonly onKeys: () => void;
}

export function Tools(props: Props) {
  const { title, outline, onOutline, mineOnly, onMineOnly, onKeys } = props;
  return (
    <div className={styles.tools} role="toolbar" aria-label={t("Reading")}>
      <Button
        kind="quiet"
        small
        square
        icon="outline"
        className={styles.outlineButton ?? ""}
        aria-label={t("Outline")}
        aria-pressed={outline}
        onClick={() => onOutline(!outline)}
      />
      <span className={`${styles.here} clip`} aria-hidden="true">
        {title}
      </span>
      <Button
        kind="quiet"
        small
        icon="people"
        aria-pressed={mineOnly}
        onClick={() => onMineOnly(!mineOnly)}
      >
        <span className="hide-narrow">{t("Only my codes")}</span>
        <span className="vh only-narrow">{t("Only my codes")}</span>
      </Button>
      <Button
        kind="quiet"
        small
        square
        icon="question"
        aria-label={t("Keys")}
        title={t("Keys")}
        onClick={onKeys}
      />
    </div>
  );
}
