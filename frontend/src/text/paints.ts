/**
 * What an annotation is painted with: one of twelve pigments (`c1` to `c12`) when colours tell codes, or one of nine
 * hands (`h1` to `h9`) when lines tell coders. People have no colours: hands are ink, and differ by the form of the line.
 */

export const PIGMENTS = 12;

export type Paint = string;

type LineForm = "solid" | "dashed" | "dotted" | "thin" | "double";

interface Hand {
  readonly form: LineForm;
  readonly ink: string;
}

const FORMS = ["solid", "dashed", "dotted", "thin"] as const;

/** Four forms in ink, the same four fainter, and the double line of a passage on which several agree. */
const HANDS: readonly Hand[] = [
  ...FORMS.map((form) => ({ form, ink: "var(--ink)" })),
  ...FORMS.map((form) => ({ form, ink: "var(--ink-3)" })),
  { form: "double", ink: "var(--ink)" },
];

export const SEVERAL: Paint = `h${HANDS.length}`;

export const ALL_PAINTS: readonly Paint[] = [
  ...Array.from({ length: PIGMENTS }, (_, index) => pigmentPaint(index + 1)),
  ...HANDS.map((_, index) => `h${index + 1}`),
];

export function pigmentPaint(pigment: number): Paint {
  return `c${pigment}`;
}

/** The hand of the coder who stands at this place (0, 1, …) among the coders; after eight they repeat. */
export function handPaint(place: number): Paint {
  return `h${(place % (2 * FORMS.length)) + 1}`;
}

function handOf(paint: Paint): Hand | undefined {
  return paint.startsWith("h") ? HANDS[Number(paint.slice(1)) - 1] : undefined;
}

/** A hand's line as `text-decoration` takes it: two thin ones are as high as one thick. */
export function decorationOf(paint: Paint): string {
  const hand = handOf(paint);
  if (hand === undefined) return `underline var(--lane-thick) var(--${paint})`;
  const thick = hand.form === "double" || hand.form === "thin" ? "1px" : "var(--lane-thick)";
  return `underline ${thick} ${hand.form === "thin" ? "solid" : hand.form} ${hand.ink}`;
}

export function tintOf(paint: Paint): string {
  return handOf(paint)
    ? "color-mix(in srgb, var(--ink) 8%, transparent)"
    : `var(--t${paint.slice(1)})`;
}

type Way = "right" | "bottom";

const STRIPES: Readonly<Record<LineForm, (ink: string, way: Way) => string>> = {
  solid: (ink) => `linear-gradient(${ink} 0 0)`,
  dashed: (ink, way) => `repeating-linear-gradient(to ${way}, ${ink} 0 8px, transparent 8px 12px)`,
  dotted: (ink, way) => `repeating-linear-gradient(to ${way}, ${ink} 0 3px, transparent 3px 6px)`,
  thin: (ink, way) =>
    `linear-gradient(to ${way === "right" ? "bottom" : "right"}, transparent 1px, ${ink} 1px 2px, transparent 2px)`,
  double: (ink, way) =>
    `linear-gradient(to ${way === "right" ? "bottom" : "right"}, ${ink} 0 1px, transparent 1px 2px, ${ink} 2px 3px)`,
};

/** The line as an image three pixels thick, for whatever can't be underlined: flat marks, bars, samples. */
export function stripeOf(paint: Paint, way: Way = "right"): string {
  const hand = handOf(paint);
  return hand ? STRIPES[hand.form](hand.ink, way) : `linear-gradient(var(--${paint}) 0 0)`;
}
