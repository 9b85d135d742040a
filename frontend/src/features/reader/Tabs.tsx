/** On narrow screens one pane at a time: the row of buttons at the bottom that changes it. */

import { t } from "@/ui/i18n";
import { Icon, type IconName } from "@/ui/icons";
import styles from "./reader.module.css";
import type { Pane } from "./state";

export function Tabs({ pane, onPane }: { pane: Pane; onPane: (pane: Pane) => void }) {
  const panes: readonly { pane: Pane; icon: IconName; name: string }[] = [
    { pane: "outline", icon: "outline", name: t("Outline") },
    { pane: "text", icon: "book", name: t("Text") },
    { pane: "codes", icon: "tag", name: t("Codes") },
  ];
  return (
    <nav className={styles.tabs} aria-label={t("Panes")}>
      {panes.map((one) => (
        <button
          key={one.pane}
          type="button"
          aria-pressed={one.pane === pane}
          onClick={() => onPane(one.pane)}
        >
          <Icon name={one.icon} />
          {one.name}
        </button>
      ))}
    </nav>
  );
}
