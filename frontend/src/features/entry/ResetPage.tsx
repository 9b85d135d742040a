/** A link to set a new password; whoever holds it is signed in with the new one. */
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { isProblem, wordsFor } from "@/api/problem";
import { resetPassword } from "@/api/session";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { useEnter, useFields } from "./form";
import { Leaf } from "./Leaf";

export function ResetPage() {
  usePageTitle(t("New password"));
  const { key = "" } = useSearch({ from: "/password/reset" });
  const { values, bind } = useFields("password");
  const enter = useEnter();
  const reset = useMutation({
    mutationFn: () => resetPassword(key, values.password),
    onSuccess: () => enter("/"),
  });
  const problem = isProblem(reset.error) ? reset.error : null;
  return (
    <Leaf
      title={t("New password")}
      lead={t("The link that brought you here works once.")}
      onSubmit={() => reset.mutate()}
    >
      <TextField
        label={t("New password")}
        type="password"
        autoComplete="new-password"
        hint={t("At least 10 characters.")}
        required
        error={reset.error ? (problem?.field("password") ?? wordsFor(reset.error)) : null}
        {...bind("password")}
      />
      <Button kind="primary" type="submit" why={reset.isPending ? t("Being set") : null}>
        {t("Set it and sign in")}
      </Button>
    </Leaf>
  );
}
