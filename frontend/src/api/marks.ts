/** What was coded in the posts of a long thread whose annotations are not here: counts, kept right by the news. */
import type { Annotation, ThreadOutline } from "./types";

export interface Mark {
  readonly code: number;
  readonly coder: number;
  readonly count: number;
}

const NONE: readonly Mark[] = [];

export class Marks {
  readonly #byPost: ReadonlyMap<number, readonly Mark[]>;
  /** The last event that they take into account. */
  readonly seq: number;

  constructor(byPost: ReadonlyMap<number, readonly Mark[]>, seq: number) {
    this.#byPost = byPost;
    this.seq = seq;
  }

  static of({ posts, marks, seq }: ThreadOutline): Marks {
    const idOf = new Map(posts.number.map((number, at) => [number, posts.id[at] as number]));
    const byPost = new Map<number, Mark[]>();
    marks.post.forEach((number, at) => {
      const id = idOf.get(number);
      const mark = { code: marks.code[at], coder: marks.coder[at], count: marks.count[at] } as Mark;
      const others = id === undefined ? undefined : byPost.get(id);
      if (others) others.push(mark);
      else if (id !== undefined) byPost.set(id, [mark]);
    });
    return new Marks(byPost, seq);
  }

  /** The marks of a post, by its id. */
  at(post: number): readonly Mark[] {
    return this.#byPost.get(post) ?? NONE;
  }

  /** How many annotations there are in the posts for which `counts` says so. */
  total(counts: (post: number) => boolean): number {
    let total = 0;
    for (const [post, marks] of this.#byPost) {
      if (counts(post)) total += marks.reduce((sum, { count }) => sum + count, 0);
    }
    return total;
  }

  /** Ids of all posts that carry codes. */
  get posts(): Iterable<number> {
    return this.#byPost.keys();
  }

  /** What an event changes: the annotation as it was (null: made by it) and as it is (null: deleted). */
  after(before: Annotation | null, after: Annotation | null, seq: number): Marks {
    const byPost = new Map(this.#byPost);
    if (before) add(byPost, before, -1);
    if (after) add(byPost, after, 1);
    return new Marks(byPost, seq);
  }

  /** Puts the counts of these annotations in place of those of `posts`, whose annotations they all are. */
  counted(posts: Iterable<number>, annotations: readonly Annotation[]): Marks {
    const byPost = new Map(this.#byPost);
    for (const post of posts) byPost.delete(post);
    for (const annotation of annotations) add(byPost, annotation, 1);
    return new Marks(byPost, this.seq);
  }
}

function add(byPost: Map<number, readonly Mark[]>, annotation: Annotation, by: number): void {
  const { post, code, coder } = annotation;
  if (post === null) return;
  const others = byPost.get(post) ?? NONE;
  const known = others.find((mark) => mark.code === code && mark.coder === coder.id);
  const rest = others.filter((mark) => mark !== known);
  const count = (known?.count ?? 0) + by;
  if (count > 0) byPost.set(post, [...rest, { code, coder: coder.id, count }]);
  else if (rest.length > 0) byPost.set(post, rest);
  else byPost.delete(post);
}
