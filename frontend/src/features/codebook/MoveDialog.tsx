/** Moving a code without dragging: choose what it shall stand in. */
import { useState } from "react";
import type { Code } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { CodeChooser } from "./CodeChooser";
import type { DialogProps } from "./Dialogs";
import { siblingsOf } from "./moving";
import { wordsForPlace } from "./places";
import { withDescendants } from "./tree";

export function MoveDialog({ code, codes, changes, onClose }: DialogProps & { code: Code }) {
  const [parent, setParent] = useState<number | null | undefined>(undefined);
  const [barred] = useState(() => withDescendants(codes, code.id));
  const isSame = parent === code.parent;
  const place =
    parent === undefined ? null : { parent, position: siblingsOf(codes, parent, code.id).length };
  const move = () => {
    if (!place || isSame) return;
    changes.move(code, place);
    onClose();
  };
  const why =
    place === null ? t("Choose a place first") : isSame ? t("It stands there already") : null;
  return (
    <Dialog
      title={t("Move “{name}”", { name: code.name })}
      onClose={onClose}
      onSubmit={move}
      actions={
        <Button kind="primary" type="submit" why={why}>
          {t("Move it")}
        </Button>
      }
    >
      <CodeChooser
        label={t("Put it in")}
        codes={codes}
        without={barred}
        none={t("nothing: at the top")}
        value={parent}
        onChange={setParent}
        onEnter={move}
      />
      {place ? (
        <Note icon="info">
          {barred.size > 1
            ? t("It comes {place}, with {n, plural, one {its subcode} other {its # subcodes}}.", {
                place: wordsForPlace(codes, code.id, place),
                n: barred.size - 1,
              })
            : t("It comes {place}.", { place: wordsForPlace(codes, code.id, place) })}
        </Note>
      ) : null}
    </Dialog>
  );
}
