/** A thread as the reader shows it: posts with their offsets and paragraphs, worked out when first needed. */

import type { Post, Thread } from "@/api/types";
import type { UnitRange } from "@/text/graphemes";
import { paragraphsOf } from "@/text/paragraphs";
import { type PassageText, passageText } from "@/text/selection";
import { type TreeRow, treeRows } from "@/text/tree";

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

  get isEntry(): boolean {
    return this.post.kind === "entry";
  }

  get author(): string {
    return this.post.author?.name || "No name";
  }

  /** "Entry" or "comment 5", for use in the middle of a sentence. */
  get label(): string {
    return this.isEntry ? "the entry" : `comment ${this.post.number}`;
  }
}

export interface ThreadModel {
  readonly thread: Thread;
  readonly posts: readonly PostModel[];
  readonly byId: ReadonlyMap<number, PostModel>;
  readonly comments: number;
}

export function threadModel(thread: Thread): ThreadModel {
  const rows = treeRows(thread.posts);
  const posts = thread.posts.map((post, index) => new PostModel(post, rows[index] as TreeRow));
  return {
    thread,
    posts,
    byId: new Map(posts.map((post) => [post.id, post])),
    comments: thread.posts.filter((post) => post.kind !== "entry").length,
  };
}
