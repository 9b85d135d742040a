/** Making a link with which somebody joins; it is shown once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { invite } from "@/api/corpora";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Corpus, Role } from "@/api/types";
import { Button } from "@/ui/button";
import { Copyable } from "@/ui/copyable";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { momentOf, t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { RoleField } from "./RoleField";

function useInviting(corpus: Corpus, role: Role, note: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => invite(corpus.id, role, note.trim()),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.invitations(corpus.id) }),
  });
}

export function InviteDialog({ corpus, onClose }: { corpus: Corpus; onClose: () => void }) {
  const [role, setRole] = useState<Role>("coder");
  const [note, setNote] = useState("");
  const inviting = useInviting(corpus, role, note);
  const made = inviting.data;
  const submit = (
    <Button kind="primary" type="submit" why={inviting.isPending ? t("Being made") : null}>
      {t("Make the link")}
    </Button>
  );
  return (
    <Dialog
      title={t("Invite by link")}
      onClose={onClose}
      onSubmit={() => inviting.mutate()}
      {...(made ? { closeLabel: t("Done") } : { actions: submit })}
    >
      {made ? (
        <div role="status">
          <p>
            {t("Send this link to the person. It works once, until {when}.", {
              when: momentOf(made.expires_at),
            })}
          </p>
          <Copyable
            label={t("Invitation link")}
            text={made.url ?? `${window.location.origin}/invitation/${made.key}`}
          />
        </div>
      ) : (
        <>
          <RoleField corpus={corpus} value={role} onChange={setRole} />
          <TextField
            label={t("For whom")}
            hint={t("A note to yourself, so that you recognise the link in the list.")}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </>
      )}
      {inviting.error ? (
        <Note tone="danger" alert>
          {wordsFor(inviting.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}
