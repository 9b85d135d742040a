/** What can be done with the chosen passage, each with its key; and the choice of any other code. */
import { useState } from "react";
import type { Code } from "@/api/types";
import { Button, Key } from "@/ui/button";
import { CodeName } from "@/ui/code";
import { Dialog } from "@/ui/dialog";
import { t } from "@/ui/i18n";
import { CodeChooser } from "./CodeChooser";
import styles from "./passages.module.css";

interface ToolsProps {
  code: Code;
  targets: readonly Code[];
  outdated: boolean;
  why: string | null;
  onKeep: () => void;
  onRecode: (to: Code) => void;
  onOther: () => void;
  onRemove: () => void;
}

export function Tools({ code, targets, outdated, why, ...on }: ToolsProps) {
  return (
    <div className="stack">
      {code.definition ? (
        <div className={styles.meaning}>
          <h2 className="muted">{t("Definition")}</h2>
          <p className={styles.definition} dir="auto">
            {code.definition}
          </p>
          {code.exclude ? (
            <p className={styles.definition} dir="auto">
              <span className="muted">{t("Not:")}</span> {code.exclude}
            </p>
          ) : null}
        </div>
      ) : null}
      <div className={styles.tools}>
        {outdated ? (
          <Button kind="primary" shortcut="K" why={why} onClick={on.onKeep}>
            {t("Keep it")}
          </Button>
        ) : null}
        {targets.map((to, index) => (
          <Button
            key={to.id}
            shortcut={String(index + 1)}
            why={why}
            className={styles.target}
            onClick={() => on.onRecode(to)}
          >
            <CodeName colour={to.colour} name={to.name} />
          </Button>
        ))}
        <Button shortcut="C" why={why} onClick={on.onOther}>
          {t("Another code…")}
        </Button>
        <Button kind="danger" shortcut="X" why={why} onClick={on.onRemove}>
          {t("Remove it")}
        </Button>
      </div>
      <p className="muted hide-narrow">
        <Key>↑</Key> <Key>↓</Key> {t("go on")} · <Key>Esc</Key> {t("back to the codebook")}
      </p>
    </div>
  );
}

interface OtherProps {
  codes: readonly Code[];
  code: Code;
  onClose: () => void;
  onCode: (to: Code) => void;
}

export function OtherCode({ codes, code, onClose, onCode }: OtherProps) {
  const [id, setId] = useState<number | null>(null);
  const [own] = useState(() => new Set([code.id]));
  const submit = () => {
    const to = codes.find((one) => one.id === id);
    if (to) onCode(to);
  };
  return (
    <Dialog
      title={t("Another code")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <Button kind="primary" type="submit" why={id === null ? t("Choose a code first") : null}>
          {t("Re-code it")}
        </Button>
      }
    >
      <CodeChooser
        label={t("It is coded")}
        codes={codes}
        without={own}
        value={id}
        onChange={setId}
        onEnter={submit}
      />
    </Dialog>
  );
}
