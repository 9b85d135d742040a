/** The dialog that makes a token: a name and what it may do. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem, wordsFor } from "@/api/problem";
import { createToken, type Scope } from "@/api/session";
import type { NewToken } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";

const SCOPES: readonly { scope: Scope; says: () => string }[] = [
  { scope: "read", says: () => t("read: corpora, threads, codes, annotations") },
  { scope: "export", says: () => t("export: make and fetch exports") },
  { scope: "annotate", says: () => t("annotate: make and change annotations") },
  { scope: "manage", says: () => t("manage: uploads, codebook, members") },
];

interface Props {
  onClose: () => void;
  onMade: (token: NewToken) => void;
}

export function NewTokenDialog({ onClose, onMade }: Props) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read", "export"]);
  const making = useMutation({
    mutationFn: () => createToken({ name: name.trim(), scopes: [...scopes] }),
    onSuccess: onMade,
  });
  const problem = isProblem(making.error) ? making.error : null;
  const flip = (scope: Scope) =>
    setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope]);
  return (
    <Dialog
      title={t("New token")}
      onClose={onClose}
      onSubmit={() => making.mutate()}
      actions={
        <Button kind="primary" type="submit" why={making.isPending ? t("Being made") : null}>
          {t("Make the token")}
        </Button>
      }
    >
      <TextField
        label={t("Name")}
        hint={t("What it is for, for example “R on the office machine”.")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={problem?.field("name")}
      />
      <fieldset>
        <legend className="soft">{t("It may")}</legend>
        {SCOPES.map(({ scope, says }) => (
          <Tick key={scope} checked={scopes.includes(scope)} onChange={() => flip(scope)}>
            {says()}
          </Tick>
        ))}
      </fieldset>
      {making.error && !problem?.field("name") ? (
        <Note tone="danger" alert>
          {wordsFor(making.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}
