/** Changing roles, pausing and removing members, each with its way back. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { activateMember, addMember, changeMember, removeMember } from "@/api/corpora";
import { keys } from "@/api/keys";
import type { Corpus, Member, Role } from "@/api/types";
import { t } from "@/ui/i18n";
import { toast } from "@/ui/toast";
import { wordOf } from "@/ui/words";
import { named } from "./named";

function useActivating(corpus: Corpus, refresh: () => void) {
  const activate = useMutation({
    mutationFn: ({ member, active }: { member: Member; active: boolean }) =>
      activateMember(corpus.id, member, active),
    onSuccess: (now) => {
      const said = now.active
        ? t("{name} can come in again", { name: named(now) })
        : t("{name} can’t come in any more", { name: named(now) });
      toast(said, () => activate.mutate({ member: now, active: !now.active }));
    },
    onSettled: refresh,
  });
  return activate;
}

export function useMembership(corpus: Corpus, me: number | undefined) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => client.invalidateQueries({ queryKey: keys.members(corpus.id) });
  const activate = useActivating(corpus, refresh);
  const change = useMutation({
    mutationFn: ({ member, role }: { member: Member; role: Role }) =>
      changeMember(corpus.id, member, role),
    onSuccess: (now, { member }) => {
      toast(t("{name} is {role} now", { name: named(member), role: wordOf(now.role) }), () =>
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
  const refused = change.error ?? remove.error ?? activate.error;
  return { change, activate, removeOrLeave, refused };
}
