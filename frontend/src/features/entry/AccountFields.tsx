/** The three fields that make an account. */
import type { ApiProblem } from "@/api/problem";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";

export type AccountField = "name" | "username" | "password";
interface Props {
  bind: (name: AccountField) => {
    value: string;
    onChange: (event: { target: { value: string } }) => void;
  };
  problem: ApiProblem | null;
}

export function AccountFields({ bind, problem }: Props) {
  return (
    <>
      <TextField
        label={t("Your name")}
        autoComplete="name"
        error={problem?.field("name")}
        hint={t("As your team knows you; it stands beside your codes.")}
        {...bind("name")}
      />
      <TextField
        label={t("User name")}
        autoComplete="username"
        autoCapitalize="none"
        error={problem?.field("username")}
        required
        {...bind("username")}
      />
      <TextField
        label={t("Password")}
        type="password"
        autoComplete="new-password"
        error={problem?.field("password")}
        hint={t("At least 10 characters.")}
        required
        {...bind("password")}
      />
    </>
  );
}
