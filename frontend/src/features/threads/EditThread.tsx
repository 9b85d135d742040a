/** The dialog that renames a thread, sets where it comes from, and takes it away. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem, wordsFor } from "@/api/problem";
import { progressOf } from "@/api/progress";
import { changeThread, deleteThread, restoreThread } from "@/api/threads";
import type { Thread } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { toast } from "@/ui/toast";

interface Props {
  corpus: number;
  thread: Thread;
  onClose: () => void;
}

function useRemoving({ corpus, thread, onClose }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const fresh = () => client.invalidateQueries({ queryKey: keys.corpus(corpus) });
  const bringBack = async () => {
    await restoreThread(thread.id);
    await fresh();
  };
  return useMutation({
    mutationFn: () => deleteThread(thread),
    onSuccess: async () => {
      // Nobody keeps a place in it any more; the reader looks for this before it saves one.
      client.setQueryData<unknown>(progressOf(thread.id).queryKey, null);
      onClose();
      await navigate({ to: "/corpora/$c", params: { c: corpus } });
      await fresh();
      toast(
        t("“{title}” and what was coded in it were taken away", { title: thread.title }),
        () => {
          bringBack();
        },
      );
    },
  });
}

export function EditThread(props: Props) {
  const { corpus, thread, onClose } = props;
  const client = useQueryClient();
  const [draft, setDraft] = useState({
    title: thread.title,
    site: thread.site ?? "",
    url: thread.url ?? "",
  });
  const saving = useMutation({
    mutationFn: () => changeThread(thread, { ...draft, title: draft.title.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.corpus(corpus) });
      toast(t("The thread was changed"));
      onClose();
    },
  });
  const removing = useRemoving(props);
  const problem = isProblem(saving.error) ? saving.error : null;
  const error = saving.error ?? removing.error;
  const busy = saving.isPending || removing.isPending ? t("Being done") : null;
  const bind = (name: keyof typeof draft) => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) =>
      setDraft({ ...draft, [name]: event.target.value }),
    error: problem?.field(name),
  });
  return (
    <Dialog
      title={t("This thread")}
      onClose={onClose}
      onSubmit={() => saving.mutate()}
      actions={
        <Button
          kind="primary"
          type="submit"
          why={busy ?? (draft.title.trim() === "" ? t("Give it a title.") : null)}
        >
          {t("Save")}
        </Button>
      }
    >
      <TextField label={t("Title")} required {...bind("title")} />
      <TextField label={t("Site")} {...bind("site")} />
      <TextField label={t("Address")} type="url" {...bind("url")} />
      {error && !problem?.fields.length ? (
        <Note tone="danger" alert>
          <b>{t("Not saved.")}</b> {wordsFor(error)}
        </Note>
      ) : null}
      <div>
        <Button kind="danger" icon="trash" why={busy} onClick={() => removing.mutate()}>
          {t("Take this thread away")}
        </Button>
      </div>
    </Dialog>
  );
}
