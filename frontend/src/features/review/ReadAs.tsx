/** What the file was taken for, and as what else it could be read. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Upload } from "@/api/types";
import { formatsQuery, readAs } from "@/api/uploads";
import { Button, buttonClass } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Select } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { announce } from "@/ui/toast";
import { formatName, isMapped } from "../uploads";

function Choose({
  corpus,
  upload,
  onClose,
}: {
  corpus: number;
  upload: Upload;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const { data: formats = [] } = useQuery(formatsQuery);
  const [name, setName] = useState(upload.format.name);
  const reading = useMutation({
    mutationFn: () => readAs(corpus, upload.id, name || null),
    onSuccess: async () => {
      announce(t("It is being read again"));
      await client.invalidateQueries({ queryKey: keys.upload(corpus, upload.id) });
      onClose();
    },
  });
  return (
    <Dialog
      title={t("What is this file?")}
      onClose={onClose}
      onSubmit={() => reading.mutate()}
      actions={
        <Button kind="primary" type="submit" why={reading.isPending ? t("Being read") : null}>
          {t("Read it so")}
        </Button>
      }
    >
      <Select
        label={t("Read it as")}
        value={name}
        onChange={(event) => setName(event.target.value)}
      >
        <option value="">{t("What it seems to be")}</option>
        {formats.map((one) => (
          <option key={one.name} value={one.name}>
            {formatName(one.name)}
          </option>
        ))}
      </Select>
      {reading.error ? (
        <Note tone="danger" alert>
          {wordsFor(reading.error)}
        </Note>
      ) : null}
    </Dialog>
  );
}

export function ReadAs({ corpus, upload }: { corpus: number; upload: Upload }) {
  const [open, setOpen] = useState(false);
  const changeable = ["review", "failed", "cancelled"].includes(upload.status) && !upload.members;
  return (
    <p className="soft">
      {upload.format.name
        ? t("Read as {name}. {reason}", {
            name: formatName(upload.format.name),
            reason: upload.format.reason,
          })
        : null}{" "}
      {changeable ? (
        <Button small kind="quiet" onClick={() => setOpen(true)}>
          {t("It is something else…")}
        </Button>
      ) : null}
      {isMapped(upload.format.name) ? (
        <Link
          to="/corpora/$c/uploads/$u/columns"
          params={{ c: corpus, u: upload.id }}
          className={buttonClass({ kind: "quiet", small: true })}
        >
          {t("What the columns mean")}
        </Link>
      ) : null}
      {open ? <Choose corpus={corpus} upload={upload} onClose={() => setOpen(false)} /> : null}
    </p>
  );
}
