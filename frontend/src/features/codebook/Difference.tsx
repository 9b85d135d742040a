/** What changed between two states of the codebook, code by code and word by word. */
import { useQuery } from "@tanstack/react-query";
import { type CodeDifference, differenceQuery } from "@/api/codebook";
import { wordsFor } from "@/api/problem";
import type { Level } from "@/api/types";
import { t } from "@/ui/i18n";
import { Loading, Note, Tag } from "@/ui/status";
import { levelName } from "./CodeRow";
import styles from "./codebook.module.css";
import { wordDifference } from "./wordDifference";

function kindName(kind: CodeDifference["kind"]): string {
  const names: Record<CodeDifference["kind"], () => string> = {
    added: () => t("new"),
    removed: () => t("gone"),
    changed: () => t("changed"),
    moved: () => t("moved"),
    merged: () => t("merged"),
  };
  return names[kind]();
}

function fieldName(field: string): string {
  const names: Record<string, () => string> = {
    name: () => t("Name"),
    path: () => t("Path"),
    parent: () => t("Belongs to"),
    colour: () => t("Colour"),
    definition: () => t("Definition"),
    include: () => t("Use it when"),
    exclude: () => t("Do not use it when"),
    examples: () => t("Examples"),
    key: () => t("Key"),
    levels: () => t("Applies to"),
    position: () => t("Place"),
    archived: () => t("Archived"),
    locked: () => t("Locked"),
    merged_into: () => t("Merged into"),
  };
  return names[field]?.() ?? field;
}

function inWords(value: unknown, field: string): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (field === "levels" && Array.isArray(value)) {
    return value.map((one) => levelName(one as Level)).join(", ");
  }
  return Array.isArray(value) ? value.join(" › ") : String(value);
}

interface ChangedProps {
  field: string;
  before: unknown;
  after: unknown;
}

function Changed({ field, before, after }: ChangedProps) {
  return (
    <p className={styles.words} dir="auto">
      {wordDifference(inWords(before, field), inWords(after, field)).map(
        ({ kind, text }, index) => {
          const key = `${index}${kind}`;
          if (kind === "gone") {
            return (
              <del key={key}>
                <span className="vh">{t("gone:")} </span>
                {text}
              </del>
            );
          }
          if (kind === "new") {
            return (
              <ins key={key}>
                <span className="vh">{t("new:")} </span>
                {text}
              </ins>
            );
          }
          return <span key={key}>{text}</span>;
        },
      )}
    </p>
  );
}

function OneCode({ code }: { code: CodeDifference }) {
  const fields = Object.entries(code.fields).filter(
    ([field, { before, after }]) => inWords(before, field) !== inWords(after, field),
  );
  return (
    <li>
      <h3>
        {code.path.join(" › ")} <Tag>{kindName(code.kind)}</Tag>
      </h3>
      <dl>
        {fields.map(([field, { before, after }]) => (
          <div key={field}>
            <dt>{fieldName(field)}</dt>
            <dd>
              <Changed field={field} before={before} after={after} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

export function Difference({ corpus, from, to }: { corpus: number; from: string; to: string }) {
  const { data, error } = useQuery(differenceQuery(corpus, from, to));
  if (error) {
    return (
      <Note tone="danger" alert>
        {wordsFor(error)}
      </Note>
    );
  }
  if (!data) return <Loading what={t("Comparing")} lines={4} />;
  if (data.codes.length === 0) return <p className="soft">{t("Nothing changed between them.")}</p>;
  return (
    <section aria-label={t("What changed")}>
      <p className="soft">
        {t("{n, plural, one {One code differs.} other {# codes differ.}}", {
          n: data.codes.length,
        })}
      </p>
      <ul className={styles.difference}>
        {data.codes.map((code) => (
          <OneCode key={code.id} code={code} />
        ))}
      </ul>
    </section>
  );
}
