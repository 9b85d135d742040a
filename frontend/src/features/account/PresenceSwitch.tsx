/** Whether colleagues see that one is here, and where. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { changeMe } from "@/api/session";
import type { Me } from "@/api/types";
import { Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { Section } from "./Section";

export function PresenceSwitch({ me }: { me: Me }) {
  const client = useQueryClient();
  const saving = useMutation({
    mutationFn: (presence: boolean) => changeMe({ preferences: { presence } }),
    onSuccess: (now) => client.setQueryData(keys.session, now),
  });
  const kept = me.preferences.presence !== false;
  return (
    <Section
      title={t("Presence")}
      lead={t("Nothing of it is stored: it is told while you are here, and then forgotten.")}
    >
      <Tick
        checked={saving.isPending ? saving.variables : kept}
        onChange={(event) => saving.mutate(event.target.checked)}
      >
        {t("Colleagues see that I am here, and which comment I read")}
      </Tick>
      {saving.error ? (
        <Note tone="danger" alert>
          {wordsFor(saving.error)}
        </Note>
      ) : null}
    </Section>
  );
}
