/** Switching single-key shortcuts off, for those who speak to their computer. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { changeMe, singleKeysOf } from "@/api/session";
import type { Me } from "@/api/types";
import { Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { Section } from "./Section";

export function Shortcuts({ me }: { me: Me }) {
  const client = useQueryClient();
  const saving = useMutation({
    mutationFn: (on: boolean) => changeMe({ preferences: { single_keys: on } }),
    onSuccess: (now) => client.setQueryData(keys.session, now),
  });
  const shown = saving.isPending ? saving.variables : singleKeysOf(me);
  return (
    <Section title={t("Keyboard")}>
      <Tick checked={shown} onChange={(event) => saving.mutate(event.target.checked)}>
        {t("Single keys do something: N new code, U upload, / search, and those of the reader")}
      </Tick>
      {saving.error ? (
        <Note tone="danger" alert>
          {wordsFor(saving.error)}
        </Note>
      ) : null}
    </Section>
  );
}
