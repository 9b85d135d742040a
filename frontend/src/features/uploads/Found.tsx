/** What was found in an upload: figures, remarks, and the threads with their posts. */
import type { CSSProperties } from "react";
import type { Preview, PreviewPost, PreviewThread } from "@/api/preview";
import { figure, minuteOf, t } from "@/ui/i18n";
import { ScrollRegion } from "@/ui/scroll-region";
import { Note } from "@/ui/status";
import styles from "./review.module.css";
import { OneProblem } from "./UploadItem";

const DEEPEST_INDENT = 4;

function Post({ post }: { post: PreviewPost }) {
  const depth = Math.min(post.depth, DEEPEST_INDENT);
  return (
    <li className={styles.post} style={{ "--depth": depth } as CSSProperties}>
      <span className={post.kind === "entry" ? styles.pilcrow : styles.number} aria-hidden="true">
        {post.kind === "entry" ? "¶" : post.number}
      </span>
      <p className={styles.who}>
        <span className="vh">
          {post.kind === "entry"
            ? t("Entry by")
            : t("Comment {number} by", { number: post.number })}{" "}
        </span>
        {post.author ? <b>{post.author}</b> : <i>{t("no author found")}</i>}
      </p>
      <span className="muted num">
        {minuteOf(post.written_at) || post.written_at_raw || t("no date found")}
      </span>
      <p className={styles.first} dir="auto">
        {post.first}
      </p>
    </li>
  );
}

function Thread({ thread }: { thread: PreviewThread }) {
  const from = [thread.site, thread.author].filter(Boolean).join(" · ");
  const hidden = thread.comments + 1 - thread.posts.length;
  return (
    <section aria-label={thread.title || t("Untitled")}>
      <h2>{thread.title || t("Untitled")}</h2>
      <p className="muted">{from}</p>
      <ol className={styles.posts}>
        {thread.posts.map((post) => (
          <Post key={post.number} post={post} />
        ))}
      </ol>
      {hidden > 0 ? (
        <p className="muted">
          {t("{n, plural, one {# more post is} other {# more posts are}} not shown.", {
            n: hidden,
          })}
        </p>
      ) : null}
    </section>
  );
}

function Figures({ counts }: Pick<Preview, "counts">) {
  const shown = [
    [counts.entries, t("{n, plural, one {entry} other {entries}}", { n: counts.entries })],
    [counts.comments, t("{n, plural, one {comment} other {comments}}", { n: counts.comments })],
    [counts.skipped, t("skipped")],
    [counts.failed, t("failed")],
  ] as const;
  return (
    <dl className={styles.figures}>
      {shown.map(([n, noun]) => (
        <div key={noun}>
          <dt>{noun}</dt>
          <dd>{figure(n)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Found({ preview }: { preview: Preview }) {
  const { threads, problems, left_out } = preview;
  return (
    <ScrollRegion className={`stack ${styles.found}`} label={t("What was found")}>
      <Figures counts={preview.counts} />
      {problems.length > 0 ? (
        <Note tone="warn" icon="question">
          <ul className="stack">
            {problems.map((problem) => (
              <OneProblem
                key={`${problem.code}-${problem.start}-${problem.message}`}
                {...problem}
              />
            ))}
          </ul>
        </Note>
      ) : null}
      {threads.map((thread, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two threads may have one title, and none moves
        <Thread key={index} thread={thread} />
      ))}
      {left_out > 0 ? (
        <p className="muted">
          {t("{n, plural, one {# more thread is} other {# more threads are}} not shown.", {
            n: left_out,
          })}
        </p>
      ) : null}
    </ScrollRegion>
  );
}
