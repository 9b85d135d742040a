/** Signing in with user name and password. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { isProblem, wordsFor } from "@/api/problem";
import { setupNeededQuery, signIn } from "@/api/session";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Note } from "@/ui/status";
import { useEnter, useFields } from "./form";
import { Leaf } from "./Leaf";

/** What is said under the password. Which of the two was wrong is nobody's business. */
function refusal(error: unknown): string | null {
  if (!error) return null;
  const isWrong = isProblem(error, 400) || isProblem(error, 401) || isProblem(error, 403);
  return isWrong ? t("User name and password do not match.") : wordsFor(error);
}

export function SignInPage() {
  usePageTitle(t("Sign in"));
  const { next = "/" } = useSearch({ from: "/signin" });
  const { data: setupNeeded } = useQuery(setupNeededQuery);
  const { values, bind } = useFields("username", "password");
  const password = useRef<HTMLInputElement>(null);
  const enter = useEnter();
  const attempt = useMutation({
    mutationFn: () => signIn(values.username.trim(), values.password),
    onSuccess: () => enter(next),
    onError: () => password.current?.select(),
  });
  return (
    <Leaf
      title={t("Sign in")}
      lead={t("to read and code together")}
      onSubmit={() => attempt.mutate()}
    >
      <TextField
        label={t("User name")}
        autoComplete="username"
        autoCapitalize="none"
        required
        {...bind("username")}
      />
      <TextField
        label={t("Password")}
        type="password"
        autoComplete="current-password"
        required
        ref={password}
        error={refusal(attempt.error)}
        {...bind("password")}
      />
      <Button kind="primary" type="submit" why={attempt.isPending ? t("Signing in") : null}>
        {t("Sign in")}
      </Button>
      {setupNeeded ? (
        <Note icon="key">
          {t("Nobody has an account here yet. Open the set-up link that the terminal shows, or")}{" "}
          <Link to="/setup" search={{}} className="hit24">
            {t("enter its key")}
          </Link>
          .
        </Note>
      ) : null}
      <p className="soft">
        {t(
          "Forgotten your password? Whoever runs this Catena can make you a link to set a new one.",
        )}
      </p>
    </Leaf>
  );
}
