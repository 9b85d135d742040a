/** Archiving a code that was used or has subcodes: says what stays and what goes. */
import { previewArchive } from "@/api/codebook";
import type { Code } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { t } from "@/ui/i18n";
import type { DialogProps } from "./Dialogs";
import { Preview, usePreview } from "./Preview";

export function ArchiveDialog({ code, changes, onClose }: DialogProps & { code: Code }) {
  const query = usePreview({ code, what: "archive", ask: () => previewArchive(code) });
  const archive = () => {
    changes.archive(code);
    onClose();
  };
  return (
    <Dialog
      title={t("Archive “{name}”", { name: code.name })}
      onClose={onClose}
      onSubmit={archive}
      actions={
        <Button kind="primary" type="submit" icon="archive">
          {t("Archive the code")}
        </Button>
      }
    >
      <p>
        {t(
          "It is no longer offered for coding. What was coded with it stays and can be exported, and the code can be used again later.",
        )}
      </p>
      <Preview
        query={query}
        says={({ annotations }) =>
          t(
            "{n, plural, =0 {Nothing is coded with it.} one {One annotation stays as it is.} other {# annotations stay as they are.}}",
            {
              n: annotations,
            },
          )
        }
      />
    </Dialog>
  );
}
