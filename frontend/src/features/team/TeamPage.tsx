/** The members of a corpus; those who manage it change roles, add, invite and remove. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { membersQuery, useCorpus } from "@/api/corpora";
import { wordsFor } from "@/api/problem";
import { sessionQuery } from "@/api/session";
import type { Member } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Failure, Loading, Note } from "@/ui/status";
import { AddDialog } from "./AddDialog";
import { Invitations } from "./Invitations";
import { InviteDialog } from "./InviteDialog";
import { MembersTable } from "./MembersTable";
import { ResetDialog } from "./ResetDialog";
import { useMembership } from "./useMembership";

export function TeamPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  const corpus = useCorpus(c);
  usePageTitle(t("Team"), corpus.title);
  const { data: me } = useQuery(sessionQuery);
  const { data: members, error, refetch } = useQuery(membersQuery(c));
  const { change, activate, removeOrLeave, refused } = useMembership(corpus, me?.id);
  const [resetting, setResetting] = useState<Member | null>(null);
  const [open, setOpen] = useState<"add" | "invite" | null>(null);
  const mayManage = corpus.actions.includes("manage_members");
  const close = () => setOpen(null);
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
            onActivate={(member, active) => activate.mutate({ member, active })}
            onReset={setResetting}
          />
        ) : null}
        {mayManage ? <Invitations corpus={c} /> : null}
      </div>
      {resetting ? (
        <ResetDialog corpus={corpus} member={resetting} onClose={() => setResetting(null)} />
      ) : null}
      {open === "add" ? <AddDialog corpus={corpus} onClose={close} /> : null}
      {open === "invite" ? <InviteDialog corpus={corpus} onClose={close} /> : null}
    </div>
  );
}
