/** The place of a post of a long thread whose text is not here yet: its number and author, and grey lines. */

import { t } from "@/ui/i18n";
import styles from "./awaited.module.css";
import type { PostModel } from "./model";

interface Props {
  readonly post: PostModel;
  /** px, as estimated from the text's length. */
  readonly height: number;
  readonly total: number;
}

export function Awaited({ post, height, total }: Props) {
  return (
    <article
      className={styles.awaited}
      style={{ height, "--indent": post.row.indent }}
      aria-busy="true"
      aria-posinset={post.row.index + 1}
      aria-setsize={total}
      aria-label={t("Comment {number} by {name}, its text is on the way", {
        number: String(post.post.number),
        name: post.author,
      })}
    >
      <p className={styles.head}>
        {post.isEntry ? null : <span>{post.post.number}</span>}
        <bdi>{post.author}</bdi>
      </p>
      <div className={styles.lines} />
    </article>
  );
}
