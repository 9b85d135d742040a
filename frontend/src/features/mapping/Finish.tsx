/** The bar below: whether the corpus remembers these columns, and reading the whole file. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { keys } from "@/api/keys";
import { readWith, type TableMapping } from "@/api/mappings";
import { isProblem, wordsFor } from "@/api/problem";
import type { Upload } from "@/api/types";
import { cancelUpload } from "@/api/uploads";
import { Button } from "@/ui/button";
import { TextField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import styles from "./mapping.module.css";

interface Props {
  corpus: number;
  upload: Upload;
  mapping: TableMapping;
  /** Why the file can't be read so. */
  why: string | null;
}

function useFinish({ corpus, upload, mapping }: Props, remember: boolean, name: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const decided = (text: string) => async () => {
    await navigate({ to: "/corpora/$c", params: { c: corpus } });
    await client.invalidateQueries({ queryKey: keys.corpus(corpus) });
    toast(text);
  };
  const read = useMutation({
    mutationFn: () =>
      readWith(corpus, upload.id, {
        mapping,
        remember,
        ...(remember && name.trim() ? { name: name.trim() } : {}),
      }),
    onSuccess: decided(t("The whole file is being read")),
  });
  const leave = useMutation({
    mutationFn: () => cancelUpload(corpus, upload.id),
    onSuccess: decided(t("Left out. The file is kept; upload it again to load it after all")),
  });
  return { read, leave };
}

/** Ctrl and Enter reads the file from wherever one is. */
function useEnter(run: (() => void) | null): void {
  useEffect(() => {
    if (!run) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      run();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [run]);
}

/** What is refused, with the names of the fields: they stand in several places of the page. */
function refusal(error: unknown): string {
  if (!isProblem(error) || error.fields.length === 0) return wordsFor(error);
  return error.fields.map(({ message }) => message).join(" ");
}

export function Finish(props: Props) {
  const { upload, why } = props;
  const [remember, setRemember] = useState(true);
  const [name, setName] = useState(() => upload.name.replace(/\.\w{1,6}$/, ""));
  const { read, leave } = useFinish(props, remember, name);
  const busy = read.isPending || leave.isPending ? t("Being done") : null;
  const blocked = busy ?? why;
  useEnter(blocked ? null : () => read.mutate());
  const error = read.error ?? leave.error;
  return (
    <div className={styles.finish}>
      {error ? (
        <div className={styles.whole}>
          <Note tone="danger" alert>
            {refusal(error)}
          </Note>
        </div>
      ) : null}
      <div className={`grow ${styles.remember}`}>
        <Tick checked={remember} onChange={({ target }) => setRemember(target.checked)}>
          {t("Read the next file with these columns without asking")}
        </Tick>
        {remember ? (
          <TextField
            label={t("Remembered as")}
            value={name}
            maxLength={200}
            onChange={({ target }) => setName(target.value)}
          />
        ) : null}
      </div>
      {upload.status === "review" ? (
        <Button onClick={() => leave.mutate()} why={busy}>
          {t("Leave it out")}
        </Button>
      ) : null}
      <Button
        kind="primary"
        shortcut="Ctrl ↵"
        aria-keyshortcuts="Control+Enter"
        why={blocked}
        onClick={() => read.mutate()}
      >
        {t("Read the whole file")}
      </Button>
    </div>
  );
}
