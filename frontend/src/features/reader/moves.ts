/** The steps of moving about: from post to post, from annotation to annotation, and choosing one. */

import type { Dispatch, RefObject } from "react";
import type { Annotation } from "@/api/types";
import { rangeOver, stretchesIn } from "@/text/places";
import type { Passage } from "@/text/selection";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import { readingOrder } from "./annotations";
import type { Coding } from "./coding";
import { codedElsewhere, isCoded } from "./elsewhere";
import { nameFor } from "./marks";
import type { PostModel } from "./model";
import { clusterOf, glossesAt, glossWith, nextOf } from "./overlapping";
import type { ReaderAction } from "./state";
import type { TextHandle } from "./TextPane";
import type { Now } from "./useReader";

export interface MovingMeans {
  readonly now: RefObject<Now>;
  readonly dispatch: Dispatch<ReaderAction>;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly text: RefObject<TextHandle | null>;
  readonly coding: Pick<Coding, "kept">;
}

export class Moves {
  readonly #means: MovingMeans;
  /** The post being gone to: a held key may be faster than the text that follows it. */
  #going: number | null = null;

  constructor(means: MovingMeans) {
    this.#means = means;
  }

  get #now(): Now {
    return this.#means.now.current;
  }

  readonly chosen = (): Annotation | undefined => {
    const { state, data } = this.#now;
    return state.chosen === null ? undefined : data.index.byId.get(state.chosen);
  };

  /** The chosen annotation, also one that was made too shortly ago to be drawn. */
  readonly inHand = (): Annotation | undefined => {
    const { state, data } = this.#now;
    const isDrawn = data.all.some(({ id }) => id === state.chosen);
    return isDrawn ? this.chosen() : this.#means.coding.kept(state.chosen ?? "");
  };

  readonly choose = (annotation: string, post: number | null) => {
    this.#means.dispatch({ type: "choose", annotation, post });
  };

  /** Chooses the caller's own of several annotations that say the same, else the oldest. */
  readonly chooseOwn = (annotations: readonly Annotation[], post: number | null) => {
    const own = annotations.find(({ coder }) => coder.id === this.#now.data.me.id);
    const annotation = own ?? annotations[0];
    if (annotation) this.choose(annotation.id, post);
  };

  readonly goTo = (post: number) => {
    this.#going = null;
    this.#means.dispatch({ type: "goTo", post });
  };

  /** Goes to the next (1) or previous (-1) post; from one that is out of sight, to what can be seen. */
  readonly stepPost = (by: 1 | -1) => {
    const { model } = this.#now.data;
    const { text } = this.#means;
    const current = model.byId.get(this.#going ?? this.#now.state.current ?? -1);
    const here = current && (this.#going !== null || this.#inSight(current.id));
    const next = here ? current.row.index + by : (text.current?.firstVisible() ?? 0);
    const post = model.posts[Math.min(Math.max(next, 0), model.posts.length - 1)];
    if (post) this.show(post.id);
  };

  /** Brings a post into view and puts the focus on it. */
  readonly show = (post: number) => {
    const index = this.#now.data.model.byId.get(post)?.row.index;
    if (index === undefined) return;
    this.goTo(post);
    this.#going = post;
    this.#whenShown((text) =>
      text.show(index, (article) => {
        if (this.#going !== post) return;
        this.#going = null;
        article.focus({ preventScroll: true });
      }),
    );
  };

  readonly stepAnnotation = (by: 1 | -1) => {
    const { data, state } = this.#now;
    const order = readingOrder(data.index, data.model);
    const chosen = this.chosen();
    const at = chosen ? order.findIndex((one) => sameSpot(one, chosen)) : -1;
    const from = data.model.byId.get(state.current ?? -1)?.row.index ?? 0;
    const ahead = order.findIndex((one) => this.#indexOf(one) >= from);
    const fresh = by === 1 ? ahead : (ahead === -1 ? order.length : ahead) - 1;
    const next = at === -1 ? order[fresh] : order[at + by];
    const begin = chosen ? this.#indexOf(chosen) : from - by;
    const elsewhere = codedElsewhere(data, begin, next ? this.#indexOf(next) : null, by);
    if (elsewhere) {
      this.#showCoded(elsewhere, by);
      return;
    }
    if (order.length === 0) announce(t("Nothing is coded here yet"));
    const last = by === 1 ? order.at(-1) : order[0];
    const target = next ?? last;
    if (target) this.showAnnotation(target);
  };

  /** Goes to a post whose annotations are not here yet, and chooses its first or last. */
  #showCoded(post: PostModel, by: 1 | -1): void {
    this.goTo(post.id);
    this.#going = post.id;
    this.#whenShown((text) =>
      text.show(post.row.index, () => {
        if (this.#going !== post.id) return;
        this.#going = null;
        const { index, model } = this.#now.data;
        const own = readingOrder(index, model).filter((one) => one.post === post.id);
        const annotation = by === 1 ? own[0] : own.at(-1);
        if (annotation) this.showAnnotation(annotation);
      }),
    );
  }

  /** Goes to the next post that nobody, of those whose codes are shown, has coded; from the last one to the first. */
  readonly stepUncoded = () => {
    const { data, state } = this.#now;
    const { posts, byId } = data.model;
    const at = byId.get(this.#going ?? state.current ?? -1)?.row.index ?? -1;
    const onwards = [...posts.slice(at + 1), ...posts.slice(0, at + 1)];
    const next = onwards.find((post) => !isCoded(data, post));
    if (next === undefined) announce(t("Everything here has a code"));
    else {
      if (next.row.index <= at) announce(t("None further on: from the beginning again"));
      this.show(next.id);
    }
  };

  /** Chooses the next of the passages over a place, else of those that overlap with the chosen one. UTF-16 units. */
  readonly overlap = (at: number | null) => {
    const { data, state } = this.#now;
    const glosses = data.index.byPost.get(state.current ?? -1)?.glosses ?? [];
    const chosen = glossWith(glosses, state.chosen);
    const under =
      at === null ? (chosen ? clusterOf(glosses, chosen) : glosses) : glossesAt(glosses, at);
    const next = nextOf(under, state.chosen);
    if (next === undefined) announce(t("No coded passage here"));
    else {
      this.chooseOwn(next.annotations, state.current);
      const values = { code: nameFor(data.codebook, next.code), n: under.indexOf(next) + 1 };
      announce(t("{code}, {n} of {count}", { ...values, count: under.length }));
    }
  };

  readonly showAnnotation = (annotation: Annotation) => {
    const { data } = this.#now;
    this.choose(annotation.id, annotation.post);
    const post = data.model.byId.get(annotation.post ?? -1);
    if (post === undefined) return;
    this.#whenShown((text) =>
      text.show(post.row.index, (article) => {
        article.focus({ preventScroll: true });
        if (annotation.start === null || annotation.end === null) return;
        const { offsets } = post.source;
        this.reveal(article, offsets.toU16(annotation.start), offsets.toU16(annotation.end));
      }),
    );
  };

  /** Scrolls as little as is needed to see a stretch of a mounted post. UTF-16 units. */
  readonly reveal = (article: HTMLElement, start: number, end: number) => {
    const scroller = this.#means.scroller.current;
    const box = rangeOver(stretchesIn(article, start, end))?.getBoundingClientRect();
    const view = scroller?.getBoundingClientRect();
    if (!scroller || !box || !view) return;
    const [top, bottom] = [view.top + 48, view.bottom - 48];
    if (box.top < top || box.height > bottom - top) scroller.scrollTop += box.top - top;
    else if (box.bottom > bottom) scroller.scrollTop += box.bottom - bottom;
  };

  /** Selects a passage again, or puts the caret at its end: the palette's field had taken the selection. */
  readonly reselect = ({ post, start, end }: Passage, collapsed: boolean) => {
    const source = this.#now.data.model.byId.get(post)?.source;
    const article = this.#article(post);
    if (source === undefined || article === null) return;
    const { offsets } = source;
    const range = rangeOver(stretchesIn(article, offsets.toU16(start), offsets.toU16(end)));
    if (range === null) return;
    if (collapsed) range.collapse(false);
    const selection = document.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
  };

  /** Gives the keyboard back to the current post. */
  readonly focusPost = () => {
    const { current } = this.#now.state;
    const article = this.#article(current);
    (article ?? this.#means.scroller.current)?.focus({ preventScroll: true });
  };

  /** On narrow screens the text may be coming into view only with the next render. */
  #whenShown(run: (text: TextHandle) => void): void {
    const { scroller, text } = this.#means;
    const act = () => {
      if (text.current && scroller.current?.offsetParent) run(text.current);
    };
    if (scroller.current?.offsetParent) act();
    else requestAnimationFrame(act);
  }

  #inSight(post: number): boolean {
    const box = this.#article(post)?.getBoundingClientRect();
    const view = this.#means.scroller.current?.getBoundingClientRect();
    return !!box && !!view && box.bottom > view.top && box.top < view.bottom;
  }

  #article(post: number | null): HTMLElement | null {
    const row = `[data-post-row="${post}"]`;
    return this.#means.scroller.current?.querySelector<HTMLElement>(row) ?? null;
  }

  #indexOf(annotation: Annotation): number {
    return this.#now.data.model.byId.get(annotation.post ?? -1)?.row.index ?? -1;
  }
}

function sameSpot(a: Annotation, b: Annotation): boolean {
  if (a.id === b.id) return true;
  return (
    a.level === b.level &&
    a.post === b.post &&
    a.code === b.code &&
    a.start === b.start &&
    a.end === b.end
  );
}
