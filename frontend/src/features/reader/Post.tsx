/** One post: number in the gutter, who and when, the text, its codes. Redrawn only when something of its own changes. */

import { memo, type ReactNode, useMemo, useState } from "react";
import type { Annotation } from "@/api/types";
import { ReadersOf } from "@/features/presence";
import type { HighlightPainter } from "@/text/highlights";
import { Button } from "@/ui/button";
import { minuteOf, t } from "@/ui/i18n";
import { Tag } from "@/ui/status";
import { wordOf } from "@/ui/words";
import type { Gloss, PostCodes } from "./annotations";
import { byCode, CodeChip } from "./CodeChip";
import { ConnectionList, isolated } from "./ConnectionList";
import type { Connection, Connections } from "./connections";
import { marginOf } from "./density";
import { MissingReplies } from "./Gaps";
import { Glosses } from "./Glosses";
import type { Look } from "./look";
import { marksOf, nameFor } from "./marks";
import type { PostModel } from "./model";
import { Paragraph } from "./Paragraph";
import styles from "./post.module.css";

/** What a post can ask of the reader. Stable for its lifetime. */
export interface PostActions {
  readonly goTo: (post: number) => void;
  /** Chooses the caller's own of several annotations that say the same, else the oldest. */
  readonly chooseOwn: (annotations: readonly Annotation[], post: number) => void;
  readonly codePost: (post: number) => void;
  /** Goes from one post to another that it quotes, names or is quoted by. */
  readonly follow: (from: number, to: Connection) => void;
}

export interface PostProps {
  readonly model: PostModel;
  readonly codes: PostCodes | undefined;
  readonly look: Look;
  readonly connections: Connections | undefined;
  /** The chosen annotation, when it is one of this post. */
  readonly chosen: string | null;
  readonly here: boolean;
  readonly canCode: boolean;
  readonly layout: number;
  readonly total: number;
  readonly language: string | null;
  readonly painter: HighlightPainter;
  readonly actions: PostActions;
}

const NO_GLOSSES: readonly Gloss[] = [];

export const Post = memo(function Post(props: PostProps) {
  const { model, codes, look, chosen, here, layout, painter, actions } = props;
  const [opened, setOpened] = useState(false);
  const { post, row } = model;
  const glosses = codes?.glosses ?? NO_GLOSSES;
  const chosenGloss = useMemo(
    () => glosses.find((gloss) => gloss.annotations.some(({ id }) => id === chosen)),
    [glosses, chosen],
  );
  const marks = useMemo(
    () => marksOf(model.paragraphs, glosses, look, chosenGloss),
    [model, glosses, look, chosenGloss],
  );
  const margin = useMemo(
    () => marginOf(model.paragraphs, glosses, chosenGloss),
    [model, glosses, chosenGloss],
  );
  const language = post.language ?? props.language;
  const classes = [styles.post, here && styles.here, row.indent > 0 && styles.reply];
  return (
    <article
      className={classes.filter(Boolean).join(" ")}
      style={{ "--indent": row.indent }}
      id={`post-${model.id}`}
      data-post-row={model.id}
      data-post={model.id}
      {...(look.withCodes ? { "data-with-codes": "" } : {})}
      aria-labelledby={`post-${model.id}-name`}
      aria-posinset={row.index + 1}
      aria-setsize={props.total}
      tabIndex={-1}
      onFocus={() => actions.goTo(model.id)}
    >
      {row.indent > 0 ? <span className={styles.lines} aria-hidden="true" /> : null}
      <PostNumber model={model} />
      <div className={styles.body}>
        <PostHeader {...props} />
        <div data-text>
          {model.paragraphs.map((paragraph, index) => (
            <Paragraph
              key={paragraph.start}
              post={model.id}
              at={paragraph.start}
              text={post.text.slice(paragraph.start, paragraph.end)}
              language={language}
              marks={marks[index] ?? []}
              painter={painter}
              renderer={look.renderer}
            />
          ))}
        </div>
        {model.paragraphs.length === 0 ? (
          <p className="muted">{t("This post has no text.")}</p>
        ) : null}
        {props.connections ? (
          <ConnectionList
            label={model.label}
            connections={props.connections}
            onFollow={(to) => actions.follow(model.id, to)}
          />
        ) : null}
      </div>
      <Glosses
        label={model.label}
        margin={margin}
        look={look}
        chosen={chosenGloss}
        expanded={opened}
        layout={layout}
        onChoose={(gloss) => actions.chooseOwn(gloss.annotations, model.id)}
        onExpand={setOpened}
      />
    </article>
  );
});

function PostNumber({ model }: { model: PostModel }) {
  const label = model.isEntry
    ? t("Entry")
    : t("Comment {number}", { number: String(model.post.number) });
  return (
    <a className={styles.number} href={`#p${model.post.number}`} aria-label={label} tabIndex={-1}>
      {model.isEntry ? (
        <span className={styles.pilcrow} aria-hidden="true">
          ¶
        </span>
      ) : (
        model.post.number
      )}
    </a>
  );
}

function PostHeader({ model, codes, look, chosen, canCode, actions }: PostProps) {
  const { post } = model;
  const { answers } = model.row;
  return (
    <div className={styles.header}>
      <ReadersOf post={post.id} />
      <h2 className={styles.name} id={`post-${model.id}-name`}>
        <span className="vh">
          {model.isEntry ? t("Entry by") : t("Comment {n} by", { n: String(post.number) })}{" "}
        </span>
        <bdi>{model.author}</bdi>
      </h2>
      {post.author?.is_entry_author ? (
        <span className={styles.entryAuthor}>
          {model.isEntry ? null : <span aria-hidden="true">¶</span>}
          {t("entry author")}
        </span>
      ) : null}
      <Written post={post} />
      {post.kind === "pingback" || post.kind === "trackback" ? (
        <Tag>{wordOf(post.kind)}</Tag>
      ) : null}
      {post.status === "approved" ? null : <Tag>{wordOf(post.status)}</Tag>}
      <MissingReplies post={post} />
      {answers ? (
        <span className={styles.re}>
          {t("to {name}, {number}", {
            name: isolated(answers.name),
            number: String(answers.number),
          })}
        </span>
      ) : null}
      {byCode(codes?.whole ?? []).map((annotations) => (
        <CodeChip
          key={annotations[0]?.code}
          annotations={annotations}
          look={look}
          chosen={chosen}
          note={model.isEntry ? t("whole entry") : t("whole comment")}
          onPress={(group) => actions.chooseOwn(group, model.id)}
        />
      ))}
      {byCode(codes?.orphans ?? []).map((annotations) => (
        <CodeChip
          key={annotations[0]?.code}
          annotations={annotations}
          look={look}
          chosen={chosen}
          note={t("its words are gone from the text")}
          onPress={(group) => actions.chooseOwn(group, model.id)}
        />
      ))}
      {codes && codes.annotations.length > 0 ? (
        <span className="vh">{spokenCodes(codes, look)}</span>
      ) : null}
      {canCode ? (
        <span className={styles.acts}>
          <Button
            kind="quiet"
            small
            icon="tag"
            shortcut="C"
            onClick={() => actions.codePost(model.id)}
          >
            <span className={styles.actsWord}>
              {model.isEntry ? t("Code entry") : t("Code comment")}
              {model.isEntry ? null : <span className="vh"> {post.number}</span>}
            </span>
          </Button>
        </span>
      ) : null}
    </div>
  );
}

function Written({ post }: { post: PostModel["post"] }): ReactNode {
  if (post.written_at === null) {
    return post.written_at_raw ? <span className={styles.raw}>{post.written_at_raw}</span> : null;
  }
  if (post.written_at_precision === "relative") {
    // Counted from the capture: "2 weeks ago" is no minute.
    const shown = t("about {date}", { date: minuteOf(post.written_at.slice(0, 10)) });
    return (
      <time dateTime={post.written_at} title={post.written_at_raw ?? undefined}>
        {shown}
      </time>
    );
  }
  const day = post.written_at_precision === "day";
  const shown = minuteOf(day ? post.written_at.slice(0, 10) : post.written_at);
  return <time dateTime={post.written_at}>{shown}</time>;
}

/** Highlights are invisible to assistive technology: the codes are said in words before the text. */
function spokenCodes(codes: PostCodes, { codebook }: Look): string {
  const names = [...new Set(codes.annotations.map(({ code }) => nameFor(codebook, code)))];
  return t("{n, plural, one {# code} other {# codes}}: {names}.", {
    n: names.length,
    names: names.join(", "),
  });
}
