/** How codes are shown: what their colours or lines tell apart, and which renderer paints them. */

import { changeMe } from "@/api/session";
import type { Annotation, Me, Preferences } from "@/api/types";
import { handPaint, type Paint, pigmentPaint, SEVERAL } from "@/text/paints";
import type { Codebook, CodeView } from "./codes";
import { pigmentFor } from "./marks";

export const COLOURS = ["code", "top", "coder"] as const;
export type ColourBy = (typeof COLOURS)[number];
export type Renderer = "highlights" | "marks";

export interface Look {
  /** With the pigments to show: by top code, everything below one wears the same. */
  readonly codebook: Codebook;
  readonly colourBy: ColourBy;
  readonly renderer: Renderer;
  /** The names of codes stand in the text itself, where each begins and ends. */
  readonly withCodes: boolean;
  /** Ids of those who coded here, in the order of their lines. */
  readonly coders: readonly number[];
}

/** What a person chose for all threads, on every machine. */
interface Kept {
  readonly colour_by?: ColourBy;
  readonly renderer?: Renderer;
}

export function colourByOf({ preferences }: Me): ColourBy {
  const { colour_by } = preferences as Kept;
  return COLOURS.find((one) => one === colour_by) ?? "code";
}

/** Without custom highlights there is no choice. */
export function rendererOf({ preferences }: Me, canPaint: boolean): Renderer {
  return (preferences as Kept).renderer === "marks" || !canPaint ? "marks" : "highlights";
}

export const keepLook = (look: Kept): Promise<Me> =>
  changeMe({ preferences: look as object as Preferences });

/** Lines go to the caller first, then to the others by the age of their accounts: filters change nobody's line. */
export function codersOf(annotations: readonly Annotation[], me: number): number[] {
  const ids = new Set(annotations.map(({ coder }) => coder.id));
  ids.delete(me);
  return [me, ...[...ids].sort((a, b) => a - b)];
}

/** The codebook in the pigments of the codes at the top of the tree. */
export function byTopCode(codebook: Codebook): Codebook {
  const topOf = (view: CodeView): CodeView => {
    const above = view.code.parent === null ? undefined : codebook.byId.get(view.code.parent);
    return above === undefined || above === view ? view : topOf(above);
  };
  const views = new Map<number, CodeView>();
  for (const [id, view] of codebook.byId) views.set(id, { ...view, pigment: topOf(view).pigment });
  const again = (view: CodeView) => views.get(view.id) ?? view;
  return {
    byId: views,
    live: codebook.live.map(again),
    byKey: new Map([...codebook.byKey].map(([key, view]) => [key, again(view)])),
  };
}

/** What paints one code on one passage that these annotations claim. */
export function paintFor(look: Look, code: number, annotations: readonly Annotation[]): Paint {
  if (look.colourBy !== "coder") return pigmentPaint(pigmentFor(look.codebook, code));
  const [first, ...others] = annotations;
  if (first === undefined) return SEVERAL;
  if (others.some(({ coder }) => coder.id !== first.coder.id)) return SEVERAL;
  return handPaint(Math.max(look.coders.indexOf(first.coder.id), 0));
}
