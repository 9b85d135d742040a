/** An invitation link: join as the one signed in, or make an account that joins. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { isProblem, wordsFor } from "@/api/problem";
import { acceptInvitation, invitationQuery, sessionQuery, signIn } from "@/api/session";
import type { Me } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Note } from "@/ui/status";
import { wordOf } from "@/ui/words";
import { AccountFields } from "./AccountFields";
import { useEnter, useFields } from "./form";
import { Leaf } from "./Leaf";

function useAccept(key: string, me: Me | null | undefined) {
  const { values, bind } = useFields("name", "username", "password");
  const enter = useEnter();
  const accept = useMutation({
    mutationFn: async () => {
      if (me) return acceptInvitation(key);
      const account = { ...values, username: values.username.trim(), name: values.name.trim() };
      const joined = await acceptInvitation(key, account);
      await signIn(account.username, account.password);
      return joined;
    },
    onSuccess: (joined) => enter(`/corpora/${joined.corpus}`),
  });
  return { accept, bind };
}

export function InvitationPage() {
  usePageTitle(t("Invitation"));
  const { key } = useParams({ from: "/invitation/$key" });
  const { data: me } = useQuery(sessionQuery);
  const { data: invited, error: unknown } = useQuery(invitationQuery(key));
  const { accept, bind } = useAccept(key, me);
  const problem = isProblem(accept.error) ? accept.error : null;
  const lead = invited
    ? t("{name} invites you to “{title}” as {role}.", {
        name: invited.invited_by,
        title: invited.corpus,
        role: wordOf(invited.role),
      })
    : t("You are invited to a corpus.");
  const broken = accept.error ?? unknown;
  return (
    <Leaf title={t("Join in")} lead={lead} onSubmit={() => accept.mutate()}>
      {me ? (
        <p>{t("You are signed in as {name}.", { name: me.name || me.username })}</p>
      ) : (
        <AccountFields bind={bind} problem={problem} />
      )}
      {broken && !problem?.fields.length ? (
        <Note tone="danger" alert>
          {wordsFor(broken)}
        </Note>
      ) : null}
      <Button kind="primary" type="submit" why={accept.isPending ? t("Joining") : null}>
        {me ? t("Join") : t("Make the account and join")}
      </Button>
      {me ? null : (
        <p className="soft">
          <Link to="/signin" search={{ next: `/invitation/${key}` }} className="hit24">
            {t("I have an account already")}
          </Link>
        </p>
      )}
    </Leaf>
  );
}
