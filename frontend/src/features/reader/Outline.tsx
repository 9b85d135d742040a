/** The outline: one line per post with number, author, first words and codes. Branches fold. Virtual: any length. */

import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  memo,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Marks } from "@/api/marks";
import { branchEnds, parentOf, unfolded } from "@/text/folding";
import { hasNumber, type Ranges } from "@/text/ranges";
import { t } from "@/ui/i18n";
import type { AnnotationIndex } from "./annotations";
import type { Codebook } from "./codes";
import type { PostModel, ThreadModel } from "./model";
import { OutlineRow } from "./OutlineRow";
import styles from "./outline.module.css";
import { useLatest } from "./overlays";
import { useFolded } from "./useFolded";

const ROW = 44;
const NO_CODES: readonly number[] = [];

const rowHeight = () => ROW;

interface Props {
  readonly model: ThreadModel;
  readonly index: AnnotationIndex;
  /** What is coded in posts that are not here. */
  readonly marks: Marks | null;
  readonly codebook: Codebook;
  readonly current: number | null;
  /** Numbers of the posts that were read; null until that is known. */
  readonly seen: Ranges | null;
  readonly onGo: (post: number) => void;
}

export const Outline = memo(function Outline(props: Props) {
  const { model, marks, codebook, current, seen, onGo } = props;
  // What was coded is painted in the text first, then here.
  const index = useDeferredValue(props.index);
  const scroller = useRef<HTMLElement>(null);
  const { folded, fold } = useFolded(model.thread.id);
  const depths = useMemo(() => model.posts.map(({ post }) => ({ depth: depthOf(post) })), [model]);
  const ends = useMemo(() => branchEnds(depths), [depths]);
  const shown = useMemo(
    () => unfolded(ends, (at) => folded.has(model.posts[at]?.id ?? -1)),
    [ends, folded, model],
  );
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 12,
    // The list's own head stands above it in the same scroller.
    scrollPaddingEnd: 2 * ROW,
  });
  const at = current === null ? -1 : (model.byId.get(current)?.row.index ?? -1);
  // The one stop of the Tab key: where one is, until arrows lead elsewhere.
  const [stop, setStop] = useState<number | null>(null);
  const home = stop ?? (shown.includes(at) ? at : (shown[0] ?? 0));
  // Follows when one goes elsewhere, not when a branch above is folded.
  const rowOf = useLatest((index: number) => shown.indexOf(index));
  useEffect(() => {
    setStop(null);
    const row = rowOf.current(at);
    if (row >= 0) virtual.scrollToIndex(row, { align: "auto" });
  }, [at, virtual, rowOf]);
  const focus = (target: number) => {
    setStop(target);
    virtual.scrollToIndex(Math.max(shown.indexOf(target), 0), { align: "auto" });
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${target}"]`)?.focus(),
    );
  };
  const pressed = (event: KeyboardEvent) => {
    const here = Number((event.target as HTMLElement).dataset.row ?? Number.NaN);
    const step = Number.isNaN(here)
      ? null
      : stepFor(event.key, here, { shown, ends, depths, folded, model });
    if (step === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (step.fold !== undefined) fold(step.fold, step.closed);
    else focus(step.to);
  };
  const coded = useCoded(model, index, marks);
  const unread = useMemo(
    () => (seen ? model.posts.filter(({ post }) => !hasNumber(seen, post.number)).length : 0),
    [model, seen],
  );
  return (
    <nav
      ref={scroller}
      className={styles.outline}
      data-outline
      aria-label={t("Outline of the thread")}
      onKeyDown={pressed}
    >
      <header className={styles.head}>
        <h2>{t("{n, plural, one {# comment} other {# comments}}", { n: model.comments })}</h2>
        <span className="muted">
          {t("{n} coded", { n: coded })}
          {unread > 0 && seen && seen.length > 0 ? ` · ${t("{n} unread", { n: unread })}` : null}
        </span>
      </header>
      <ol
        className={styles.tree}
        style={{
          height: virtual.getTotalSize(),
          "--digits": String(model.comments).length,
        }}
      >
        {virtual.getVirtualItems().map((item) => {
          const place = shown[item.index] ?? 0;
          const post = model.posts[place] as PostModel;
          const answers = (ends[place] ?? place + 1) - place - 1;
          return (
            <li
              key={post.id}
              style={{ transform: `translateY(${item.start}px)` }}
              aria-setsize={shown.length}
              aria-posinset={item.index + 1}
            >
              <OutlineRow
                post={post}
                place={place}
                codes={codesOf(post, index, marks)}
                codebook={codebook}
                here={post.id === current}
                stop={place === home}
                unread={seen !== null && !hasNumber(seen, post.post.number)}
                answers={post.isEntry ? 0 : answers}
                folded={folded.has(post.id)}
                onFold={fold}
                onGo={onGo}
              />
            </li>
          );
        })}
      </ol>
    </nav>
  );
});

/** The entry stands beside the comments, not above them. */
const depthOf = ({ depth }: PostModel["post"]): number => depth;

function useCoded(model: ThreadModel, index: AnnotationIndex, marks: Marks | null): number {
  return useMemo(() => {
    const coded = new Set(index.byPost.keys());
    for (const id of marks?.posts ?? []) if (!model.byId.get(id)?.isHere) coded.add(id);
    return [...coded].filter((id) => !model.byId.get(id)?.isEntry).length;
  }, [index, marks, model]);
}

const kept = new WeakMap<object, readonly number[]>();

/** The codes of a post, each once; the same array as long as nothing changed. */
function codesOf(post: PostModel, index: AnnotationIndex, marks: Marks | null): readonly number[] {
  const all = post.isHere ? index.byPost.get(post.id)?.annotations : marks?.at(post.id);
  if (all === undefined || all.length === 0) return NO_CODES;
  const known = kept.get(all);
  if (known) return known;
  const codes = [...new Set(all.map(({ code }) => code))];
  kept.set(all, codes);
  return codes;
}

interface Tree {
  readonly shown: readonly number[];
  readonly ends: Int32Array;
  readonly depths: readonly { depth: number }[];
  readonly folded: ReadonlySet<number>;
  readonly model: ThreadModel;
}

type Step =
  | { readonly to: number; readonly fold?: undefined }
  | { readonly fold: number; readonly closed: boolean };

/** Up and Down, Home and End; Left closes a branch or goes to what it answers; Right opens one or goes into it. */
function stepFor(key: string, here: number, tree: Tree): Step | null {
  const { shown, ends, depths, folded, model } = tree;
  const row = shown.indexOf(here);
  const to = (index: number): Step => ({
    to: shown[Math.min(Math.max(index, 0), shown.length - 1)] ?? 0,
  });
  if (key === "ArrowDown") return to(row + 1);
  if (key === "ArrowUp") return to(row - 1);
  if (key === "Home") return to(0);
  if (key === "End") return to(shown.length - 1);
  const post = model.posts[here];
  const hasAnswers = (ends[here] ?? 0) > here + 1 && !post?.isEntry;
  if (key === "ArrowRight" && post && hasAnswers) {
    return folded.has(post.id) ? { fold: post.id, closed: false } : to(row + 1);
  }
  if (key === "ArrowLeft" && post) {
    if (hasAnswers && !folded.has(post.id)) return { fold: post.id, closed: true };
    const parent = parentOf(depths, here);
    return parent < 0 ? null : { to: parent };
  }
  return null;
}
