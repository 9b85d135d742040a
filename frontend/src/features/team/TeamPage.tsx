/** The members of a corpus; those who manage it change roles, add, invite and remove. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { addMember, changeMember, membersQuery, removeMember, useCorpus } from "@/api/corpora";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { sessionQuery } from "@/api/session";
import type { Corpus, Member, Role } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Failure, Loading, Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import { AddDialog } from "./AddDialog";
import { Invitations } from "./Invitations";
import { InviteDialog } from "./InviteDialog";
import { MembersTable } from "./MembersTable";

/** Changing roles and removing, each with its way back. */
function useMembership(corpus: Corpus, me: number | undefined) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => client.invalidateQueries({ queryKey: keys.members(corpus.id) });
  const change = useMutation({
    mutationFn: ({ member, role }: { member: Member; role: Role }) =>
      changeMember(corpus.id, member, role),
    onSuccess: (now, { member }) => {
      toast(t("{name} is {role} now", { name: named(member), role: now.role }), () =>
        change.mutate({ member: now, role: member.role }),
      );
    },
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (member: Member) => removeMember(corpus.id, member),
    onSuccess: async (_, member) => {
      if (member.user.id === me) {
        await client.invalidateQueries({ queryKey: keys.corpora });
        await navigate({ to: "/" });
        return;
      }
      toast(t("{name} was removed", { name: named(member) }), () =>
        addMember(corpus.id, member.user.username, member.role).then(refresh),
      );
    },
    onSettled: refresh,
  });
  const removeOrLeave = (member: Member) => {
    if (member.user.id !== me) remove.mutate(member);
    else
      toast(
        t("You leave this corpus"),
        () => undefined,
        () => remove.mutate(member),
      );
  };
  return { change, remove, removeOrLeave };
}

const named = ({ user }: Member) => user.name || user.username;

export function TeamPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  const corpus = useCorpus(c);
  usePageTitle(t("Team"), corpus.title);
  const { data: me } = useQuery(sessionQuery);
  const { data: members, error, refetch } = useQuery(membersQuery(c));
  const { change, remove, removeOrLeave } = useMembership(corpus, me?.id);
  const [open, setOpen] = useState<"add" | "invite" | null>(null);
  const mayManage = corpus.actions.includes("manage_members");
  const close = () => setOpen(null);
  const refused = change.error ?? remove.error;
  return (
    <div className="page">
      <header className="row wrap">
        <div className="grow">
          <h1>{t("Team")}</h1>
          <p className="lead">{t("Who works in “{title}”", { title: corpus.title })}</p>
        </div>
        {mayManage ? (
          <>
            <Button icon="plus" onClick={() => setOpen("add")}>
              {t("Add by user name")}
            </Button>
            <Button kind="primary" icon="link" onClick={() => setOpen("invite")}>
              {t("Invite by link")}
            </Button>
          </>
        ) : null}
      </header>
      <div className="stack">
        {refused ? (
          <Note tone="danger" alert>
            <b>{t("Not changed.")}</b> {wordsFor(refused)}
          </Note>
        ) : null}
        {error && !members ? (
          <Failure
            title={t("The members could not be fetched")}
            actions={<Button onClick={() => refetch()}>{t("Try again")}</Button>}
          >
            {wordsFor(error)}
          </Failure>
        ) : null}
        {!members && !error ? <Loading what={t("Loading the members")} /> : null}
        {members ? (
          <MembersTable
            members={members}
            corpus={corpus}
            me={me?.id ?? null}
            onRole={(member, role) => change.mutate({ member, role })}
            onRemove={removeOrLeave}
          />
        ) : null}
        {mayManage ? <Invitations corpus={c} /> : null}
      </div>
      {open === "add" ? <AddDialog corpus={corpus} onClose={close} /> : null}
      {open === "invite" ? <InviteDialog corpus={corpus} onClose={close} /> : null}
    </div>
  );
}
