/** The form for a code, new or old, in place of its description. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { changeCode, createCode } from "@/api/codes";
import { keys } from "@/api/keys";
import { isProblem, wordsFor } from "@/api/problem";
import type { Code, Corpus, Level } from "@/api/types";
import { Button } from "@/ui/button";
import { PigmentPicker } from "@/ui/code";
import { Select, TextArea, TextField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { nextPigment } from "@/ui/pigments";
import { Note } from "@/ui/status";
import { levelName } from "./CodeRow";
import styles from "./codebook.module.css";
import { LevelsTaken } from "./LevelsTaken";
import { rowsOf, withDescendants } from "./tree";
import type { Changes } from "./useChanges";

interface Props {
  corpus: Corpus;
  codes: readonly Code[];
  /** The code to change; none for a new one. */
  code?: Code;
  parent?: number | null;
  changes: Changes;
  onDone: (code: Code | null) => void;
}

const LEVELS: readonly Level[] = ["passage", "post", "thread"];

type Draft = ReturnType<typeof draftOf>;

function draftOf({ codes, code, parent = null }: Pick<Props, "codes" | "code" | "parent">) {
  const above = codes.find((one) => one.id === parent);
  const tops = codes.filter((one) => one.parent === null).length;
  return {
    name: code?.name ?? "",
    parent: code ? code.parent : parent,
    colour: code?.colour ?? above?.colour ?? nextPigment(tops),
    definition: code?.definition ?? "",
    include: code?.include ?? "",
    exclude: code?.exclude ?? "",
    key: code?.key ?? "",
    levels: code?.levels ?? [...LEVELS],
  };
}

function changesOf(draft: Draft, code: Code): Partial<Draft> {
  const before = draftOf({ codes: [], code });
  return Object.fromEntries(
    Object.entries(draft).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Draft]),
    ),
  );
}

function useSaving({ corpus, code, changes, onDone }: Props, draft: Draft) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      code ? changeCode(code, changesOf(draft, code)) : createCode(corpus.id, draft),
    onSuccess: async (now) => {
      await client.invalidateQueries({ queryKey: keys.codes(corpus.id) });
      onDone(now);
      const text = code
        ? t("“{name}” was changed", { name: now.name })
        : t("“{name}” is in the codebook", { name: now.name });
      changes.say(text, now);
    },
  });
}

function ParentSelect({
  codes,
  code,
  draft,
  set,
}: Omit<Props, "corpus" | "changes" | "onDone"> & Setting) {
  const barred = code ? withDescendants(codes, code.id) : new Set<number>();
  const rows = rowsOf(
    codes.filter((one) => !one.archived && !barred.has(one.id)),
    new Set(),
  );
  return (
    <Select
      label={t("Belongs to")}
      value={draft.parent ?? ""}
      onChange={(event) => set({ parent: event.target.value ? Number(event.target.value) : null })}
    >
      <option value="">{t("nothing: it stands at the top")}</option>
      {rows.map(({ code: one, level }) => (
        <option key={one.id} value={one.id}>
          {"\u2003".repeat(level - 1)}
          {one.name}
        </option>
      ))}
    </Select>
  );
}
interface Setting {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
}

function Texts({ draft, set }: Setting) {
  return (
    <>
      <TextArea
        label={t("Definition")}
        serif
        value={draft.definition}
        onChange={(event) => set({ definition: event.target.value })}
      />
      <TextArea
        label={t("Use it when")}
        serif
        rows={2}
        value={draft.include}
        onChange={(event) => set({ include: event.target.value })}
      />
      <TextArea
        label={t("Do not use it when")}
        serif
        rows={2}
        value={draft.exclude}
        onChange={(event) => set({ exclude: event.target.value })}
      />
    </>
  );
}

function Levels({ code, draft, set }: Setting & { code: Code | undefined }) {
  const flip = (level: Level) =>
    set({ levels: LEVELS.filter((one) => draft.levels.includes(one) !== (one === level)) });
  return (
    <fieldset>
      <legend className="soft">{t("Applies to")}</legend>
      <div className="row wrap">
        {LEVELS.map((level) => (
          <Tick key={level} checked={draft.levels.includes(level)} onChange={() => flip(level)}>
            {levelName(level)}
          </Tick>
        ))}
      </div>
      {code ? <LevelsTaken code={code} levels={draft.levels} /> : null}
    </fieldset>
  );
}

export function CodeForm(props: Props) {
  const { codes, code, onDone } = props;
  const [draft, setDraft] = useState(() => draftOf(props));
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const saving = useSaving(props, draft);
  const problem = isProblem(saving.error) ? saving.error : null;
  const unnamed = tried && draft.name.trim() === "" ? t("Give it a name.") : null;
  const submit = () => {
    setTried(true);
    if (draft.name.trim() !== "") saving.mutate();
  };
  return (
    <form
      ref={form}
      className={`panel pad stack ${styles.detail}`}
      aria-label={code ? t("Edit {name}", { name: code.name }) : t("New code")}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone(null);
      }}
    >
      <h2>{code ? t("Edit {name}", { name: code.name }) : t("New code")}</h2>
      <TextField
        label={t("Name")}
        value={draft.name}
        onChange={(event) => set({ name: event.target.value })}
        error={unnamed ?? problem?.field("name")}
      />
      <ParentSelect codes={codes} draft={draft} set={set} {...(code ? { code } : {})} />
      <Texts draft={draft} set={set} />
      <PigmentPicker value={draft.colour} onChange={(colour) => set({ colour })} />
      <Levels code={code} draft={draft} set={set} />
      <TextField
        label={t("Key")}
        hint={t("A digit from 1 to 9: in the reader it applies this code.")}
        maxLength={1}
        value={draft.key}
        onChange={(event) => set({ key: event.target.value })}
        error={problem?.field("key")}
      />
      {saving.error && !problem?.field("name") && !problem?.field("key") ? (
        <Note tone="danger" alert>
          <b>{t("Not saved.")}</b> {wordsFor(saving.error)}
        </Note>
      ) : null}
      <div className="row">
        <Button kind="primary" type="submit" why={saving.isPending ? t("Being saved") : null}>
          {code ? t("Save the code") : t("Add the code")}
        </Button>
        <Button onClick={() => onDone(null)}>{t("Cancel")}</Button>
      </div>
    </form>
  );
}
