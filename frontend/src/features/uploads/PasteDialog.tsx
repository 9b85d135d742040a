/** Pasting a page: its text goes in as if it were a file. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem, wordsFor } from "@/api/problem";
import { sendPaste } from "@/api/uploads";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextArea, TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { announce } from "@/ui/toast";

interface Props {
  corpus: number;
  onClose: () => void;
}

/** A name for the file, from the first line that has words. */
export function nameFor(text: string): string {
  const line = text.split("\n").find((one) => one.trim() !== "") ?? "";
  const slug = line
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return `${[...slug.toLowerCase()].slice(0, 40).join("") || "pasted-page"}.txt`;
}

export function PasteDialog({ corpus, onClose }: Props) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const sending = useMutation({
    mutationFn: () => sendPaste(corpus, name.trim() || nameFor(text), text),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.uploads(corpus) });
      announce(t("The page is being read."));
      onClose();
    },
  });
  const empty = tried && text.trim() === "" ? t("Paste the page’s text here first.") : null;
  const problem = isProblem(sending.error) ? sending.error : null;
  const submit = () => {
    setTried(true);
    if (text.trim() !== "") sending.mutate();
  };
  return (
    <Dialog
      title={t("Paste a page")}
      wide
      onClose={onClose}
      onSubmit={submit}
      actions={
        <Button kind="primary" type="submit" why={sending.isPending ? t("Being sent") : null}>
          {t("Read this page")}
        </Button>
      }
    >
      <TextArea
        label={t("Text of the page")}
        hint={t(
          "Open the blog page, select all, copy, and paste it here: the entry, all comments, and whatever stands around them. Catena finds who wrote what.",
        )}
        rows={12}
        serif
        required
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={empty ?? problem?.field("text")}
      />
      <TextField
        label={t("Name")}
        hint={t("Under which it is kept; the first line’s words when you leave it empty.")}
        value={name}
        placeholder={text.trim() ? nameFor(text) : ""}
        onChange={(event) => setName(event.target.value)}
        error={problem?.field("name")}
      />
      {sending.error && !problem?.fields.length ? (
        <Note tone="danger" alert>
          <b>{t("Not sent.")}</b> {wordsFor(sending.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}
