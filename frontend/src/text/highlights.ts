/**
 * Paints codes on text with the CSS Custom Highlight API: one `Highlight` per paint and lane, line-only twins ("q"),
 * ranges registered only while their paragraph is mounted. The text is never touched; its paragraph says in `data-paint`
 * which highlights lie on it.
 */

import { LANES } from "./lanes";
import { ALL_PAINTS, decorationOf, type Paint, tintOf } from "./paints";

/** Paragraphs only: rules for every element would be worked out for every element of the page. */
const BLOCK = "[data-at]";
/** Nor is each of two hundred worked out for every paragraph: those of codes only where they are painted. */
const painted = (name: string) => `[data-paint~="${name}"]::highlight(${name})`;

/** A painted stretch of one paragraph, UTF-16 units within its text node. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly paint: Paint;
  /** 0 to 3, or `TINT_ALONE`. */
  readonly lane: number;
  /** Line without tint: another annotation of the paragraph is chosen. */
  readonly quiet: boolean;
  /** What a renderer that tells beginnings and ends in words calls it; empty: it tells nothing. */
  readonly name: string;
}

/** Lanes that carry a tint; the others have lines only. */
export const TINTED_LANES = 2;

/** The lane of a chosen annotation for which none was free: a tint without a line. */
export const TINT_ALONE = LANES;

const PRIORITY = { found: 10, hit: 11, hitHere: 12, pending: 20 } as const;

export type Overlay = "pending" | "found" | "hit" | "hitHere";

export function canPaint(): boolean {
  return typeof Highlight !== "undefined" && typeof CSS !== "undefined" && "highlights" in CSS;
}

export function highlightName(mark: Pick<Mark, "paint" | "lane" | "quiet">): string {
  return `${mark.paint}l${mark.lane}${mark.quiet ? "q" : ""}`;
}

/** The rules for all names. Lanes 0 and 1 carry tint and line, 2 and 3 the line only: never more than two tints on each other. */
export function highlightRules(): string {
  const rules: string[] = [];
  for (const paint of ALL_PAINTS) {
    for (let lane = 0; lane < LANES; lane += 1) {
      const line = `text-decoration: ${decorationOf(paint)}; text-underline-offset: var(--lane-${lane}); text-decoration-skip-ink: none;`;
      const tint = lane < TINTED_LANES ? `background-color: ${tintOf(paint)}; ` : "";
      rules.push(`${painted(`${paint}l${lane}q`)} { ${line} }`);
      rules.push(`${painted(`${paint}l${lane}`)} { ${tint}${line} }`);
    }
    rules.push(`${painted(`${paint}l${TINT_ALONE}`)} { background-color: ${tintOf(paint)}; }`);
  }
  rules.push(
    `${BLOCK}::highlight(found) { background-color: var(--rubric-soft); color: var(--ink); }`,
  );
  rules.push(
    `${BLOCK}::highlight(hit) { background-color: var(--rubric-soft); color: var(--ink); }`,
  );
  rules.push(
    `${BLOCK}::highlight(hitHere) { background-color: var(--rubric); color: var(--paper); }`,
  );
  rules.push(
    `${BLOCK}::highlight(pending) { background-color: var(--selection); color: var(--ink); }`,
  );
  rules.push(
    `@media (forced-colors: active) { ${BLOCK}::highlight(found), ${BLOCK}::highlight(pending) { background-color: Highlight; color: HighlightText; } }`,
  );
  return rules.join("\n");
}

interface Painted {
  readonly name: string;
  readonly range: AbstractRange;
}

export class HighlightPainter {
  readonly #painted = new Map<Text, Painted[]>();
  readonly #overlays = new Map<Overlay, AbstractRange[]>();

  /** Adds the rules to the document, once; adopted sheets are allowed where inline styles are not. */
  static install(target: Document = document): void {
    if (!canPaint() || target.adoptedStyleSheets.some((sheet) => installed.has(sheet))) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(highlightRules());
    installed.add(sheet);
    target.adoptedStyleSheets = [...target.adoptedStyleSheets, sheet];
  }

  /** Paints a mounted paragraph; called again with other marks it repaints. */
  paint(node: Text, marks: readonly Mark[]): void {
    this.erase(node);
    if (marks.length === 0) return;
    const all = marks.map((mark) => {
      const name = highlightName(mark);
      const range = rangeIn(node, mark.start, mark.end);
      registered(name, mark.lane).add(range);
      return { name, range };
    });
    this.#painted.set(node, all);
    const names = new Set(all.map(({ name }) => name));
    node.parentElement?.setAttribute("data-paint", [...names].join(" "));
  }

  /** To be called when the paragraph is unmounted: ranges of removed nodes must not stay registered. */
  erase(node: Text): void {
    for (const { name, range } of this.#painted.get(node) ?? []) {
      CSS.highlights.get(name)?.delete(range);
    }
    if (this.#painted.delete(node)) node.parentElement?.removeAttribute("data-paint");
  }

  /** Lays one overlay (the passage being coded, the place somebody was sent to) over the text, or clears it. */
  overlay(kind: Overlay, stretches: readonly { node: Text; start: number; end: number }[]): void {
    const highlight = registered(kind, PRIORITY[kind]);
    for (const range of this.#overlays.get(kind) ?? []) highlight.delete(range);
    const ranges = stretches.map(({ node, start, end }) => rangeIn(node, start, end));
    for (const range of ranges) highlight.add(range);
    this.#overlays.set(kind, ranges);
  }
}

const installed = new WeakSet<CSSStyleSheet>();

function rangeIn(node: Text, start: number, end: number): StaticRange {
  const length = node.data.length;
  return new StaticRange({
    startContainer: node,
    startOffset: Math.min(start, length),
    endContainer: node,
    endOffset: Math.min(end, length),
  });
}

function registered(name: string, priority: number): Highlight {
  const known = CSS.highlights.get(name);
  if (known !== undefined) return known;
  const made = new Highlight();
  made.priority = priority;
  CSS.highlights.set(name, made);
  return made;
}
