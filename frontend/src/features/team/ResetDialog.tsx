/** Making a link with which a member sets a new password; it is shown once. */
import { useMutation } from "@tanstack/react-query";
import { makeResetLink } from "@/api/corpora";
import { wordsFor } from "@/api/problem";
import type { Corpus, Member } from "@/api/types";
import { Button } from "@/ui/button";
import { Copyable } from "@/ui/copyable";
import { Dialog } from "@/ui/dialog";
import { momentOf, t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { named } from "./named";

interface Props {
  corpus: Corpus;
  member: Member;
  onClose: () => void;
}

export function ResetDialog({ corpus, member, onClose }: Props) {
  const name = named(member);
  const making = useMutation({ mutationFn: () => makeResetLink(corpus.id, member) });
  const made = making.data;
  const submit = (
    <Button kind="primary" type="submit" why={making.isPending ? t("Being made") : null}>
      {t("Make the link")}
    </Button>
  );
  return (
    <Dialog
      title={t("New password for {name}", { name })}
      onClose={onClose}
      onSubmit={() => (made ? onClose() : making.mutate())}
      {...(made ? { closeLabel: t("Done") } : { actions: submit })}
    >
      {made ? (
        <div role="status">
          <p>
            {t("Send this link to {name} and to nobody else. It works once, until {when}.", {
              name,
              when: momentOf(made.expires_at),
            })}
          </p>
          <Copyable label={t("Link for a new password")} text={made.url} />
        </div>
      ) : (
        <p>
          {t(
            "With the link {name} sets a new password. The old one works until then. An earlier link stops working, and the history notes that you made one.",
            { name },
          )}
        </p>
      )}
      {making.error ? (
        <Note tone="danger" alert>
          {wordsFor(making.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}
