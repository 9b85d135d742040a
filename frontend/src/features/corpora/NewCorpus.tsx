/** The dialog that makes a corpus. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type CorpusDraft, createCorpus } from "@/api/corpora";
import { keys } from "@/api/keys";
import { isProblem, wordsFor } from "@/api/problem";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextArea, TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";

const EMPTY = { title: "", description: "", licence: "", ethics_note: "" };

function useMaking(draft: CorpusDraft) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => createCorpus({ ...draft, title: draft.title.trim() }),
    onSuccess: (corpus) => {
      client.setQueryData(keys.corpus(corpus.id), corpus);
      client.invalidateQueries({ queryKey: keys.corpora });
      return navigate({ to: "/corpora/$c", params: { c: corpus.id } });
    },
  });
}

export function NewCorpus({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const making = useMaking(draft);
  const bind = (name: keyof typeof EMPTY) => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) =>
      setDraft({ ...draft, [name]: event.target.value }),
  });
  const problem = isProblem(making.error) ? making.error : null;
  const untitled = tried && draft.title.trim() === "" ? t("Give it a title.") : null;
  const submit = () => {
    setTried(true);
    if (draft.title.trim() !== "") making.mutate();
  };
  return (
    <Dialog
      title={t("New corpus")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <Button kind="primary" type="submit" why={making.isPending ? t("Being made") : null}>
          {t("Create the corpus")}
        </Button>
      }
    >
      <TextField
        label={t("Title")}
        required
        error={untitled ?? problem?.field("title")}
        {...bind("title")}
      />
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
      {making.error && !problem?.fields.length ? (
        <Note tone="danger" alert>
          {wordsFor(making.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}
