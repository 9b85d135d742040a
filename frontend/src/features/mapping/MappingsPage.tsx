/** The columns that a corpus remembers: under which name, what they mean, and forgetting them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCorpus } from "@/api/corpora";
import { keys } from "@/api/keys";
import {
  FIELDS,
  forgetMapping,
  mappingsQuery,
  renameMapping,
  type SavedMapping,
} from "@/api/mappings";
import { wordsFor } from "@/api/problem";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { momentOf, t } from "@/ui/i18n";
import { usePageTitle } from "@/ui/page";
import { Empty, Failure, Loading, Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import { completed } from "./draft";
import styles from "./mapping.module.css";
import { fieldName, ownerName } from "./words";

function useChange(corpus: number, done: string, close: () => void) {
  const client = useQueryClient();
  return {
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.mappings(corpus) });
      close();
      toast(done);
    },
  };
}

interface Asked {
  corpus: number;
  saved: SavedMapping;
  onClose: () => void;
}

function Rename({ corpus, saved, onClose }: Asked) {
  const [name, setName] = useState(saved.name);
  const renaming = useMutation({
    mutationFn: () => renameMapping(saved, name.trim()),
    ...useChange(corpus, t("It has another name now"), onClose),
  });
  const empty = name.trim() === "" ? t("Give it a name.") : null;
  return (
    <Dialog
      title={t("Rename these columns")}
      onClose={onClose}
      onSubmit={() => (empty ? null : renaming.mutate())}
      actions={
        <Button
          kind="primary"
          type="submit"
          why={empty ?? (renaming.isPending ? t("Being done") : null)}
        >
          {t("Rename")}
        </Button>
      }
    >
      <TextField
        label={t("Name")}
        value={name}
        maxLength={200}
        required
        onChange={({ target }) => setName(target.value)}
        error={renaming.error ? wordsFor(renaming.error) : null}
      />
    </Dialog>
  );
}

function Forget({ corpus, saved, onClose }: Asked) {
  const forgetting = useMutation({
    mutationFn: () => forgetMapping(saved),
    ...useChange(corpus, t("Forgotten: the next file with these columns is asked about"), onClose),
  });
  return (
    <Dialog
      title={t("Forget what these columns mean?")}
      onClose={onClose}
      onSubmit={() => forgetting.mutate()}
      actions={
        <Button kind="danger" type="submit" why={forgetting.isPending ? t("Being done") : null}>
          {t("Forget them")}
        </Button>
      }
    >
      <p>
        {t(
          "What was loaded with “{name}” stays as it is. The next file with these columns waits until somebody says again what they mean.",
          { name: saved.name },
        )}
      </p>
      {forgetting.error ? (
        <Note tone="danger" alert>
          {wordsFor(forgetting.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}

function Meant({ saved }: { saved: SavedMapping }) {
  const { fields, attributes } = completed(saved.mapping);
  const known = FIELDS.filter((field) => fields[field] !== undefined);
  return (
    <dl className={styles.meant}>
      {known.map((field) => (
        <div key={field}>
          <dt>{fieldName(field)}</dt>
          <dd>{fields[field]}</dd>
        </div>
      ))}
      {(["thread", "participant"] as const).flatMap((owner) =>
        Object.entries(attributes[owner]).map(([name, column]) => (
          <div key={`${owner}-${name}`}>
            <dt>{ownerName(owner)}</dt>
            <dd>{name === column ? name : t("{column} as “{name}”", { column, name })}</dd>
          </div>
        )),
      )}
    </dl>
  );
}

function Saved({
  corpus,
  saved,
  mayChange,
}: {
  corpus: number;
  saved: SavedMapping;
  mayChange: boolean;
}) {
  const [asking, setAsking] = useState<"name" | "forget" | null>(null);
  const close = () => setAsking(null);
  const by = saved.created_by?.name ?? saved.created_by?.username;
  const made = momentOf(saved.created_at);
  return (
    <li className={styles.saved}>
      <div className="row wrap">
        <h2 className="grow">{saved.name}</h2>
        {mayChange ? (
          <>
            <Button small icon="edit" onClick={() => setAsking("name")}>
              {t("Rename…")}
              <span className="vh"> {saved.name}</span>
            </Button>
            <Button small icon="trash" onClick={() => setAsking("forget")}>
              {t("Forget…")}
              <span className="vh"> {saved.name}</span>
            </Button>
          </>
        ) : null}
      </div>
      <p className="muted">
        {by ? t("{name}, {moment}", { name: by, moment: made }) : made}
        {" · "}
        {saved.used_at
          ? t("last used {moment}", { moment: momentOf(saved.used_at) })
          : t("not used again yet")}
      </p>
      <Meant saved={saved} />
      {asking === "name" ? <Rename corpus={corpus} saved={saved} onClose={close} /> : null}
      {asking === "forget" ? <Forget corpus={corpus} saved={saved} onClose={close} /> : null}
    </li>
  );
}

export function MappingsPage() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  const corpus = useCorpus(c);
  usePageTitle(t("Remembered columns"), corpus.title);
  const { data: mappings, error, refetch } = useQuery(mappingsQuery(c));
  return (
    <div className="page">
      <header>
        <p className="muted">
          <Link to="/corpora/$c" params={{ c }} className="hit24">
            {t("Uploads")}
          </Link>
        </p>
        <h1>{t("Remembered columns")}</h1>
        <p className="lead">
          {t("A table with these columns is read and loaded without asking what they mean.")}
        </p>
      </header>
      <section className="panel" aria-label={t("Remembered columns")}>
        {error && !mappings ? (
          <Failure
            title={t("The remembered columns could not be fetched")}
            actions={<Button onClick={() => refetch()}>{t("Try again")}</Button>}
          >
            {wordsFor(error)}
          </Failure>
        ) : null}
        {!mappings && !error ? (
          <div className="pad">
            <Loading what={t("Loading the remembered columns")} />
          </div>
        ) : null}
        {mappings?.length === 0 ? (
          <Empty icon="select" title={t("Nothing remembered yet")}>
            {t(
              "Upload a table (CSV, Excel, OpenDocument, JSON, XML), say once what its columns mean, and let the corpus remember it.",
            )}
          </Empty>
        ) : null}
        <ul>
          {mappings?.map((one) => (
            <Saved
              key={one.id}
              corpus={c}
              saved={one}
              mayChange={corpus.actions.includes("upload")}
            />
          ))}
        </ul>
      </section>
    </div>
  );
}
