/** Versions of the codebook: freeze it under a name, and read what changed between any two. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { freezeCodebook, type Version, versionsQuery } from "@/api/codebook";
import { wordsFor } from "@/api/problem";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Select, TextField } from "@/ui/field";
import { momentOf, t } from "@/ui/i18n";
import { Loading, Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import styles from "./codebook.module.css";
import type { DialogProps } from "./Dialogs";
import { Difference } from "./Difference";

function nameOf({ number, name }: Version): string {
  return name ? t("Version {number}: {name}", { number, name }) : t("Version {number}", { number });
}

function Freeze({ corpus }: Pick<DialogProps, "corpus">) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const freeze = useMutation({
    mutationFn: () => freezeCodebook(corpus.id, { name: name.trim(), note: "" }),
    onSuccess: (version) => {
      client.invalidateQueries({ queryKey: versionsQuery(corpus.id).queryKey });
      setName("");
      toast(t("{version} is kept", { version: nameOf(version) }));
    },
  });
  return (
    <div className={styles.freeze}>
      <TextField
        label={t("Name of the new version")}
        hint={t("It keeps the codebook as it is now. Coding and changing go on.")}
        value={name}
        maxLength={200}
        error={freeze.error ? wordsFor(freeze.error) : null}
        onChange={(event) => setName(event.target.value)}
      />
      <Button
        icon="bookmark"
        why={freeze.isPending ? t("Being kept") : null}
        onClick={() => freeze.mutate()}
      >
        {t("Keep this version")}
      </Button>
    </div>
  );
}

export function VersionsDialog({ corpus, onClose }: DialogProps) {
  const { data: versions, error } = useQuery(versionsQuery(corpus.id));
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState("now");
  const newest = [...(versions ?? [])].sort((a, b) => b.number - a.number);
  const begin = from ?? String(newest[0]?.number ?? "start");
  const options = newest.map((version) => (
    <option key={version.number} value={version.number}>
      {nameOf(version)} ({momentOf(version.created_at)})
    </option>
  ));
  return (
    <Dialog wide title={t("Versions of the codebook")} onClose={onClose} closeLabel={t("Close")}>
      {corpus.actions.includes("edit_codebook") ? <Freeze corpus={corpus} /> : null}
      {error ? (
        <Note tone="danger" alert>
          {wordsFor(error)}
        </Note>
      ) : null}
      {!versions && !error ? <Loading what={t("Loading the versions")} /> : null}
      {versions ? (
        <>
          <div className={styles.between}>
            <Select
              label={t("What changed from")}
              value={begin}
              onChange={(event) => setFrom(event.target.value)}
            >
              <option value="start">{t("the empty codebook")}</option>
              {options}
            </Select>
            <Select label={t("to")} value={to} onChange={(event) => setTo(event.target.value)}>
              <option value="now">{t("now")}</option>
              {options}
            </Select>
          </div>
          <Difference corpus={corpus.id} from={begin} to={to} />
        </>
      ) : null}
    </Dialog>
  );
}
