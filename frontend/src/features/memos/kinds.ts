/** The kinds that are suggested; any other word is as good. */
import { msg, t } from "@/ui/i18n";

const KINDS = {
  analytic: msg("analytic"),
  method: msg("method"),
  question: msg("question"),
  todo: msg("todo"),
} as const;

/** What is kept, whatever the language, and how it is said in this one. */
export function suggestedKinds(): { kind: string; name: string }[] {
  return Object.entries(KINDS).map(([kind, message]) => ({ kind, name: t(message) }));
}

/** A kind as it is shown: the suggested ones in the reader's language, a free word as it is. */
export function kindName(kind: string): string {
  return suggestedKinds().find((one) => one.kind === kind)?.name ?? kind;
}

/** A kind as it is kept: what was picked by its name in this language is kept by its common name. */
export function kindFor(typed: string): string {
  const word = typed.trim();
  const same = (name: string) => name.toLocaleLowerCase() === word.toLocaleLowerCase();
  return suggestedKinds().find(({ name }) => same(name))?.kind ?? word;
}
