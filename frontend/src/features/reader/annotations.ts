/**
 * Annotations of a thread, indexed by post. What did not change keeps its identity, so that one new annotation
 * redraws one post, not five thousand.
 */

import type { Annotation } from "@/api/types";
import { assignLanes, type Lanes } from "@/text/lanes";
import type { PostModel, ThreadModel } from "./model";

/** One code on one passage, with everybody who said so. */
export interface Gloss {
  /** The oldest annotation's id. */
  readonly key: string;
  readonly code: number;
  /** UTF-16 units of the post's text. */
  readonly start: number;
  readonly end: number;
  readonly lane: number | null;
  readonly annotations: readonly Annotation[];
}

export class PostCodes {
  readonly annotations: readonly Annotation[];
  readonly post: PostModel | undefined;
  readonly #previous: () => Lanes;
  #lanes: Lanes | undefined;
  #glosses: readonly Gloss[] | undefined;

  constructor(
    annotations: readonly Annotation[],
    post: PostModel | undefined,
    previous: PostCodes | undefined,
  ) {
    this.annotations = annotations;
    this.post = post;
    this.#previous = () => previous?.lanes ?? new Map();
  }

  /** Passages in the order of the text, longest first where they begin together. */
  get glosses(): readonly Gloss[] {
    this.#work();
    return this.#glosses ?? [];
  }

  /** The lane of every annotation, by its id. */
  get lanes(): Lanes {
    this.#work();
    return this.#lanes ?? new Map();
  }

  /** Codes on the whole comment. */
  get whole(): readonly Annotation[] {
    return this.annotations.filter((annotation) => annotation.level === "post");
  }

  /** Passages whose words are no longer in the corrected text: they have no place to be painted. */
  get orphans(): readonly Annotation[] {
    return this.annotations.filter(
      (annotation) => annotation.level === "passage" && !isPlaced(annotation),
    );
  }

  #work(): void {
    if (this.#glosses !== undefined) return;
    const groups = groupPassages(this.annotations, this.post);
    const lanes = assignLanes(groups, keptLanes(groups, this.#previous()));
    this.#lanes = lanesOfAll(groups, lanes);
    this.#glosses = groups
      .map((group) => ({ ...group, lane: lanes.get(group.key) ?? null }))
      .sort((a, b) => a.start - b.start || b.end - a.end);
  }
}

function groupPassages(
  annotations: readonly Annotation[],
  post: PostModel | undefined,
): Omit<Gloss, "lane">[] {
  if (!post?.isHere) return [];
  const groups = new Map<string, Omit<Gloss, "lane"> & { annotations: Annotation[] }>();
  for (const annotation of annotations.toSorted(byAge)) {
    if (!isPlaced(annotation)) continue;
    const name = `${annotation.code}:${annotation.start}:${annotation.end}`;
    const group = groups.get(name);
    if (group) {
      group.annotations.push(annotation);
      continue;
    }
    const start = post.source.offsets.toU16(annotation.start);
    const end = post.source.offsets.toU16(annotation.end);
    groups.set(name, {
      key: annotation.id,
      code: annotation.code,
      start,
      end,
      annotations: [annotation],
    });
  }
  return [...groups.values()];
}

/** A gloss keeps the lane that any of its annotations had, also when the oldest is gone or was filtered away. */
function keptLanes(groups: readonly Omit<Gloss, "lane">[], previous: Lanes): Lanes {
  const kept = new Map<string, number>();
  for (const { key, annotations } of groups) {
    const had = annotations.map(({ id }) => previous.get(id)).find((lane) => lane != null);
    if (had != null) kept.set(key, had);
  }
  return kept;
}

function lanesOfAll(groups: readonly Omit<Gloss, "lane">[], lanes: Lanes): Lanes {
  const all = new Map<string, number | null>();
  for (const { key, annotations } of groups) {
    for (const { id } of annotations) all.set(id, lanes.get(key) ?? null);
  }
  return all;
}

type Placed = Annotation & { start: number; end: number };

function isPlaced(annotation: Annotation): annotation is Placed {
  return annotation.start !== null && annotation.end !== null && annotation.state !== "orphan";
}

function byAge(a: Annotation, b: Annotation): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

export interface AnnotationIndex {
  readonly all: readonly Annotation[];
  readonly byId: ReadonlyMap<string, Annotation>;
  readonly byPost: ReadonlyMap<number, PostCodes>;
  /** Codes on the whole thread. */
  readonly thread: readonly Annotation[];
}

const NONE: AnnotationIndex = { all: [], byId: new Map(), byPost: new Map(), thread: [] };

export function indexAnnotations(
  all: readonly Annotation[],
  model: ThreadModel,
  previous: AnnotationIndex = NONE,
): AnnotationIndex {
  const byId = new Map<string, Annotation>();
  const grouped = new Map<number, Annotation[]>();
  const thread: Annotation[] = [];
  for (const annotation of all) {
    byId.set(annotation.id, annotation);
    if (annotation.post === null) thread.push(annotation);
    else {
      const group = grouped.get(annotation.post);
      if (group) group.push(annotation);
      else grouped.set(annotation.post, [annotation]);
    }
  }
  const byPost = new Map<number, PostCodes>();
  for (const [post, annotations] of grouped) {
    const before = previous.byPost.get(post);
    const of = model.byId.get(post);
    const same = before?.post === of && sameItems(before?.annotations ?? [], annotations);
    byPost.set(post, before && same ? before : new PostCodes(annotations, of, before));
  }
  return {
    all,
    byId,
    byPost,
    thread: sameItems(previous.thread, thread) ? previous.thread : thread,
  };
}

function sameItems(a: readonly Annotation[], b: readonly Annotation[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Annotations in the order in which a reader meets them: thread, then post by post, whole comment before passages. */
export function readingOrder(index: AnnotationIndex, model: ThreadModel): Annotation[] {
  const order = [...index.thread];
  for (const post of model.posts) {
    const codes = index.byPost.get(post.id);
    if (codes === undefined) continue;
    order.push(
      ...codes.whole,
      ...codes.orphans,
      ...codes.glosses.flatMap((gloss) => gloss.annotations.slice(0, 1)),
    );
  }
  return order;
}
