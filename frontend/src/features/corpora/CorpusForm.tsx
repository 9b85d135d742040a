/** The fields of a corpus, for making one and for changing it. */
import type { CorpusDraft } from "@/api/corpora";
import type { ApiProblem } from "@/api/problem";
import { TextArea, TextField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import styles from "./corpora.module.css";

export type Draft = Required<CorpusDraft>;

interface Props {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  /** Said under the title, when it is missing. */
  untitled: string | null;
  problem: ApiProblem | null;
  /** Contact data is the owner's matter. */
  owner: boolean;
}

function Incoming({ draft, set, owner }: Pick<Props, "draft" | "set" | "owner">) {
  return (
    <fieldset className={styles.group}>
      <legend>{t("What comes in")}</legend>
      <Tick
        checked={draft.load_without_asking}
        onChange={(event) => set({ load_without_asking: event.target.checked })}
      >
        {t("Load without asking, even where a reader has doubts, if everything is accounted for")}
      </Tick>
      {owner ? (
        <>
          <p className="muted">
            {t(
              "Site exports hold commenters’ e-mail and IP addresses. Catena drops them unless you need them; an e-mail address is otherwise kept as a keyed hash only, which tells whether two comments came from one address.",
            )}
          </p>
          <Tick
            checked={draft.keep_emails}
            onChange={(event) => set({ keep_emails: event.target.checked })}
          >
            {t("Keep e-mail addresses")}
          </Tick>
          <Tick
            checked={draft.keep_ips}
            onChange={(event) => set({ keep_ips: event.target.checked })}
          >
            {t("Keep IP addresses")}
          </Tick>
        </>
      ) : null}
    </fieldset>
  );
}

export function CorpusFields({ draft, set, untitled, problem, owner }: Props) {
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
      <Incoming draft={draft} set={set} owner={owner} />
    </>
  );
}
