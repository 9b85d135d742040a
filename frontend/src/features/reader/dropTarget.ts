/** On what a code that is dragged about would fall: a passage or its bar (one more code), a name (in its place), a header. */

import type { Annotation } from "@/api/types";
import { placeAtPoint } from "@/text/points";
import type { Target } from "./coding";
import type { ReaderData } from "./data";
import { glossesAt } from "./overlapping";
import { targetOf } from "./targets";

export type Drop =
  | { readonly does: "replace"; readonly annotation: Annotation }
  | { readonly does: "add"; readonly target: Target };

interface Around {
  readonly data: ReaderData;
  /** What the palette is about to code, if it is open. */
  readonly offered: Target | null;
}

/** Bars are thin: so many px beside one count as on it. */
const NEAR = 6;

/** `x`, `y`: px of the window. Null where nothing would take the code. */
export function dropUnder(x: number, y: number, { data, offered }: Around): Drop | null {
  const under = document.elementFromPoint(x, y);
  const bar = barNear(x, y);
  if (bar) return added(bar, data);
  const name = under?.closest<HTMLElement>("button[data-annotations]");
  if (name) {
    const own = namedBy(name, data).find(({ coder }) => coder.id === data.me.id);
    const annotation = own ?? namedBy(name, data)[0];
    return annotation ? { does: "replace", annotation } : null;
  }
  const place = placeAtPoint(x, y);
  if (place && under?.closest("p[data-at]"))
    return addedAt(place.post, place.at, { data, offered });
  const header = under?.closest("article")?.contains(under) && under.closest("h2, header, a");
  const post = Number(under?.closest<HTMLElement>("[data-post-row]")?.dataset.postRow);
  return header && post ? { does: "add", target: { level: "post", post } } : null;
}

function barNear(x: number, y: number): HTMLElement | null {
  for (const aside of [0, -NEAR / 2, NEAR / 2, -NEAR, NEAR]) {
    const found = document
      .elementFromPoint(x + aside, y)
      ?.closest<HTMLElement>("i[data-annotations]");
    if (found) return found;
  }
  return null;
}

function namedBy(element: HTMLElement, data: ReaderData): Annotation[] {
  const ids = element.dataset.annotations?.split(" ") ?? [];
  return ids.flatMap((id) => data.index.byId.get(id) ?? []);
}

function added(element: HTMLElement, data: ReaderData): Drop | null {
  const [annotation] = namedBy(element, data);
  return annotation ? { does: "add", target: targetOf(annotation) } : null;
}

/** On what is about to be coded, else on the shortest coded passage there. UTF-16 units. */
function addedAt(post: number, at: number, { data, offered }: Around): Drop | null {
  const offsets = data.model.byId.get(post)?.source.offsets;
  if (offsets && offered?.level === "passage" && offered.passage.post === post) {
    const { start, end } = offered.passage;
    if (offsets.toU16(start) <= at && at <= offsets.toU16(end)) {
      return { does: "add", target: offered };
    }
  }
  const [gloss] = glossesAt(data.index.byPost.get(post)?.glosses ?? [], at);
  const annotation = gloss?.annotations[0];
  return annotation ? { does: "add", target: targetOf(annotation) } : null;
}
