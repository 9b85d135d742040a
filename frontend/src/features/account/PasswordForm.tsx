/** Changing the password. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem, wordsFor } from "@/api/problem";
import { changePassword } from "@/api/session";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import { Section } from "./Section";

export function PasswordForm() {
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const changing = useMutation({
    mutationFn: () => changePassword(old, next),
    onSuccess: () => {
      setOld("");
      setNext("");
      toast(t("Your password was changed"));
    },
  });
  const problem = isProblem(changing.error) ? changing.error : null;
  return (
    <Section title={t("Password")} onSubmit={() => changing.mutate()}>
      <TextField
        label={t("Password now")}
        type="password"
        autoComplete="current-password"
        value={old}
        onChange={(event) => setOld(event.target.value)}
        error={problem?.field("old_password")}
      />
      <TextField
        label={t("New password")}
        type="password"
        autoComplete="new-password"
        hint={t("At least 10 characters.")}
        value={next}
        onChange={(event) => setNext(event.target.value)}
        error={problem?.field("password")}
      />
      {changing.error && !problem?.fields.length ? (
        <Note tone="danger" alert>
          {wordsFor(changing.error)}
        </Note>
      ) : null}
      <div>
        <Button type="submit" why={changing.isPending ? t("Being changed") : null}>
          {t("Change the password")}
        </Button>
      </div>
    </Section>
  );
}
