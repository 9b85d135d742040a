/** Attributes as people read and write them: values as words, filters as the API takes them. */
import type { Attribute, AttributeKind } from "@/api/types";
import { msg, t } from "@/ui/i18n";

export const KINDS: readonly (readonly [AttributeKind, string])[] = [
  ["text", msg("Text")],
  ["number", msg("Number")],
  ["date", msg("Date")],
  ["truth", msg("Yes or no")],
];

/** A value in words; nothing where there is none. */
export function said(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value === true) return t("yes");
  if (value === false) return t("no");
  if (Array.isArray(value)) return value.map(said).filter(Boolean).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const NUMBER = /^-?\d{1,15}(\.\d+)?$/;

/** What was typed, as a value of this kind; null for none. What is no number stays text. */
export function read(kind: AttributeKind, typed: string): string | number | boolean | null {
  const plain = typed.trim();
  if (plain === "") return null;
  if (kind === "number" && NUMBER.test(plain)) return Number(plain);
  if (kind === "truth" && (plain === "true" || plain === "false")) return plain === "true";
  return plain;
}

export const OPERATORS = ["", "!", ">=", "<=", ">", "<", "*", "none"] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Filter {
  name: string;
  operator: Operator;
  value: string;
}

const BEGINNING = /^(>=|<=|>|<|!)/;

/** The filter as an address and the API have it. */
export function written({ name, operator, value }: Filter): string {
  if (operator === "none") return `${name}:`;
  return operator === "*" ? `${name}:*` : `${name}:${operator}${value.trim()}`;
}

/** What a written filter means; where a name holds a colon, the longest known one counts. */
export function parsed(text: string, known: readonly Pick<Attribute, "name">[]): Filter {
  const names = known.map(({ name }) => name).filter((name) => text.startsWith(`${name}:`));
  const name = names.sort((a, b) => b.length - a.length)[0] ?? text.slice(0, text.indexOf(":"));
  const rest = text.slice(name.length + 1).trim();
  if (rest === "" || rest === "*") return { name, operator: rest || "none", value: "" };
  const operator = (BEGINNING.exec(rest)?.[0] ?? "") as Operator;
  return { name, operator, value: rest.slice(operator.length).trim() };
}

/** A filter in words: “Age is at least 30”. */
export function inWords({ name, operator, value }: Filter): string {
  const words: Record<Operator, () => string> = {
    "": () => t("{name} is {value}", { name, value }),
    "!": () => t("{name} is not {value}", { name, value }),
    ">=": () => t("{name} is at least {value}", { name, value }),
    "<=": () => t("{name} is at most {value}", { name, value }),
    ">": () => t("{name} is more than {value}", { name, value }),
    "<": () => t("{name} is less than {value}", { name, value }),
    "*": () => t("{name} has a value", { name }),
    none: () => t("{name} has no value", { name }),
  };
  return words[operator]();
}
