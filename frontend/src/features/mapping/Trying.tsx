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
        {post.text.replace(/\n{2,}/g, "\n") || <i className="muted">{t("no text")}</i>}
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

const ALIKE = 3;
type Problem = Trial["problems"][number];

/** One remark of many rows is one remark: some of the rows, and how many more. */
function alike(problems: readonly Problem[]): [Problem, ...Problem[]][] {
  const byCode = new Map<string, [Problem, ...Problem[]]>();
  for (const problem of problems) {
    const known = byCode.get(problem.code);
    if (known) known.push(problem);
    else byCode.set(problem.code, [problem]);
  }
  return [...byCode.values()];
}

function Remarks({ trial }: { trial: Trial }) {
  if (trial.problems.length === 0) return null;
  return (
    <details className={styles.remarks}>
      <summary>
        {t("{n, plural, one {# remark} other {# remarks}}", { n: trial.problems.length })}
      </summary>
      <ul className="stack">
        {alike(trial.problems).map((same) => (
          <li key={same[0].code}>
            {same.slice(0, ALIKE).map(({ message, item }) => (
              <p key={`${item}-${message}`}>
                {message}
                {item ? <span className="muted"> ({item})</span> : null}
              </p>
            ))}
            {same.length > ALIKE ? (
              <p className="muted">{t("and {n} more", { n: same.length - ALIKE })}</p>
            ) : null}
            {same[0].hint ? <p className="muted">{same[0].hint}</p> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What the mapping leaves open: it can be read so, but perhaps nobody meant it. */
function Open({ hints }: { hints: readonly string[] }) {
  if (hints.length === 0) return null;
  return (
    <ul className={styles.hints}>
      {hints.map((hint) => (
        <li key={hint}>{hint}</li>
      ))}
    </ul>
  );
}

interface Props {
  trial: Trial | undefined;
  error: unknown;
  /** Why nothing can be tried yet. */
  wanting: string | null;
  hints: readonly string[];
}

export function Trying({ trial, error, wanting, hints }: Props) {
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
          <Open hints={hints} />
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
