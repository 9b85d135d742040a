/** The small sign beside a code whose annotation has a memo of its own. */

import type { Annotation } from "@/api/types";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import styles from "./post.module.css";

export function MemoSign({ annotations }: { annotations: readonly Annotation[] }) {
  if (annotations.every(({ memo }) => memo === "")) return null;
  return (
    <span className={styles.hasMemo} title={t("has a memo")}>
      <Icon name="memo" />
      <span className="vh">{t("has a memo")}</span>
    </span>
  );
}
