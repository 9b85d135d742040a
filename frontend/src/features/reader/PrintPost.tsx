/** One post on paper: its text with lettered marks, and beside it what the letters stand for. */

import { memo, useMemo } from "react";
import { minuteOf, t } from "@/ui/i18n";
import { initials } from "@/ui/person";
import type { Gloss, PostCodes } from "./annotations";
import { byCode } from "./CodeChip";
import { isolated } from "./ConnectionList";
import { type Look, paintFor } from "./look";
import { marksOf, nameFor } from "./marks";
import type { PostModel } from "./model";
import { Marked } from "./Paragraph";
import styles from "./print.module.css";
import { Sample } from "./Sample";

interface Props {
  readonly model: PostModel;
  readonly codes: PostCodes | undefined;
  readonly look: Look;
  readonly language: string | null;
}

const NO_GLOSSES: readonly Gloss[] = [];

export const PrintPost = memo(function PrintPost({ model, codes, look, language }: Props) {
  const { post } = model;
  const glosses = codes?.glosses ?? NO_GLOSSES;
  const marks = useMemo(() => {
    const places = new Map(glosses.map((gloss, place) => [gloss, place]));
    return marksOf(model.paragraphs, glosses, look, undefined, (gloss) =>
      letterOf(places.get(gloss) ?? 0),
    );
  }, [model, glosses, look]);
  const lang = post.language ?? language;
  return (
    <section className={styles.post} style={{ "--indent": model.row.indent }}>
      <div className={styles.text}>
        <h2>
          {model.isEntry ? null : `${post.number} `}
          <bdi>{model.author}</bdi>
          <small>
            {post.author?.is_entry_author ? ` ¶ ${t("entry author")}` : null}{" "}
            {post.written_at ? minuteOf(post.written_at) : post.written_at_raw}
            {model.row.answers
              ? ` ${t("to {name}, {number}", {
                  name: isolated(model.row.answers.name),
                  number: String(model.row.answers.number),
                })}`
              : null}
          </small>
        </h2>
        {model.paragraphs.map((paragraph, index) => (
          <p key={paragraph.start} dir="auto" {...(lang ? { lang } : {})}>
            <Marked
              text={post.text.slice(paragraph.start, paragraph.end)}
              marks={marks[index] ?? []}
            />
          </p>
        ))}
      </div>
      {codes ? <Names codes={codes} glosses={glosses} look={look} /> : null}
    </section>
  );
});

interface NamesProps {
  readonly codes: PostCodes;
  readonly glosses: readonly Gloss[];
  readonly look: Look;
}

function Names({ codes, glosses, look }: NamesProps) {
  return (
    <ul className={styles.names}>
      {byCode(codes.whole).map((annotations) => (
        <li key={annotations[0]?.code}>
          <b />
          <Sample paint={paintFor(look, annotations[0]?.code ?? 0, annotations)} />
          <span>
            <bdi>{nameFor(look.codebook, annotations[0]?.code ?? 0)}</bdi>{" "}
            <small>
              {t("whole comment")} {coders(annotations)}
            </small>
          </span>
        </li>
      ))}
      {glosses.map((gloss, place) => (
        <li key={gloss.key}>
          <b>{letterOf(place)}</b>
          <Sample paint={paintFor(look, gloss.code, gloss.annotations)} />
          <span>
            <bdi>{nameFor(look.codebook, gloss.code)}</bdi>{" "}
            <small>
              {coders(gloss.annotations)}
              {gloss.lane === null ? ` “${gloss.annotations[0]?.quote}”` : null}
            </small>
          </span>
        </li>
      ))}
    </ul>
  );
}

function coders(annotations: readonly Gloss["annotations"][number][]): string {
  const names = annotations.map(({ coder }) => initials(coder.name || coder.username));
  return [...new Set(names)].join(" ");
}

/** a, b … z, aa, ab … */
export function letterOf(place: number): string {
  const letter = String.fromCharCode(97 + (place % 26));
  return place < 26 ? letter : `${letterOf(Math.floor(place / 26) - 1)}${letter}`;
}
