/** Merging a code into another: choose which, see what will change, do it; one undo takes it back. */
import { useState } from "react";
import { mergeCode, previewMerge } from "@/api/codebook";
import type { Code } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { t } from "@/ui/i18n";
import { CodeChooser } from "./CodeChooser";
import type { DialogProps } from "./Dialogs";
import { Preview, usePreview } from "./Preview";
import { withDescendants } from "./tree";

export function MergeDialog(props: DialogProps & { code: Code }) {
  const { code, codes, changes, onClose, onChoose } = props;
  const [into, setInto] = useState<number | null>(null);
  const [barred] = useState(() => withDescendants(codes, code.id));
  const goal = codes.find((one) => one.id === into);
  const ask = into === null ? null : () => previewMerge(code, into);
  const query = usePreview({ code, what: `merge into ${into}`, ask });
  const merge = () => {
    if (!goal || !query.data) return;
    onClose();
    onChoose(goal.id);
    changes.run(
      () => mergeCode(code, goal.id),
      () => t("“{name}” is part of “{into}” now", { name: code.name, into: goal.name }),
    );
  };
  const why = goal ? (query.data ? null : t("Being counted")) : t("Choose a code first");
  return (
    <Dialog
      title={t("Merge “{name}” into another code", { name: code.name })}
      onClose={onClose}
      onSubmit={merge}
      actions={
        <Button kind="primary" type="submit" icon="join" why={why}>
          {t("Merge them")}
        </Button>
      }
    >
      <CodeChooser
        label={t("Merge into")}
        codes={codes}
        without={barred}
        value={into}
        onChange={setInto}
        onEnter={merge}
      />
      {goal ? (
        <Preview
          query={query}
          says={({ annotations }) =>
            t(
              "{n, plural, =0 {No annotation changes.} one {One annotation is “{into}” then.} other {# annotations are “{into}” then.}}",
              { n: annotations, into: goal.name },
            )
          }
        />
      ) : null}
      <p className="muted">
        {t("“{name}” itself is archived and remembers where it went.", { name: code.name })}
      </p>
    </Dialog>
  );
}
