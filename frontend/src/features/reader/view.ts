/** What of a thread's codes is shown, and in which colours: as the address says it, so that a link shows the same. */

import type { Level } from "@/api/types";
import type { Codebook } from "./codes";
import { COLOURS, type ColourBy } from "./look";

export const LEVELS: readonly Level[] = ["passage", "post", "thread"];
const POSTS = ["coded", "uncoded"] as const;

export interface View {
  readonly codes: readonly number[];
  /** Codes with all that stand below them. */
  readonly under: readonly number[];
  readonly coders: readonly number[];
  readonly levels: readonly Level[];
  /** Only posts with, or only posts without, what the other filters let through. */
  readonly posts: (typeof POSTS)[number] | null;
  /** Null: as the person's preference says. */
  readonly colour: ColourBy | null;
}

export const EVERYTHING: View = {
  codes: [],
  under: [],
  coders: [],
  levels: [],
  posts: null,
  colour: null,
};

/** The view in an address: `code=4,5`, `under=3`, `coder=7`, `level=passage`, `posts=uncoded`, `colour=top`. */
export type ViewSearch = Partial<
  Record<"code" | "under" | "coder" | "level" | "posts" | "colour", string>
>;

export function viewOf(search: Readonly<Record<string, unknown>>): View {
  const words = (name: string) =>
    String(search[name] ?? "")
      .split(",")
      .filter(Boolean);
  const ids = (name: string) => words(name).map(Number).filter(Number.isInteger);
  return {
    codes: ids("code"),
    under: ids("under"),
    coders: ids("coder"),
    levels: LEVELS.filter((level) => words("level").includes(level)),
    posts: POSTS.find((one) => one === search.posts) ?? null,
    colour: COLOURS.find((one) => one === search.colour) ?? null,
  };
}

export function searchOf(view: View): ViewSearch {
  const search: ViewSearch = {};
  if (view.codes.length > 0) search.code = view.codes.join(",");
  if (view.under.length > 0) search.under = view.under.join(",");
  if (view.coders.length > 0) search.coder = view.coders.join(",");
  if (view.levels.length > 0) search.level = view.levels.join(",");
  if (view.posts) search.posts = view.posts;
  if (view.colour) search.colour = view.colour;
  return search;
}

/** The same for two views that show the same annotations and posts, whatever their colours. */
export function filterKey(view: View): string {
  return JSON.stringify(searchOf({ ...view, colour: null }));
}

export type Wanted = (annotation: {
  readonly code: number;
  readonly coder: { readonly id: number };
  readonly level: Level;
}) => boolean;

/** Within one kind of filter any may match, between kinds all must. Null when nothing is filtered. */
export function wantedBy(view: View, codebook: Codebook): Wanted | null {
  const byCode = view.codes.length + view.under.length > 0;
  if (!byCode && view.coders.length === 0 && view.levels.length === 0) return null;
  const codes = new Set(view.codes);
  const under = new Set(view.under);
  for (const { id } of codebook.byId.values()) {
    if (isUnder(id, under, codebook)) codes.add(id);
  }
  const coders = new Set(view.coders);
  const levels = new Set(view.levels);
  return ({ code, coder, level }) =>
    (!byCode || codes.has(code)) &&
    (coders.size === 0 || coders.has(coder.id)) &&
    (levels.size === 0 || levels.has(level));
}

function isUnder(code: number, tops: ReadonlySet<number>, codebook: Codebook): boolean {
  if (tops.size === 0) return false;
  const seen = new Set<number>();
  let at: number | null = code;
  while (at !== null && !seen.has(at)) {
    if (tops.has(at)) return true;
    seen.add(at);
    at = codebook.byId.get(at)?.code.parent ?? null;
  }
  return false;
}

/** Ids of the posts to show; null for all. `coded`: those that carry what the filters let through. */
export function postsOf(
  view: View,
  posts: readonly { readonly id: number }[],
  coded: ReadonlySet<number>,
): ReadonlySet<number> | null {
  if (view.posts === null) return null;
  const with_ = view.posts === "coded";
  return new Set(posts.filter(({ id }) => coded.has(id) === with_).map(({ id }) => id));
}

/** Adds what is missing, takes away what is there. */
export function toggled<Item>(list: readonly Item[], item: Item): Item[] {
  return list.includes(item) ? list.filter((one) => one !== item) : [...list, item];
}

/** How many filters are set, each chosen code, coder and level counted. */
export function countOfFilters(view: View): number {
  const { codes, under, coders, levels, posts } = view;
  return codes.length + under.length + coders.length + levels.length + (posts === null ? 0 : 1);
}
