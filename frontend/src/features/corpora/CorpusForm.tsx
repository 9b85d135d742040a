/** The fields of a corpus, for making one and for changing it. */
import type { CorpusDraft } from "@/api/corpora";
import type { ApiProblem } from "@/api/problem";
import { TextArea, TextField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";

export type Draft = Required<CorpusDraft>;

interface Props {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  /** Said under the title, when it is missing. */
  untitled: string | null;
  problem: ApiProblem | null;
}

export function CorpusFields({ draft, set, untitled, problem }: Props) {
  const bind = (name: "title" | "description" | "licence" | "ethics_note") => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
    error: problem?.field(name),
  });
  const title = bind("title");
  return (
    <>
      <TextField label={t("Title")} required {...title} error={untitled ?? title.error} />
      <TextArea label={t("Description")} {...bind("description")} />
      <TextField
        label={t("Licence")}
        hint={t("Under which terms the texts may be used, for example CC BY 4.0.")}
        {...bind("licence")}
      />
      <TextArea
        label={t("Ethics note")}
        hint={t("What everyone who codes here must know: consent, approval, how to cite.")}
        {...bind("ethics_note")}
      />
      <Tick
        checked={draft.coders_create_codes}
        onChange={(event) => set({ coders_create_codes: event.target.checked })}
      >
        {t("Coders may add codes to the codebook")}
      </Tick>
    </>
  );
}
