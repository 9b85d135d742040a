/** First run: the first account, made with the one-time key that the terminal shows. */
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { isProblem, wordsFor } from "@/api/problem";
import { setUp } from "@/api/session";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Note } from "@/ui/status";
import { AccountFields } from "./AccountFields";
import { useEnter, useFields } from "./form";
import { Leaf } from "./Leaf";

export function SetupPage() {
  usePageTitle(t("Set up"));
  const { key: given } = useSearch({ from: "/setup" });
  const { values, bind } = useFields("key", "name", "username", "password");
  const enter = useEnter();
  const key = given ?? values.key.trim();
  const make = useMutation({
    mutationFn: async () => {
      const username = values.username.trim();
      await setUp({ key, username, password: values.password, name: values.name.trim() });
    },
    onSuccess: () => enter("/"),
  });
  const problem = isProblem(make.error) ? make.error : null;
  return (
    <Leaf
      title={t("Welcome")}
      lead={t("Make the first account. It will own what it creates; others come by invitation.")}
      onSubmit={() => make.mutate()}
    >
      {given === undefined ? (
        <TextField
          label={t("Set-up key")}
          hint={t("It stands in the terminal in which Catena was started.")}
          required
          {...bind("key")}
        />
      ) : null}
      <AccountFields bind={bind} problem={problem} />
      {make.error && problem?.fields.length !== 1 ? (
        <Note tone="danger" alert>
          {wordsFor(make.error)}
        </Note>
      ) : null}
      <Button kind="primary" type="submit" why={make.isPending ? t("Making the account") : null}>
        {t("Make the account")}
      </Button>
    </Leaf>
  );
}
