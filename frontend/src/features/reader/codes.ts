/** The codebook as the reader needs it: pigments for display, path names, keys 1 to 9. */

import type { Code, Level } from "@/api/types";
import { PIGMENTS, pigmentNumber } from "@/ui/pigments";

export interface CodeView {
  readonly id: number;
  readonly name: string;
  /** The names above it, outermost first. */
  readonly above: readonly string[];
  readonly pigment: number;
  /** "1" to "9", or null. */
  readonly key: string | null;
  readonly code: Code;
}

export interface Codebook {
  readonly byId: ReadonlyMap<number, CodeView>;
  /** In the codebook's order, without archived ones. */
  readonly live: readonly CodeView[];
  readonly byKey: ReadonlyMap<string, CodeView>;
}

const HUES = [354, 18, 36, 56, 80, 148, 178, 202, 222, 258, 288, 322];
const GREY = 10;

/** The pigment (1 to 12) that shows a colour: its name, its number, or the nearest hue of #rrggbb. */
export function pigmentOf(colour: string | number | null | undefined): number {
  if (typeof colour === "number") return Math.min(Math.max(Math.round(colour), 1), PIGMENTS.length);
  const named = pigmentNumber(colour ?? "");
  if (named !== null) return named;
  const hue = hueOf(colour ?? "");
  if (hue === null) return GREY;
  const distances = HUES.map((own) => Math.min(Math.abs(own - hue), 360 - Math.abs(own - hue)));
  return distances.indexOf(Math.min(...distances)) + 1;
}

function hueOf(hex: string): number | null {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (parts === null) return null;
  const [r, g, b] = parts.slice(1).map((part) => Number.parseInt(part, 16)) as [
    number,
    number,
    number,
  ];
  const high = Math.max(r, g, b);
  const range = high - Math.min(r, g, b);
  if (range < 16) return null;
  const sector =
    high === r ? (g - b) / range : high === g ? 2 + (b - r) / range : 4 + (r - g) / range;
  return (sector * 60 + 360) % 360;
}

/** `bindings`: the person's own keys ("1" to "9" to code id); they win over the corpus' suggestions. */
export function codebookOf(
  codes: readonly Code[],
  bindings: Readonly<Record<string, unknown>> = {},
): Codebook {
  const live = codes.filter((code) => !code.archived);
  const keyOf = assignKeys(live, bindings);
  const views = new Map<number, CodeView>();
  for (const code of codes) {
    views.set(code.id, {
      id: code.id,
      name: code.name,
      above: code.path.slice(0, -1),
      pigment: pigmentOf(code.colour),
      key: keyOf.get(code.id) ?? null,
      code,
    });
  }
  const ordered = inTreeOrder(live).flatMap((code) => views.get(code.id) ?? []);
  const byKey = new Map(ordered.flatMap((view) => (view.key ? [[view.key, view] as const] : [])));
  return { byId: views, live: ordered, byKey };
}

/** Own bindings first, then the corpus' suggestions, then free digits to the oldest codes. */
function assignKeys(
  codes: readonly Code[],
  bindings: Readonly<Record<string, unknown>>,
): Map<number, string> {
  const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
  const oldest = codes.toSorted((a, b) => a.id - b.id);
  const taken = new Map<string, number>();
  for (const digit of digits) {
    const own = oldest.find((code) => bindings[digit] === code.id);
    if (own) taken.set(digit, own.id);
  }
  const free = (digit: string) => !taken.has(digit);
  const bound = () => new Set(taken.values());
  for (const code of oldest) {
    if (code.key && digits.includes(code.key) && free(code.key) && !bound().has(code.id)) {
      taken.set(code.key, code.id);
    }
  }
  const rest = oldest.filter((code) => !bound().has(code.id));
  digits.filter(free).forEach((digit, index) => {
    const code = rest[index];
    if (code) taken.set(digit, code.id);
  });
  return new Map([...taken].map(([digit, id]) => [id, digit]));
}

function inTreeOrder(codes: readonly Code[]): Code[] {
  const known = new Set(codes.map((code) => code.id));
  const children = new Map<number | null, Code[]>();
  for (const code of codes) {
    const parent = code.parent !== null && known.has(code.parent) ? code.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), code]);
  }
  const walk = (parent: number | null): Code[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) => a.position - b.position || a.name.localeCompare(b.name))
      .flatMap((code) => [code, ...walk(code.id)]);
  return walk(null);
}

export function allows(view: CodeView, level: Level): boolean {
  return view.code.levels.length === 0 || view.code.levels.includes(level);
}
