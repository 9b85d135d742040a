/** The dialog that makes a corpus. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { createCorpus } from "@/api/corpora";
import { keys } from "@/api/keys";
import { isProblem, wordsFor } from "@/api/problem";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { CorpusFields, type Draft } from "./CorpusForm";

const EMPTY: Draft = {
  title: "",
  description: "",
  licence: "",
  ethics_note: "",
  coders_create_codes: true,
  load_without_asking: false,
  keep_emails: false,
  keep_ips: false,
};

function useMaking(draft: Draft) {
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
      <CorpusFields
        draft={draft}
        set={(change) => setDraft({ ...draft, ...change })}
        untitled={untitled}
        problem={problem}
        owner
      />
      {making.error && !problem?.fields.length ? (
        <Note tone="danger" alert>
          {wordsFor(making.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}
