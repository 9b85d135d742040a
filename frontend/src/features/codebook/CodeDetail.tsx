/** One code: what it means, when to use it, how often it was used. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeCode } from "@/api/codes";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Code, Corpus } from "@/api/types";
import { Button } from "@/ui/button";
import { Swatch } from "@/ui/code";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import type { Side } from "./CodebookPage";
import { levelName } from "./CodeTree";
import styles from "./codebook.module.css";

interface Props {
  corpus: Corpus;
  codes: readonly Code[];
  code: Code;
  setSide: (side: Side) => void;
}

/** Archiving hides a code from the palettes; what was coded with it stays. */
function useArchive(corpus: Corpus) {
  const client = useQueryClient();
  const archive = useMutation({
    mutationFn: ({ code, archived }: { code: Code; archived: boolean }) =>
      changeCode(code, { archived }),
    onSuccess: (now, { archived }) => {
      client.invalidateQueries({ queryKey: keys.codes(corpus.id) });
      const text = archived
        ? t("“{name}” is archived", { name: now.name })
        : t("“{name}” is in use again", { name: now.name });
      toast(text, () => archive.mutate({ code: now, archived: !archived }));
    },
  });
  return archive;
}

function Meaning({ title, text }: { title: string; text: string }) {
  if (!text) return null;
  return (
    <div>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function inUse({ own }: Code["counts"]): string {
  return t("{own, plural, =0 {Not applied yet.} one {Applied once.} other {Applied # times.}}", {
    own,
  });
}

export function CodeDetail({ corpus, code, setSide }: Props) {
  const archive = useArchive(corpus);
  const mayEdit = corpus.actions.includes("edit_codebook");
  const mayCreate = corpus.actions.includes("create_code");
  const above = code.path.slice(0, -1).join(" › ");
  return (
    <section className={`panel pad ${styles.detail}`} aria-labelledby="code-name">
      {above ? <p className="muted">{above} ›</p> : null}
      <h2 id="code-name">
        <Swatch colour={code.colour} large /> {code.name}
      </h2>
      <div className={`row wrap ${styles.tools}`}>
        {mayEdit ? (
          <Button small icon="edit" onClick={() => setSide({ show: "edit", id: code.id })}>
            {t("Edit")}
          </Button>
        ) : null}
        {mayCreate ? (
          <Button small icon="plus" onClick={() => setSide({ show: "new", parent: code.id })}>
            {t("New subcode")}
          </Button>
        ) : null}
        {mayEdit ? (
          <Button
            small
            icon={code.archived ? "undo" : "archive"}
            onClick={() => archive.mutate({ code, archived: !code.archived })}
          >
            {code.archived ? t("Use again") : t("Archive")}
          </Button>
        ) : null}
      </div>
      {archive.error ? (
        <Note tone="danger" alert>
          {wordsFor(archive.error)}
        </Note>
      ) : null}
      {code.definition || code.include || code.exclude ? null : (
        <p className="soft">{t("Nobody has written down yet what this code means.")}</p>
      )}
      <dl>
        <Meaning title={t("Definition")} text={code.definition} />
        <Meaning title={t("Use it when")} text={code.include} />
        <Meaning title={t("Do not use it when")} text={code.exclude} />
        <Meaning title={t("Applies to")} text={code.levels.map(levelName).join(", ")} />
      </dl>
      <Note icon="info">
        <p>{inUse(code.counts)}</p>
        {code.counts.subtree > code.counts.own ? (
          <p>{t("With its subcodes: {n}.", { n: code.counts.subtree })}</p>
        ) : null}
      </Note>
    </section>
  );
}
