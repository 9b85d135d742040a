/** One's own account: name, appearance, password, tokens for scripts, the way out. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { sessionQuery, signOut } from "@/api/session";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Appearance } from "./Appearance";
import styles from "./account.module.css";
import { LanguageSection } from "./LanguageSection";
import { NameForm } from "./NameForm";
import { PasswordForm } from "./PasswordForm";
import { PresenceSwitch } from "./PresenceSwitch";
import { Shortcuts } from "./Shortcuts";
import { Tokens } from "./Tokens";

export function AccountPage() {
  usePageTitle(t("Account"));
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: me } = useQuery(sessionQuery);
  const leave = async () => {
    await signOut(client);
    await navigate({ to: "/signin" });
  };
  if (!me) return null;
  return (
    <div className={`page ${styles.page}`}>
      <header className="row wrap">
        <div className="grow">
          <h1>{me.name || me.username}</h1>
          <p className="lead">{t("Signed in as {username}", { username: me.username })}</p>
        </div>
        <Button icon="signOut" onClick={leave}>
          {t("Sign out")}
        </Button>
      </header>
      <div className={styles.sections}>
        <NameForm me={me} />
        <Appearance />
        <LanguageSection />
        <Shortcuts me={me} />
        <PresenceSwitch me={me} />
        <PasswordForm />
        <Tokens />
      </div>
    </div>
  );
}
