/** The quick switch for what selecting takes: letters, whole words, whole sentences; each press goes to the next. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { changeMe, snapOf } from "@/api/session";
import type { Me } from "@/api/types";
import type { Snap } from "@/text/snapping";
import { Button } from "@/ui/button";
import { msg, t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import tools from "./tools.module.css";

const NEXT: Readonly<Record<Snap, Snap>> = {
  grapheme: "word",
  word: "sentence",
  sentence: "grapheme",
};
const SAYS: Readonly<Record<Snap, readonly [short: string, long: string]>> = {
  grapheme: [msg("Letters"), msg("Selecting takes the letters exactly")],
  word: [msg("Words"), msg("Selecting takes whole words; with Alt the letters exactly")],
  sentence: [
    msg("Sentences"),
    msg("Selecting takes whole sentences; with Alt the letters exactly"),
  ],
};

export function SnapChoice({ me }: { me: Me }) {
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: (snap: Snap) => changeMe({ preferences: { snap } }),
    onMutate: (snap) => {
      const preferences = { ...me.preferences, snap };
      client.setQueryData(keys.session, { ...me, preferences });
      announce(t(SAYS[snap][1]));
    },
    onSuccess: (now) => client.setQueryData(keys.session, now),
    onError: () => client.invalidateQueries({ queryKey: keys.session }),
  });
  const snap = snapOf(me);
  const [short, long] = SAYS[snap];
  return (
    <Button
      kind="quiet"
      small
      icon="select"
      title={t("{now}. Press to change", { now: t(long) })}
      onClick={() => keep.mutate(NEXT[snap])}
    >
      <span className="vh">{t("Selecting takes:")} </span>
      <span className={tools.word}>{t(short)}</span>
    </Button>
  );
}
