/** The text: title, then every post. Short threads stand on the page whole; long ones show what is near the view. */

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  type ReactNode,
  type Ref,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useState,
} from "react";
import { t } from "@/ui/i18n";
import { Awaited } from "./Awaited";
import type { PostModel, ThreadModel } from "./model";
import styles from "./reader.module.css";
import { estimate, useOrder, useWindows } from "./rows";

/** Up to here everything is rendered: the browser's own find, print and free selection work. */
export const WHOLE_UP_TO = 200;
export interface TextHandle {
  /** Brings a post into view and calls back when it is mounted. */
  readonly show: (index: number, then?: (article: HTMLElement) => void) => void;
  /** Index of the first post that can be seen. */
  readonly firstVisible: () => number;
}

interface Props {
  readonly model: ThreadModel;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly handle: Ref<TextHandle>;
  readonly keep: number;
  readonly head: ReactNode;
  readonly foot: ReactNode;
  readonly children: (post: PostModel, layout: number) => ReactNode;
}

export function TextPane(props: Props) {
  const { model, scroller, handle, head, foot } = props;
  const layout = useLayoutTick(scroller);
  const whole = model.posts.length <= WHOLE_UP_TO;
  const Rows = whole ? WholeRows : VirtualRows;
  // The virtual list looks for its scroller once: it must be on the page before the list.
  const [attached, setAttached] = useState(false);
  useLayoutEffect(() => setAttached(true), []);
  return (
    <section
      ref={scroller}
      className={styles.text}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard
      tabIndex={0}
      aria-label={t("Text of the thread")}
    >
      <div className={styles.sheet}>
        {head}
        {attached && model.posts.length > 0 ? (
          <Rows {...props} layout={layout} handle={handle} />
        ) : null}
        {foot}
      </div>
    </section>
  );
}

type RowsProps = Props & { readonly layout: number };

function WholeRows({ model, scroller, handle, layout, children }: RowsProps) {
  useImperativeHandle(
    handle,
    () => ({
      show: (index, then) => {
        const article = rowOf(scroller.current, model.posts[index]);
        if (article === null) return;
        article.scrollIntoView({ block: "nearest" });
        then?.(article);
      },
      firstVisible: () => firstVisible(scroller.current, model),
    }),
    [model, scroller],
  );
  return (
    <div role="feed" aria-label={t("Entry and comments")}>
      {model.posts.map((post) => children(post, layout))}
    </div>
  );
}

function VirtualRows({ model, scroller, handle, layout, keep, children }: RowsProps) {
  // Stable, else the list works out the place of every post again at each step of scrolling.
  const order = useOrder(model.posts);
  const estimateSize = useCallback((index: number) => estimate(order[index]), [order]);
  const getItemKey = useCallback((index: number) => order[index]?.id ?? index, [order]);
  const virtual = useVirtualizer({
    count: model.posts.length,
    getScrollElement: () => scroller.current,
    estimateSize,
    getItemKey,
    overscan: 4,
    rangeExtractor: (range) => {
      const near = defaultRangeExtractor(range);
      return keep < 0 || near.includes(keep) ? near : [...near, keep].sort((a, b) => a - b);
    },
  });
  useWindows(model, virtual.range, keep);
  useImperativeHandle(
    handle,
    () => ({
      show: (index, then) => {
        const mounted = rowOf(scroller.current, model.posts[index]);
        if (mounted && isInside(mounted, scroller.current)) {
          then?.(mounted);
          return;
        }
        virtual.scrollToIndex(index, { align: "start" });
        whenMounted(() => rowOf(scroller.current, model.posts[index]), then);
      },
      firstVisible: () => firstVisible(scroller.current, model),
    }),
    [model, scroller, virtual],
  );
  return (
    <div
      role="feed"
      aria-label={t("Entry and comments")}
      className={styles.virtual}
      style={{ height: virtual.getTotalSize() }}
    >
      {virtual.getVirtualItems().map((item) => (
        <div
          key={item.key}
          ref={virtual.measureElement}
          data-index={item.index}
          role="presentation"
          style={{ transform: `translateY(${item.start}px)` }}
        >
          <Row post={model.posts[item.index]} total={model.posts.length}>
            {(post) => children(post, layout)}
          </Row>
        </div>
      ))}
    </div>
  );
}

/** The post, or its place until its text is here. */
function Row({
  post,
  total,
  children,
}: {
  post: PostModel | undefined;
  total: number;
  children: (post: PostModel) => ReactNode;
}) {
  if (post === undefined) return null;
  return post.isHere ? (
    children(post)
  ) : (
    <Awaited post={post} height={estimate(post)} total={total} />
  );
}

function rowOf(root: ParentNode | null, post: PostModel | undefined): HTMLElement | null {
  return root?.querySelector<HTMLElement>(`[data-post-row="${post?.id}"]`) ?? null;
}

function isInside(row: HTMLElement, scroller: HTMLElement | null): boolean {
  const view = scroller?.getBoundingClientRect();
  const box = row.getBoundingClientRect();
  return view !== undefined && box.top >= view.top && box.bottom <= view.bottom;
}

function firstVisible(scroller: HTMLElement | null, model: ThreadModel): number {
  const top = (scroller?.getBoundingClientRect().top ?? 0) + 8;
  for (const row of scroller?.querySelectorAll<HTMLElement>("[data-post-row]") ?? []) {
    if (row.getBoundingClientRect().bottom > top) {
      return model.byId.get(Number(row.dataset.postRow))?.row.index ?? 0;
    }
  }
  return 0;
}

/** Frames: a text that is far away must be fetched first. */
const TRIES = 600;

function whenMounted(
  find: () => HTMLElement | null,
  then: ((article: HTMLElement) => void) | undefined,
  tries = TRIES,
): void {
  requestAnimationFrame(() => {
    const article = find();
    if (article) then?.(article);
    else if (tries > 0) whenMounted(find, then, tries - 1);
  });
}

/** Counts up whenever lines may have moved: another width, fonts that have just come. */
function useLayoutTick(scroller: RefObject<HTMLElement | null>): number {
  const [tick, setTick] = useState(0);
  useLayoutEffect(() => {
    if (!scroller.current) return;
    let width = scroller.current.clientWidth;
    const observer = new ResizeObserver(([entry]) => {
      const now = entry?.target.clientWidth ?? width;
      if (now !== width) setTick((before) => before + 1);
      width = now;
    });
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [scroller]);
  useEffect(() => {
    const moved = () => setTick((before) => before + 1);
    document.fonts?.addEventListener("loadingdone", moved);
    return () => document.fonts?.removeEventListener("loadingdone", moved);
  }, []);
  return tick;
}
