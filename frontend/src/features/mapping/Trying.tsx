/** What the first rows become: a few threads as they would be read, beside the columns. */
import type { CSSProperties } from "react";
import type { Trial, TriedPost, TriedThread } from "@/api/mappings";
import { wordsFor } from "@/api/problem";
import { dateOf, minuteOf, t } from "@/ui/i18n";
import { ScrollRegion } from "@/ui/scroll-region";
import { Loading, Note, Tag } from "@/ui/status";
import { wordOf } from "@/ui/words";
import styles from "./mapping.module.css";
import { trialInWords } from "./words";

const DEEPEST_INDENT = 4;

function whenOf({ written_at, written_at_raw }: TriedPost): string {
  return minuteOf(written_at) || written_at_raw || "";
}

function Post({ post }: { post: TriedPost }) {
  const isEntry = post.kind === "entry";
  const depth = Math.min(post.depth, DEEPEST_INDENT);
  return (
    <li className={styles.post} style={{ "--depth": depth } as CSSProperties}>
      <span className={isEntry ? styles.pilcrow : styles.number} aria-hidden="true">
        {isEntry ? "¶" : post.number}
      </span>
      <span className={styles.who}>
        <span className="vh">
          {isEntry ? t("Entry by") : t("Comment {number} by", { number: post.number })}{" "}
        </span>
        {post.author ? <b>{post.author}</b> : <i>{t("no author")}</i>}
        {post.status === "approved" ? null : <Tag>{wordOf(post.status)}</Tag>}
      </span>
      <span className="muted num">{whenOf(post)}</span>
      <p className={styles.words} dir="auto">
        {post.text || <i className="muted">{t("no text")}</i>}
      </p>
    </li>
  );
}

function Thread({ thread }: { thread: TriedThread }) {
  const from = [thread.author, dateOf(thread.written_at), thread.url].filter(Boolean).join(" · ");
  const attributes = Object.entries(thread.attributes);
  const hidden = thread.comments + 1 - thread.posts.length;
  return (
    <section aria-label={thread.title || t("Untitled")} className={styles.thread}>
      <h3 dir="auto">{thread.title || t("Untitled")}</h3>
      {from ? <p className="muted">{from}</p> : null}
      {attributes.length > 0 ? (
        <p className={styles.answers}>
          {attributes.map(([name, value]) => (
            <Tag key={name}>{t("{name}: {value}", { name, value: String(value) })}</Tag>
          ))}
        </p>
      ) : null}
      <ol>
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

function Remarks({ trial }: { trial: Trial }) {
  if (trial.problems.length === 0) return null;
  const serious = trial.problems.some(({ severity }) => severity !== "info");
  return (
    <details className={styles.remarks} open={serious}>
      <summary>
        {t("{n, plural, one {# remark} other {# remarks}}", { n: trial.problems.length })}
      </summary>
      <ul className="stack">
        {trial.problems.map(({ code, message, hint, item }) => (
          <li key={`${code}-${item}-${message}`}>
            <p>
              {message}
              {item ? <span className="muted"> ({item})</span> : null}
            </p>
            {hint ? <p className="muted">{hint}</p> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface Props {
  trial: Trial | undefined;
  error: unknown;
  /** Why nothing can be tried yet. */
  wanting: string | null;
}

export function Trying({ trial, error, wanting }: Props) {
  return (
    <ScrollRegion className={styles.trying} label={t("How it would be read")}>
      <h2>{t("How it would be read")}</h2>
      {wanting ? <p className="soft">{wanting}</p> : null}
      {error && !wanting ? (
        <Note tone="danger" alert>
          {wordsFor(error)}
        </Note>
      ) : null}
      {!trial && !error && !wanting ? (
        <Loading what={t("Reading the first rows")} lines={6} />
      ) : null}
      {trial && !wanting && !error ? (
        <>
          <p className="soft" role="status">
            {trialInWords(trial)}
          </p>
          <Remarks trial={trial} />
          {trial.threads.map((thread, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two threads may have one title, and none moves
            <Thread key={index} thread={thread} />
          ))}
        </>
      ) : null}
    </ScrollRegion>
  );
}
