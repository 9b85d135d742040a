/** Adding somebody who has an account already. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addMember } from "@/api/corpora";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Corpus, Role } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { toast } from "@/ui/toast";
import { RoleField } from "./RoleField";

export function AddDialog({ corpus, onClose }: { corpus: Corpus; onClose: () => void }) {
  const client = useQueryClient();
  const [username, setUsername] = useState("");
  const [role, setRole] = useState<Role>("coder");
  const adding = useMutation({
    mutationFn: () => addMember(corpus.id, username.trim(), role),
    onSuccess: (member) => {
      client.invalidateQueries({ queryKey: keys.members(corpus.id) });
      toast(t("{name} was added", { name: member.user.name || member.user.username }));
      onClose();
    },
  });
  return (
    <Dialog
      title={t("Add by user name")}
      onClose={onClose}
      onSubmit={() => adding.mutate()}
      actions={
        <Button kind="primary" type="submit" why={adding.isPending ? t("Being added") : null}>
          {t("Add to the team")}
        </Button>
      }
    >
      <TextField
        label={t("User name")}
        autoCapitalize="none"
        autoComplete="off"
        value={username}
        onChange={(event) => setUsername(event.target.value)}
        error={adding.error ? wordsFor(adding.error) : null}
      />
      <RoleField corpus={corpus} value={role} onChange={setRole} />
    </Dialog>
  );
}
