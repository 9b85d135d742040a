/** Typing a thread in by hand: the entry, then comment after comment. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem, wordsFor } from "@/api/problem";
import { type TypedComment, typeThread } from "@/api/threads";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Select, TextArea, TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import styles from "./threads.module.css";

interface Props {
  corpus: number;
  onClose: () => void;
}

interface Line extends Omit<TypedComment, "parent"> {
  id: number;
  /** The line that it answers; null for the entry. */
  answers: number | null;
}

let count = 0;

function newLine(): Line {
  count += 1;
  return { id: count, text: "", answers: null };
}

/** The comments as they are sent: those with a text, each answering by its place among them. */
function commentsOf(lines: readonly Line[]): TypedComment[] {
  const said = lines.filter((line) => line.text.trim() !== "");
  return said.map(({ id: _, answers, ...line }) => {
    const parent = said.findIndex((one) => one.id === answers);
    return { ...filled(line), ...(parent >= 0 ? { parent } : {}) };
  });
}

/** Empty fields are not sent: the server would take them for a name or a date. */
function filled<Item extends object>(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== "")) as Item;
}

function CommentFields(props: {
  line: Line;
  number: number;
  earlier: readonly Line[];
  set: (change: Partial<Line>) => void;
  remove: () => void;
}) {
  const { line, number, earlier, set, remove } = props;
  return (
    <fieldset className={styles.comment}>
      <legend>{t("Comment {number}", { number })}</legend>
      <div className={styles.pair}>
        <TextField
          label={t("Author")}
          value={line.author ?? ""}
          onChange={(event) => set({ author: event.target.value })}
        />
        <TextField
          label={t("Date and time")}
          type="datetime-local"
          value={line.written_at ?? ""}
          onChange={(event) => set({ written_at: event.target.value })}
        />
      </div>
      {earlier.length > 0 ? (
        <Select
          label={t("It answers")}
          value={line.answers ?? ""}
          onChange={({ target: { value } }) => set({ answers: value ? Number(value) : null })}
        >
          <option value="">{t("the entry")}</option>
          {earlier.map((one, place) => (
            <option key={one.id} value={one.id}>
              {t("comment {number}", { number: place + 1 })}
            </option>
          ))}
        </Select>
      ) : null}
      <TextArea
        label={t("Text")}
        serif
        rows={3}
        value={line.text}
        onChange={(event) => set({ text: event.target.value })}
      />
      <div>
        <Button small kind="quiet" icon="close" onClick={remove}>
          {t("Remove comment {number}", { number })}
        </Button>
      </div>
    </fieldset>
  );
}

export function TypeThread({ corpus, onClose }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [head, setHead] = useState({ title: "", author: "", site: "", written_at: "", text: "" });
  const [lines, setLines] = useState<readonly Line[]>([newLine()]);
  const sending = useMutation({
    mutationFn: () => {
      const { title, text } = head;
      return typeThread(corpus, { ...filled(head), title, text, comments: commentsOf(lines) });
    },
    onSuccess: async (thread) => {
      await client.invalidateQueries({ queryKey: keys.corpus(corpus) });
      await navigate({ to: "/corpora/$c/threads/$t", params: { c: corpus, t: thread.id } });
    },
  });
  const problem = isProblem(sending.error) ? sending.error : null;
  const bind = (name: keyof typeof head) => ({
    value: head[name],
    onChange: (event: { target: { value: string } }) =>
      setHead({ ...head, [name]: event.target.value }),
    error: problem?.field(name),
  });
  const empty = head.title.trim() === "" || head.text.trim() === "";
  const why = empty ? t("It needs a title and a text.") : null;
  return (
    <Dialog
      title={t("Type a thread")}
      wide
      onClose={onClose}
      onSubmit={() => (why ? undefined : sending.mutate())}
      actions={
        <Button
          kind="primary"
          type="submit"
          why={why ?? (sending.isPending ? t("Being sent") : null)}
        >
          {t("Add the thread")}
        </Button>
      }
    >
      <TextField label={t("Title")} required {...bind("title")} />
      <div className={styles.pair}>
        <TextField label={t("Author")} {...bind("author")} />
        <TextField label={t("Site")} {...bind("site")} />
        <TextField label={t("Date and time")} type="datetime-local" {...bind("written_at")} />
      </div>
      <TextArea label={t("Text of the entry")} serif rows={5} required {...bind("text")} />
      {lines.map((line, place) => (
        <CommentFields
          key={line.id}
          line={line}
          number={place + 1}
          earlier={lines.slice(0, place)}
          set={(change) =>
            setLines(lines.map((one) => (one.id === line.id ? { ...one, ...change } : one)))
          }
          remove={() => setLines(lines.filter((one) => one.id !== line.id))}
        />
      ))}
      <div>
        <Button icon="plus" onClick={() => setLines([...lines, newLine()])}>
          {t("Another comment")}
        </Button>
      </div>
      {sending.error ? (
        <Note tone="danger" alert>
          <b>{t("Not saved.")}</b> {wordsFor(sending.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}
