/** The keys of the reader: which do what, and switching single keys off for those who speak to their computer. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { changeMe, type FreePreferences, singleKeysOf } from "@/api/session";
import type { Me } from "@/api/types";
import { KeyList, keymapOf } from "@/features/keys";
import { Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { announce } from "@/ui/toast";
import { Section } from "./Section";

export function Shortcuts({ me }: { me: Me }) {
  const client = useQueryClient();
  const saving = useMutation({
    mutationFn: (preferences: FreePreferences & { keys?: unknown }) => changeMe({ preferences }),
    onSuccess: (now) => client.setQueryData(keys.session, now),
  });
  const single = saving.isPending ? saving.variables.single_keys : undefined;
  const shown = single ?? singleKeysOf(me);
  return (
    <Section
      title={t("Keyboard")}
      lead={t("Digits apply codes: give them in the palette of the reader (Alt with a digit).")}
    >
      <Tick
        checked={shown}
        onChange={(event) => saving.mutate({ single_keys: event.target.checked })}
      >
        {t("Single keys do something: N new code, U upload, / search, and those of the reader")}
      </Tick>
      {shown ? null : (
        <p className="muted">
          {t("Keys that are pressed together with Alt go on working; give them below.")}
        </p>
      )}
      {saving.error ? (
        <Note tone="danger" alert>
          {wordsFor(saving.error)}
        </Note>
      ) : null}
      <KeyList
        keymap={keymapOf(me.preferences.keys)}
        busy={saving.isPending ? t("The keys are being kept") : null}
        onChange={(own, said) => {
          saving.mutate({ keys: own }, { onSuccess: () => announce(said) });
        }}
      />
    </Section>
  );
}
