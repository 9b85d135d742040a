/** What was found in an upload: figures, doubts, and the threads with their posts. */
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import type { Preview, PreviewPost, PreviewThread } from "@/api/preview";
import { dateOf, figure, minuteOf, t } from "@/ui/i18n";
import { Tag } from "@/ui/status";
import { Doubts } from "./Doubts";
import { isUncertain } from "./operations";
import styles from "./review.module.css";
import type { Review } from "./useReview";

const DEEPEST_INDENT = 4;

/** Of a day that is all that the page tells no minute is shown. */
function whenOf(post: PreviewPost): string {
  if (post.written_at && post.written_at_precision === "relative") {
    return t("about {date}", { date: dateOf(post.written_at) });
  }
  const shown = post.written_at_precision === "day" ? dateOf : minuteOf;
  return shown(post.written_at) || post.written_at_raw || t("no date found");
}

interface PostProps {
  post: PreviewPost;
  chosen: boolean;
  first: boolean;
  onChoose: () => void;
  tools: ReactNode;
}

function Post({ post, chosen, first, onChoose, tools }: PostProps) {
  const depth = Math.min(post.depth, DEEPEST_INDENT);
  const isEntry = post.kind === "entry";
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (chosen) button.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <li style={{ "--depth": depth } as CSSProperties}>
      <button
        ref={button}
        type="button"
        className={`${styles.post} ${isUncertain(post) ? styles.unsure : ""}`}
        aria-pressed={chosen}
        tabIndex={chosen || first ? 0 : -1}
        data-post={post.start}
        onClick={onChoose}
      >
        <span className={isEntry ? styles.pilcrow : styles.number} aria-hidden="true">
          {isEntry ? "¶" : post.number}
        </span>
        <span className={styles.who}>
          <span className="vh">
            {isEntry ? t("Entry by") : t("Comment {number} by", { number: post.number })}{" "}
          </span>
          {post.author ? <b>{post.author}</b> : <i>{t("no author found")}</i>}
          {post.status === "approved" ? null : <Tag>{post.status}</Tag>}
          {isUncertain(post) ? (
            <Tag tone="warn" icon="question">
              {post.author ? t("uncertain") : t("author missing")}
            </Tag>
          ) : null}
        </span>
        <span className="muted num">{whenOf(post)}</span>
        <span className={styles.first} dir="auto">
          {post.first}
        </span>
      </button>
      {chosen ? tools : null}
    </li>
  );
}

interface ThreadProps {
  thread: PreviewThread;
  chosen: PreviewPost | null;
  onChoose: (post: PreviewPost) => void;
  tools: ReactNode;
}

function Thread({ thread, chosen, onChoose, tools }: ThreadProps) {
  const from = [thread.site, thread.author].filter(Boolean).join(" · ");
  const hidden = thread.comments + 1 - thread.posts.length;
  const isChosen = (post: PreviewPost) => chosen !== null && chosen === post;
  const none = !thread.posts.some(isChosen);
  return (
    <section aria-label={thread.title || t("Untitled")}>
      <h2>{thread.title || t("Untitled")}</h2>
      <p className="muted">{from}</p>
      <ol className={styles.posts}>
        {thread.posts.map((post, index) => (
          <Post
            key={post.number}
            post={post}
            chosen={isChosen(post)}
            first={none && index === 0}
            onChoose={() => onChoose(post)}
            tools={tools}
          />
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

function Figures({ preview }: { preview: Preview }) {
  const { counts } = preview;
  const shown = [
    [counts.entries, t("{n, plural, one {entry} other {entries}}", { n: counts.entries })],
    [counts.comments, t("{n, plural, one {comment} other {comments}}", { n: counts.comments })],
    [counts.other, t("{n, plural, one {ping} other {pings}}", { n: counts.other })],
    [counts.skipped, t("skipped")],
    [counts.failed, t("failed")],
    [preview.doubts.length, t("to decide")],
  ] as const;
  return (
    <dl className={styles.figures}>
      {shown.map(([n, noun], index) =>
        n > 0 || index < 2 ? (
          <div key={noun}>
            <dt>{noun}</dt>
            <dd>{figure(n)}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

interface Props {
  preview: Preview;
  review: Review;
  editable: boolean;
  tools: ReactNode;
}

export function Found({ preview, review, editable, tools }: Props) {
  const { threads, left_out } = preview;
  const area = useRef<HTMLElement>(null);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = (event.target as HTMLElement).closest("[data-post]");
    if (!step || !row || !area.current) return;
    event.preventDefault();
    const rows = [...area.current.querySelectorAll<HTMLElement>("[data-post]")];
    const next = rows[rows.indexOf(row as HTMLElement) + step];
    next?.focus();
    next?.click();
  };
  return (
    <section
      ref={area}
      className={`stack ${styles.found}`}
      aria-label={t("What was found")}
      onKeyDown={press}
    >
      <Figures preview={preview} />
      <Doubts preview={preview} review={review} editable={editable} />
      {threads.map((thread, index) => (
        <Thread
          // biome-ignore lint/suspicious/noArrayIndexKey: two threads may have one title, and none moves
          key={index}
          thread={thread}
          chosen={review.post}
          onChoose={review.choosePost}
          tools={editable ? tools : null}
        />
      ))}
      {left_out > 0 ? (
        <p className="muted">
          {t("{n, plural, one {# more thread is} other {# more threads are}} not shown.", {
            n: left_out,
          })}
        </p>
      ) : null}
    </section>
  );
}
