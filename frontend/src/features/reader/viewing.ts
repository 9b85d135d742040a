/** The view applied: which annotations and posts are shown, and how codes look. Nothing moves while one reads. */

import { useCallback, useMemo, useRef } from "react";
import type { Marks } from "@/api/marks";
import type { Annotation, Me, Post } from "@/api/types";
import { canPaint } from "@/text/highlights";
import { wantedMarks } from "./census";
import type { Codebook } from "./codes";
import { byTopCode, type ColourBy, codersOf, colourByOf, type Look, rendererOf } from "./look";
import { filterKey, postsOf, type View, type Wanted, wantedBy } from "./view";

export interface Viewing {
  readonly view: View;
  /** Counts up when the reader asks to apply the filter to posts again. */
  readonly round: number;
  readonly withCodes: boolean;
}

export interface Filtered {
  readonly annotations: readonly Annotation[];
  readonly wanted: Wanted | null;
  /** Ids of the posts to show, or null for all. */
  readonly keep: ReadonlySet<number> | null;
  /** How many posts the filter would show or hide if it were applied again now. */
  readonly outdated: number;
}

export function useFiltered(
  annotations: readonly Annotation[],
  posts: readonly Post[],
  codebook: Codebook,
  me: number,
  marks: Marks | null,
  { view, round }: Viewing,
  isLoaded: boolean,
): Filtered {
  const wanted = useMemo(() => wantedBy(view, codebook), [view, codebook]);
  const shown = useWanted(annotations, wanted, filterKey(view), isLoaded ? me : null);
  const counted = useCallback(
    () =>
      posts
        .filter(({ id, awaited }) => awaited && wantedMarks(id, marks, wanted, view).length > 0)
        .map(({ id }) => id),
    [posts, marks, wanted, view],
  );
  const now = useMemo(
    () =>
      view.posts === null ? null : postsOf(view, posts, codedPosts(annotations, wanted, counted())),
    [view, posts, annotations, wanted, counted],
  );
  const keep = useFrozen(now, `${filterKey(view)} ${round}`, isLoaded);
  const outdated = useMemo(() => differing(now, keep), [now, keep]);
  return { annotations: shown, wanted, keep, outdated };
}

/**
 * What the filter lets through, and what the caller has made since it was set: nothing vanishes under the hand.
 * `me`: null as long as not all is here that was made before.
 */
function useWanted(
  annotations: readonly Annotation[],
  wanted: Wanted | null,
  key: string,
  me: number | null,
): readonly Annotation[] {
  const since = useRef<{ key: string; known: ReadonlySet<string> } | null>(null);
  return useMemo(() => {
    if (wanted === null) {
      since.current = null;
      return annotations;
    }
    if (me === null) {
      since.current = null;
      return annotations.filter(wanted);
    }
    since.current =
      since.current?.key === key
        ? since.current
        : { key, known: new Set(annotations.map(({ id }) => id)) };
    const { known } = since.current;
    return annotations.filter((one) => wanted(one) || (one.coder.id === me && !known.has(one.id)));
  }, [annotations, wanted, key, me]);
}

function codedPosts(
  annotations: readonly Annotation[],
  wanted: Wanted | null,
  counted: Iterable<number>,
): Set<number> {
  const coded = new Set<number>(counted);
  for (const one of annotations) {
    if (one.post !== null && (wanted === null || wanted(one))) coded.add(one.post);
  }
  return coded;
}

/** The posts as they matched when the filter was set: coding one must not take it away. */
function useFrozen(
  now: ReadonlySet<number> | null,
  key: string,
  loaded: boolean,
): ReadonlySet<number> | null {
  const frozen = useRef<{ key: string; keep: ReadonlySet<number> | null } | null>(null);
  if (frozen.current?.key !== key || !loaded) {
    frozen.current = { key: loaded ? key : "", keep: now };
  }
  return frozen.current.keep;
}

function differing(a: ReadonlySet<number> | null, b: ReadonlySet<number> | null): number {
  if (a === b || a === null || b === null) return 0;
  let differ = 0;
  for (const id of a) if (!b.has(id)) differ += 1;
  for (const id of b) if (!a.has(id)) differ += 1;
  return differ;
}

export function useLook(
  codebook: Codebook,
  annotations: readonly Annotation[],
  me: Me,
  { view, withCodes }: Viewing,
): Look {
  const colourBy: ColourBy = view.colour ?? colourByOf(me);
  const renderer = withCodes ? "marks" : rendererOf(me, canPaint());
  const shown = useMemo(
    () => (colourBy === "top" ? byTopCode(codebook) : codebook),
    [codebook, colourBy],
  );
  const order = colourBy === "coder" ? codersOf(annotations, me.id).join() : "";
  return useMemo(
    () => ({
      codebook: shown,
      colourBy,
      renderer,
      withCodes,
      coders: order === "" ? [] : order.split(",").map(Number),
    }),
    [shown, colourBy, renderer, withCodes, order],
  );
}
