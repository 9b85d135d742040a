/** The dialog that changes what a corpus says about itself, and where it can be deleted. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { changeCorpus, deleteCorpus } from "@/api/corpora";
import { keys } from "@/api/keys";
import { isProblem, wordsFor } from "@/api/problem";
import type { Corpus } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import { CorpusFields, type Draft } from "./CorpusForm";

interface Props {
  corpus: Corpus;
  onClose: () => void;
}

/** Leaves at once; the server deletes it when nobody has said Undo. */
function useDeleting(corpus: Corpus, onClose: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const carryOut = async () => {
    try {
      await deleteCorpus(corpus);
    } catch (error) {
      toast(t("“{title}” was not deleted: {why}", { title: corpus.title, why: wordsFor(error) }));
    }
    await client.invalidateQueries({ queryKey: keys.corpora });
  };
  return async () => {
    onClose();
    await navigate({ to: "/" });
    toast(
      t("“{title}” is being deleted for everyone", { title: corpus.title }),
      () => navigate({ to: "/corpora/$c", params: { c: corpus.id } }),
      carryOut,
    );
  };
}

/** Only what was changed: a manager may not set what is the owner's matter. */
function changesOf(corpus: Corpus, draft: Draft): Partial<Draft> {
  const now: Draft = { ...draft, title: draft.title.trim() };
  const changed = Object.entries(now).filter(
    ([name, value]) => value !== corpus[name as keyof Draft],
  );
  return Object.fromEntries(changed);
}

function useSaving({ corpus, onClose }: Props, draft: Draft) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => changeCorpus(corpus, changesOf(corpus, draft)),
    onSuccess: (now) => {
      client.setQueryData(keys.corpus(now.id), now);
      client.invalidateQueries({ queryKey: keys.corpora });
      toast(t("The settings were saved"));
      onClose();
    },
  });
}

export function CorpusSettings(props: Props) {
  const { corpus, onClose } = props;
  const [draft, setDraft] = useState<Draft>({
    title: corpus.title,
    description: corpus.description,
    licence: corpus.licence,
    ethics_note: corpus.ethics_note,
    coders_create_codes: corpus.coders_create_codes,
    load_without_asking: corpus.load_without_asking,
    keep_emails: corpus.keep_emails,
    keep_ips: corpus.keep_ips,
  });
  const saving = useSaving(props, draft);
  const remove = useDeleting(corpus, onClose);
  const problem = isProblem(saving.error) ? saving.error : null;
  return (
    <Dialog
      title={t("Settings of this corpus")}
      onClose={onClose}
      onSubmit={() => saving.mutate()}
      actions={
        <Button kind="primary" type="submit" why={saving.isPending ? t("Being saved") : null}>
          {t("Save")}
        </Button>
      }
    >
      <CorpusFields
        draft={draft}
        set={(change) => setDraft({ ...draft, ...change })}
        untitled={null}
        problem={problem}
        owner={corpus.role === "owner"}
      />
      {saving.error && !problem?.fields.length ? (
        <Note tone="danger" alert>
          <b>{t("Not saved.")}</b> {wordsFor(saving.error)}
        </Note>
      ) : null}
      {corpus.actions.includes("delete_corpus") ? (
        <div>
          <Button kind="danger" icon="trash" onClick={remove}>
            {t("Delete this corpus")}
          </Button>
        </div>
      ) : null}
    </Dialog>
  );
}
