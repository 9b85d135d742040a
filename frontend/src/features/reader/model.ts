/** A thread as the reader shows it: posts with their offsets and paragraphs, worked out when first needed. */

import type { Post, Thread } from "@/api/types";
import type { UnitRange } from "@/text/graphemes";
import { paragraphsOf } from "@/text/paragraphs";
import { type PassageText, passageText } from "@/text/selection";
import { type TreeRow, treeRows } from "@/text/tree";
import { t } from "@/ui/i18n";

export class PostModel {
  readonly post: Post;
  readonly row: TreeRow;
  #source: PassageText | undefined;
  #paragraphs: readonly UnitRange[] | undefined;

  constructor(post: Post, row: TreeRow) {
    this.post = post;
    this.row = row;
  }

  get id(): number {
    return this.post.id;
  }

  get source(): PassageText {
    this.#source ??= passageText(this.post.text);
    return this.#source;
  }

  get paragraphs(): readonly UnitRange[] {
    this.#paragraphs ??= paragraphsOf(this.post.text);
    return this.#paragraphs;
  }

  /** False, in long threads, until the text comes. */
  get isHere(): boolean {
    return this.post.awaited === undefined;
  }

  get isEntry(): boolean {
    return this.post.kind === "entry";
  }

  get author(): string {
    return this.post.author?.name || "No name";
  }

  /** "Entry" or "comment 5", for use in the middle of a sentence. */
  get label(): string {
    return this.isEntry ? t("the entry") : t("comment {number}", { number: this.post.number });
  }
}

export interface ThreadModel {
  readonly thread: Thread;
  readonly posts: readonly PostModel[];
  readonly byId: ReadonlyMap<number, PostModel>;
  /** Those that a filter leaves out, too. */
  readonly comments: number;
  /** How many posts a filter of posts leaves out. */
  readonly filteredOut: number;
  /** How many posts are not shown, by what they are ("spam", "pingback" …). */
  readonly hidden: ReadonlyMap<string, number>;
}

/** What a post is that readers are not shown at first; null for all others. */
export function hiddenAs({ kind, status }: Post): string | null {
  if (kind === "entry") return null;
  if (status !== "approved") return status;
  return kind === "comment" ? null : kind;
}

/** Leaves out what is hidden, unless something answers it or it was coded. */
function shownOf(posts: readonly Post[], coded: ReadonlySet<number>): Post[] {
  const needed = new Set<number>(coded);
  const shown = posts.toReversed().filter((post) => {
    const shows = hiddenAs(post) === null || needed.has(post.id);
    if (shows && post.parent !== null) needed.add(post.parent);
    return shows;
  });
  return shown.toReversed();
}

const made = new WeakMap<Post, PostModel>();

/** The same model as long as post and row say the same: a new window of a long thread redraws no other post. */
function modelOf(post: Post, row: TreeRow): PostModel {
  const before = made.get(post);
  if (before && before.row.index === row.index && sameAnswer(before.row, row)) return before;
  const model = new PostModel(post, row);
  made.set(post, model);
  return model;
}

function sameAnswer({ answers: a }: TreeRow, { answers: b }: TreeRow): boolean {
  return a?.id === b?.id && a?.name === b?.name && a?.number === b?.number;
}

const ALL: ReadonlySet<number> = new Set();

/** `keep`: ids of the posts that a filter lets through, or null for all. */
export function threadModel(
  thread: Thread,
  hiddenToo = true,
  coded: ReadonlySet<number> = ALL,
  keep: ReadonlySet<number> | null = null,
): ThreadModel {
  const kept = shownOf(thread.posts, coded);
  const keptIds = new Set(kept.map((post) => post.id));
  const hidden = new Map<string, number>();
  for (const post of thread.posts) {
    const as = keptIds.has(post.id) ? null : hiddenAs(post);
    if (as !== null) hidden.set(as, (hidden.get(as) ?? 0) + 1);
  }
  const unfiltered = hiddenToo ? thread.posts : kept;
  const shown = keep === null ? unfiltered : unfiltered.filter(({ id }) => keep.has(id));
  const rows = treeRows(shown, unfiltered);
  const posts = shown.map((post, index) => modelOf(post, rows[index] as TreeRow));
  return {
    thread,
    posts,
    byId: new Map(posts.map((post) => [post.id, post])),
    comments: unfiltered.filter(({ kind }) => kind !== "entry").length,
    filteredOut: unfiltered.length - shown.length,
    hidden,
  };
}
