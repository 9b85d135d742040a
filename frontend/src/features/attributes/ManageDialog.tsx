/** The attributes themselves: made, renamed, of another kind, taken away. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeAttribute, createAttribute, deleteAttribute } from "@/api/attributes";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Attribute, AttributeKind } from "@/api/types";
import { turn } from "@/features/undo";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Select, TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import styles from "./attributes.module.css";
import type { Columns } from "./columns";
import { KINDS } from "./values";

interface Props {
  corpus: number;
  columns: Columns;
  onClose: () => void;
}

function useChanging(corpus: number) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: keys.corpus(corpus) });
  return useMutation({ mutationFn: (change: () => Promise<unknown>) => change(), onSettled });
}

function Kinds(props: {
  value: AttributeKind;
  label: string;
  onChange: (kind: AttributeKind) => void;
}) {
  return (
    <Select
      label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value as AttributeKind)}
    >
      {KINDS.map(([kind, words]) => (
        <option key={kind} value={kind}>
          {t(words)}
        </option>
      ))}
    </Select>
  );
}

export default function ManageDialog({ corpus, columns, onClose }: Props) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<AttributeKind>("text");
  const changing = useChanging(corpus);
  const { all, owner, show } = columns;
  const add = () => {
    const made = { owner, name: name.trim(), kind };
    changing.mutate(() => createAttribute(corpus, made), {
      onSuccess: () => {
        show([made.name], true);
        setName("");
      },
    });
  };
  const remove = (one: Attribute) =>
    changing.mutate(() => deleteAttribute(one), {
      onSuccess: () =>
        toast(
          t("“{name}” and its values were taken away", { name: one.name }),
          () => void turn(corpus, "undo"),
        ),
    });
  return (
    <Dialog
      title={owner === "thread" ? t("Attributes of threads") : t("Attributes of participants")}
      closeLabel={t("Done")}
      onClose={onClose}
      onSubmit={() => name.trim() && add()}
    >
      {changing.error ? (
        <Note tone="danger" alert>
          {wordsFor(changing.error)}
        </Note>
      ) : null}
      {all.map((one) => (
        <div key={one.id} className={styles.pair}>
          <Renaming
            one={one}
            onRename={(next) => {
              const wasShown = columns.shown.some(({ id }) => id === one.id);
              changing.mutate(() => changeAttribute(one, { name: next }), {
                onSuccess: () => {
                  if (wasShown) show([next], true);
                },
              });
            }}
          />
          <Kinds
            label={t("Kind of {name}", { name: one.name })}
            value={one.kind}
            onChange={(next) => changing.mutate(() => changeAttribute(one, { kind: next }))}
          />
          <Button kind="quiet" icon="trash" onClick={() => remove(one)}>
            {t("Take away")}
            <span className="vh"> {one.name}</span>
          </Button>
        </div>
      ))}
      <div className={styles.pair}>
        <TextField
          label={t("New attribute")}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
        />
        <Kinds label={t("Kind")} value={kind} onChange={setKind} />
        <Button icon="plus" type="submit" why={name.trim() ? null : t("Give it a name")}>
          {t("Add")}
        </Button>
      </div>
    </Dialog>
  );
}

function Renaming({ one, onRename }: { one: Attribute; onRename: (name: string) => void }) {
  const [typed, setTyped] = useState(one.name);
  const rename = () => {
    const next = typed.trim();
    if (next && next !== one.name) onRename(next);
    else setTyped(one.name);
  };
  return (
    <TextField
      label={t("Name of {name}", { name: one.name })}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={rename}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        rename();
      }}
    />
  );
}
