/** How a snapshot is cited: its title, creators, licence and DOI, and the files that say so. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import {
  type Cited,
  changeSnapshot,
  type Description,
  descriptionAddress,
  type Snapshot,
} from "@/api/snapshots";
import { Button, buttonClass } from "@/ui/button";
import { Copyable } from "@/ui/copyable";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { msg, t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import { CreatorFields } from "./CreatorFields";
import { citationOf, withoutBlanks } from "./citing";
import styles from "./export.module.css";

const FILES: readonly { kind: Description; says: string }[] = [
  { kind: "citation", says: "CITATION.cff" },
  { kind: "datacite", says: msg("DataCite, for a DOI") },
  { kind: "datapackage", says: msg("Data package description") },
  { kind: "methods", says: msg("Note on methods") },
];

interface Props {
  made: Snapshot;
  mayManage: boolean;
  onClose: () => void;
}

function Files({ made }: Pick<Props, "made">) {
  return (
    <div className="row wrap">
      {FILES.map(({ kind, says }) => (
        <a
          key={kind}
          className={buttonClass({ small: true })}
          href={descriptionAddress(made, kind)}
          download
        >
          <Icon name="download" />
          {t(says)}
        </a>
      ))}
    </div>
  );
}

interface DraftProps {
  draft: Cited;
  set: (changes: Partial<Cited>) => void;
}

function Fields({ draft, set }: DraftProps) {
  return (
    <>
      <TextField
        label={t("Title")}
        value={draft.title}
        maxLength={300}
        onChange={({ target }) => set({ title: target.value })}
      />
      <CreatorFields creators={draft.creators} onChange={(creators) => set({ creators })} />
      <div className={styles.pairs}>
        <TextField
          label={t("Licence")}
          hint={t("Its short name, such as CC-BY-4.0, or an address")}
          value={draft.licence}
          onChange={({ target }) => set({ licence: target.value })}
        />
        <TextField
          label={t("DOI")}
          hint={t("Once a repository has given one: 10.…")}
          value={draft.doi}
          onChange={({ target }) => set({ doi: target.value.trim() })}
        />
        <TextField
          label={t("Year")}
          inputMode="numeric"
          value={draft.year}
          onChange={({ target }) => set({ year: Number(target.value) || draft.year })}
        />
        <TextField
          label={t("Keywords, between commas")}
          value={draft.keywords.join(", ")}
          onChange={({ target }) => set({ keywords: target.value.split(/,\s*/) })}
        />
      </div>
    </>
  );
}

export function CiteDialog({ made, mayManage, onClose }: Props) {
  const client = useQueryClient();
  const { about } = made;
  const [draft, setDraft] = useState<Cited>({
    title: about.title ?? "",
    creators: about.creators ?? [],
    licence: about.licence ?? "",
    doi: about.doi ?? "",
    year: about.year ?? new Date(made.created_at).getUTCFullYear(),
    keywords: about.keywords ?? [],
  });
  const saving = useMutation({
    mutationFn: () => changeSnapshot(made, { about: withoutBlanks(draft) }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: keys.snapshots(made.corpus) });
      toast(t("The citation was saved"));
      onClose();
    },
  });
  return (
    <Dialog
      wide
      title={t("Cite “{name}”", { name: made.name })}
      onClose={onClose}
      closeLabel={t("Close")}
      {...(mayManage ? { onSubmit: () => saving.mutate() } : {})}
      actions={
        mayManage ? (
          <Button kind="primary" type="submit" why={saving.isPending ? t("Being saved") : null}>
            {t("Save")}
          </Button>
        ) : null
      }
    >
      <Copyable label={t("Citation")} text={citationOf(draft, made.name)} />
      <Files made={made} />
      {mayManage ? (
        <Fields draft={draft} set={(changes) => setDraft({ ...draft, ...changes })} />
      ) : null}
      {saving.error ? (
        <Note tone="danger" alert>
          <b>{t("Not saved.")}</b> {wordsFor(saving.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}
