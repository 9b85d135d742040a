/** A long thread's outline as posts that wait for their texts. */
import type { Post, Thread, ThreadOutline } from "./types";

/** The thread's posts in reading order, without texts. */
export function awaitedPosts({ thread, posts, authors }: ThreadOutline): Post[] {
  return posts.id.map((id, at): Post => {
    const author = posts.author[at];
    return {
      id,
      thread: thread.id,
      kind: posts.kind[at] as Post["kind"],
      number: posts.number[at] ?? at,
      parent: posts.parent[at] ?? null,
      parent_how: null,
      depth: posts.depth[at] ?? 0,
      author: author == null ? null : (authors[author] ?? null),
      written_at: null,
      written_at_raw: "",
      written_at_precision: "none",
      url: "",
      external_id: "",
      status: posts.status[at] as Post["status"],
      language: "",
      text: "",
      text_version: 1,
      sentences: [],
      paragraphs: [],
      links: [],
      flags: [],
      source: NOWHERE,
      version: 0,
      awaited: { length: posts.length[at] ?? 0, words: posts.words[at] ?? 0 },
    };
  });
}

const NOWHERE: Post["source"] = { upload: null, start: null, end: null };

export const withPosts = (outline: ThreadOutline, posts: Post[]): Thread => ({
  ...outline.thread,
  posts,
});

/** The same thread with some posts in the places of those with the same ids. */
export function withTexts(
  thread: Thread,
  placeOf: ReadonlyMap<number, number>,
  posts: readonly Post[],
): Thread {
  const all = thread.posts.slice();
  for (const post of posts) {
    const place = placeOf.get(post.id);
    if (place !== undefined) all[place] = post;
  }
  return { ...thread, posts: all };
}
