/** The outline: one line per post with number, author, first words and the pigments of its codes. Virtual when long. */

import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useMemo, useRef } from "react";
import { t } from "@/ui/i18n";
import type { AnnotationIndex, PostCodes } from "./annotations";
import type { Codebook } from "./codes";
import { pigmentFor } from "./marks";
import type { PostModel, ThreadModel } from "./model";
import styles from "./outline.module.css";

const ROW = 44;
const TICKS = 3;

const rowHeight = () => ROW;

interface Props {
  readonly model: ThreadModel;
  readonly index: AnnotationIndex;
  readonly codebook: Codebook;
  readonly current: number | null;
  readonly onGo: (post: number) => void;
}

export const Outline = memo(function Outline(props: Props) {
  const { model, index, codebook, current, onGo } = props;
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: model.posts.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 12,
    // The list's own head stands above it in the same scroller.
    scrollPaddingEnd: 2 * ROW,
  });
  const at = current === null ? -1 : (model.byId.get(current)?.row.index ?? -1);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  const coded = useMemo(
    () => [...index.byPost.keys()].filter((id) => !model.byId.get(id)?.isEntry).length,
    [index, model],
  );
  return (
    <nav
      ref={scroller}
      className={styles.outline}
      data-outline
      aria-label={t("Outline of the thread")}
    >
      <header className={styles.head}>
        <h2>{t("{n, plural, one {# comment} other {# comments}}", { n: model.comments })}</h2>
        <span className="muted">{t("{n} coded", { n: coded })}</span>
      </header>
      <ol
        className={styles.tree}
        style={{
          height: virtual.getTotalSize(),
          "--digits": String(model.comments).length,
        }}
      >
        {virtual.getVirtualItems().map((item) => {
          const post = model.posts[item.index] as PostModel;
          return (
            <li
              key={post.id}
              style={{ transform: `translateY(${item.start}px)` }}
              aria-setsize={model.posts.length}
              aria-posinset={item.index + 1}
            >
              <OutlineRow
                post={post}
                codes={index.byPost.get(post.id)}
                codebook={codebook}
                here={post.id === current}
                onGo={onGo}
              />
            </li>
          );
        })}
      </ol>
    </nav>
  );
});

interface RowProps extends Pick<Props, "codebook" | "onGo"> {
  readonly post: PostModel;
  readonly codes: PostCodes | undefined;
  readonly here: boolean;
}

const OutlineRow = memo(function OutlineRow({ post, codes, codebook, here, onGo }: RowProps) {
  const { row } = post;
  const title = [post.author, row.firstWords].join(": ");
  return (
    <a
      href={`#post-${post.id}`}
      style={{ "--indent": row.indent }}
      title={title}
      {...(here ? { "aria-current": "true" as const } : {})}
      onClick={(event) => {
        event.preventDefault();
        onGo(post.id);
      }}
    >
      <PostNumber post={post} />
      <b className="clip">
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
      <span className={`${styles.words} clip`} dir="auto">
        {row.answers ? (
          <span className="vh">
            {t("answers comment {n}:", { n: String(row.answers.number) })}{" "}
          </span>
        ) : null}
        {row.firstWords}
      </span>
    </a>
  );
});

function PostNumber({ post }: { post: PostModel }) {
  if (!post.isEntry) return <span className={styles.number}>{post.post.number}</span>;
  return (
    <span className={styles.pilcrow}>
      <span aria-hidden="true">¶</span>
      <span className="vh">{t("Entry")}</span>
    </span>
  );
}

function Ticks({ codes, codebook }: { codes: PostCodes | undefined; codebook: Codebook }) {
  const ids = [...new Set(codes?.annotations.map(({ code }) => code) ?? [])];
  if (ids.length === 0) return <span />;
  return (
    <span className={styles.ticks}>
      {ids.slice(0, TICKS).map((id) => (
        <i key={id} className={`k${pigmentFor(codebook, id)}`} aria-hidden="true" />
      ))}
      {ids.length > TICKS ? <span aria-hidden="true">+{ids.length - TICKS}</span> : null}
      <span className="vh">
        {t("{n, plural, one {# code} other {# codes}}", { n: ids.length })}
      </span>
    </span>
  );
}
