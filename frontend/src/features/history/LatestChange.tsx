/** One line: who changed a thing last, and how; for a place too small for the whole history. */

import { useQuery } from "@tanstack/react-query";
import { type HistoryEvent, latestChangeQuery } from "@/api/history";
import { describe, type NameOf, useCodeNames } from "@/features/undo";
import { momentOf, t } from "@/ui/i18n";

interface Props {
  readonly corpus: number;
  readonly type: string;
  readonly id: string | number;
  /** The state that is shown: a newer one is asked for anew. */
  readonly version: number;
  /** When it was changed: said until the history answers. */
  readonly at: string;
}

export function LatestChange({ corpus, type, id, version, at }: Props) {
  const { data } = useQuery(latestChangeQuery(corpus, { type, id, version }));
  const nameOf = useCodeNames(corpus);
  return (
    <>
      <span className="muted">{momentOf(data?.at ?? at)}</span>
      <span dir="auto">{data ? sentenceOf(data, nameOf) : t("Changed")}</span>
    </>
  );
}

function sentenceOf(event: HistoryEvent, nameOf: NameOf): string {
  const { actor, before, after } = event;
  const name = actor ? actor.name || actor.username : t("Catena");
  if (before?.code !== undefined && after?.code !== undefined && before.code !== after.code) {
    return t("{name} changed “{from}” to “{code}”", {
      name,
      from: nameOf(Number(before.code)),
      code: nameOf(Number(after.code)),
    });
  }
  return t("{name} {did}", { name, did: describe(event, nameOf) });
}
