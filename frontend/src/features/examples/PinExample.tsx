/** A small button in the reader: an annotation becomes an example of its code, or no longer is one. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeCode, codesQuery } from "@/api/codes";
import { useCorpus } from "@/api/corpora";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Annotation } from "@/api/types";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { toast } from "@/ui/toast";

export function PinExample({ annotation }: { annotation: Annotation }) {
  const client = useQueryClient();
  const corpus = useCorpus(annotation.corpus);
  const { data: codes = [] } = useQuery(codesQuery(annotation.corpus));
  const [trouble, setTrouble] = useState<string | null>(null);
  const code = codes.find(({ id }) => id === annotation.code);
  if (!code || !corpus.actions.includes("edit_codebook")) return null;
  const isPinned = code.examples.includes(annotation.id);
  const flip = async () => {
    const others = code.examples.filter((id) => id !== annotation.id);
    try {
      await changeCode(code, { examples: isPinned ? others : [...others, annotation.id] });
      setTrouble(null);
      toast(
        isPinned
          ? t("No longer an example of “{name}”", { name: code.name })
          : t("An example of “{name}” now", { name: code.name }),
      );
    } catch (error) {
      setTrouble(wordsFor(error));
    }
    client.invalidateQueries({ queryKey: keys.codes(annotation.corpus) });
  };
  return (
    <>
      <Button
        kind="quiet"
        small
        square
        icon="pin"
        aria-pressed={isPinned}
        aria-label={t("An example of its code")}
        title={t("Pin as an example in the codebook")}
        why={code.locked ? t("The code is locked") : null}
        onClick={flip}
      />
      {trouble ? <span role="alert">{trouble}</span> : null}
    </>
  );
}
