/** One line of the outline. */

import { memo } from "react";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import type { Codebook } from "./codes";
import { pigmentFor } from "./marks";
import type { PostModel } from "./model";
import styles from "./outline.module.css";

const TICKS = 3;

interface Props {
  readonly post: PostModel;
  /** Place among the posts shown in the text. */
  readonly place: number;
  readonly codes: readonly number[];
  readonly codebook: Codebook;
  readonly here: boolean;
  /** The Tab key comes here. */
  readonly stop: boolean;
  readonly unread: boolean;
  /** How many posts lie below it. */
  readonly answers: number;
  readonly folded: boolean;
  readonly onFold: (post: number, closed: boolean) => void;
  readonly onGo: (post: number) => void;
}

export const OutlineRow = memo(function OutlineRow(props: Props) {
  const { post, place, codes, codebook, here, answers, folded, onFold, onGo } = props;
  const { row } = post;
  const title = [post.author, row.firstWords].filter(Boolean).join(": ");
  return (
    <>
      <a
        href={`#p${post.post.number}`}
        data-row={place}
        tabIndex={props.stop ? 0 : -1}
        style={{ "--indent": row.indent }}
        title={title}
        {...(props.unread ? { "data-unread": "" } : {})}
        {...(here ? { "aria-current": "true" as const } : {})}
        {...(answers > 0 ? { "aria-expanded": !folded } : {})}
        onClick={(event) => {
          event.preventDefault();
          onGo(post.id);
        }}
      >
        <PostNumber post={post} />
        <b className="clip">
          {props.unread ? <span className="vh">{t("unread")} </span> : null}
          <bdi>{post.author}</bdi>
          {post.post.author?.is_entry_author && !post.isEntry ? (
            <>
              {" "}
              <span className={styles.pilcrow} aria-hidden="true">
                ¶
              </span>
              <span className="vh">{t("entry author")}</span>
            </>
          ) : null}
        </b>
        <Ticks codes={codes} codebook={codebook} />
        {row.answers ? (
          <span className="vh">
            {t("answers comment {n}:", { n: String(row.answers.number) })}{" "}
          </span>
        ) : null}
        <span className={`${styles.words} clip`} dir="auto">
          {folded
            ? t("{n, plural, one {# answer folded} other {# answers folded}}", { n: answers })
            : beginning(post)}
        </span>
      </a>
      {answers > 0 ? (
        <button
          type="button"
          className={styles.fold}
          style={{ "--indent": row.indent }}
          tabIndex={-1}
          aria-label={
            folded
              ? t("Unfold the answers to {post}", { post: post.label })
              : t("Fold the answers to {post}", { post: post.label })
          }
          onClick={() => onFold(post.id, !folded)}
        >
          <Icon name={folded ? "chevronRight" : "chevronDown"} />
        </button>
      ) : null}
    </>
  );
});

/** First words, or, before the text is here, how long it is. */
function beginning({ row, post }: PostModel): string {
  if (post.awaited === undefined) return row.firstWords;
  return t("{n, plural, one {# word} other {# words}}", { n: post.awaited.words });
}

function PostNumber({ post }: { post: PostModel }) {
  if (!post.isEntry) return <span className={styles.number}>{post.post.number}</span>;
  return (
    <span className={styles.pilcrow}>
      <span aria-hidden="true">¶</span>
      <span className="vh">{t("Entry")}</span>
    </span>
  );
}

function Ticks({ codes, codebook }: Pick<Props, "codes" | "codebook">) {
  if (codes.length === 0) return <span />;
  return (
    <span className={styles.ticks}>
      {codes.slice(0, TICKS).map((id) => (
        <i key={id} className={`k${pigmentFor(codebook, id)}`} aria-hidden="true" />
      ))}
      {codes.length > TICKS ? <span aria-hidden="true">+{codes.length - TICKS}</span> : null}
      <span className="vh">
        {t("{n, plural, one {# code} other {# codes}}", { n: codes.length })}
      </span>
    </span>
  );
}
