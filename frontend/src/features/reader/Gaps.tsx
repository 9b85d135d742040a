/** What the source knew and the corpus does not have: comments that were not collected. */

import type { Post, Thread } from "@/api/types";
import { t } from "@/ui/i18n";
import { Tag } from "@/ui/status";

/** Says how many comments of the thread were known to be missing when it was collected. */
export function MissingComments({ thread }: { thread: Pick<Thread, "attributes"> }) {
  const missing = thread.attributes.comments_missing;
  if (typeof missing !== "number" || missing <= 0) return null;
  return (
    <p className="muted">
      {t(
        "Known to be missing when this was collected: {n, plural, one {at least # comment} other {at least # comments}}.",
        { n: missing },
      )}
    </p>
  );
}

/** Marks a post whose answers were held back by the source. */
export function MissingReplies({ post }: { post: Pick<Post, "flags"> }) {
  if (!post.flags.includes("replies_missing")) return null;
  return <Tag>{t("has answers that were not collected")}</Tag>;
}
