/** What can be said of the chosen post: buttons, each with its key, and the small dialogs behind them. */
import { useState } from "react";
import type { PreviewPost } from "@/api/preview";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Select, TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { moveEdge } from "./operations";
import styles from "./review.module.css";
import type { Review } from "./useReview";

export type Asking = "author" | "date" | "parent" | null;

interface Props {
  review: Review;
  post: PreviewPost;
  asking: Asking;
  ask: (asking: Asking) => void;
}

export function PostTools({ review, post, ask }: Props) {
  const { lines, send, busy } = review;
  const why = busy ? t("Being done") : null;
  const at = post.start ?? 0;
  const edge = (which: "start" | "end", by: -1 | 1) =>
    send(moveEdge(lines, post, which, by), t("The boundary was moved"));
  const isEntry = post.kind === "entry";
  return (
    <div className={styles.postTools} role="toolbar" aria-label={t("The chosen post")}>
      {isEntry ? null : (
        <Button
          small
          icon="join"
          shortcut="M"
          aria-keyshortcuts="m"
          why={why}
          onClick={() => send([{ op: "join", at }], t("Joined"))}
        >
          {t("Join to the one before")}
        </Button>
      )}
      <Button small shortcut="A" aria-keyshortcuts="a" why={why} onClick={() => ask("author")}>
        {t("Author…")}
      </Button>
      <Button small shortcut="D" aria-keyshortcuts="d" why={why} onClick={() => ask("date")}>
        {t("Date…")}
      </Button>
      {isEntry ? null : (
        <Button small shortcut="R" aria-keyshortcuts="r" why={why} onClick={() => ask("parent")}>
          {t("Reply to…")}
        </Button>
      )}
      <span className={styles.edges}>
        <Button
          small
          square
          icon="arrowUp"
          aria-label={t("Start a line earlier")}
          aria-keyshortcuts="["
          title="["
          why={why}
          onClick={() => edge("start", -1)}
        />
        <Button
          small
          square
          icon="arrowDown"
          aria-label={t("Start a line later")}
          aria-keyshortcuts="]"
          title="]"
          why={why}
          onClick={() => edge("start", 1)}
        />
        <Button
          small
          square
          icon="chevronUp"
          aria-label={t("End a line earlier")}
          aria-keyshortcuts="{"
          title="{"
          why={why}
          onClick={() => edge("end", -1)}
        />
        <Button
          small
          square
          icon="chevronDown"
          aria-label={t("End a line later")}
          aria-keyshortcuts="}"
          title="}"
          why={why}
          onClick={() => edge("end", 1)}
        />
      </span>
    </div>
  );
}

/** The dialog that is open, if any. */
export function PostQuestion(props: Props) {
  const { asking, post } = props;
  if (asking === null) return null;
  const key = `${asking}-${post.start}`;
  if (asking === "author") return <AskAuthor key={key} {...props} />;
  if (asking === "date") return <AskDate key={key} {...props} />;
  return <AskParent key={key} {...props} />;
}

const done = () => t("Set");

function AskAuthor({ review, post, ask }: Props) {
  const [name, setName] = useState(post.author ?? "");
  const known = [...new Set(review.posts.map((one) => one.author).filter((one) => one !== null))];
  const submit = () => {
    review.send([{ op: "author", at: post.start ?? 0, name: name.trim() || null }], done());
    ask(null);
  };
  return (
    <Dialog
      title={t("Who wrote this?")}
      onClose={() => ask(null)}
      onSubmit={submit}
      actions={
        <Button kind="primary" type="submit">
          {t("Set the author")}
        </Button>
      }
    >
      <TextField
        label={t("Name, as it stands on the page")}
        hint={t("Leave it empty when nobody is named.")}
        value={name}
        list="authors-of-page"
        onChange={(event) => setName(event.target.value)}
      />
      <datalist id="authors-of-page">
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </Dialog>
  );
}

function AskDate({ review, post, ask }: Props) {
  const [when, setWhen] = useState(post.written_at?.slice(0, 16) ?? "");
  const submit = () => {
    const written_at = when ? (when.length === 16 ? `${when}:00` : when) : null;
    review.send([{ op: "date", at: post.start ?? 0, written_at }], done());
    ask(null);
  };
  return (
    <Dialog
      title={t("When was this written?")}
      onClose={() => ask(null)}
      onSubmit={submit}
      actions={
        <Button kind="primary" type="submit">
          {t("Set the date")}
        </Button>
      }
    >
      <TextField
        type="datetime-local"
        label={t("Date and time, as on the page")}
        {...(post.written_at_raw
          ? { hint: t("The page says: {raw}", { raw: post.written_at_raw }) }
          : {})}
        value={when}
        onChange={(event) => setWhen(event.target.value)}
      />
    </Dialog>
  );
}

function AskParent({ review, post, ask }: Props) {
  const [parent, setParent] = useState(String(post.parent ?? ""));
  const earlier = review.posts.filter((one) => one.kind !== "entry" && one.number < post.number);
  const submit = () => {
    const target = earlier.find((one) => String(one.number) === parent);
    review.send([{ op: "parent", at: post.start ?? 0, parent: target?.start ?? null }], done());
    ask(null);
  };
  return (
    <Dialog
      title={t("Whom does this answer?")}
      onClose={() => ask(null)}
      onSubmit={submit}
      actions={
        <Button kind="primary" type="submit">
          {t("Set the reply")}
        </Button>
      }
    >
      <Select
        label={t("It answers")}
        value={parent}
        onChange={(event) => setParent(event.target.value)}
      >
        <option value="">{t("the entry")}</option>
        {earlier.map((one) => (
          <option key={one.number} value={one.number}>
            {one.number} · {one.author ?? t("no author found")}: {one.first.slice(0, 50)}
          </option>
        ))}
      </Select>
    </Dialog>
  );
}
