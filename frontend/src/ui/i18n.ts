/**
 * The interface's words, dates and figures. English is the source: a message's English text (ICU
 * syntax) is its id, so English needs no catalogue. `npm run messages` collects the ids for
 * translators; the catalogues of other languages are fetched when they are wanted.
 */
import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { useSyncExternalStore } from "react";

type Values = Record<string, string | number>;
type Catalogue = Record<string, string>;

/** The languages by the name that their speakers give them. */
export const LANGUAGES = { en: "English", de: "Deutsch", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;

const CATALOGUES: Record<Exclude<Language, "en">, () => Promise<{ default: Catalogue }>> = {
  de: () => import("@/locales/de.json"),
  es: () => import("@/locales/es.json"),
};
const KEPT = "catena.language";

const compiled = new Map<string, ReturnType<typeof compileMessage>>();

i18n.setMessagesCompiler((message) => {
  const kept = compiled.get(message) ?? compileMessage(message);
  compiled.set(message, kept);
  return kept;
});
i18n.loadAndActivate({ locale: "en", messages: {} });

/** Says a message: `t("{n, plural, one {# thread} other {# threads}}", { n })`. */
export function t(message: string, values?: Values): string {
  return i18n._(message, values);
}

/** Names a message that is said later, by `t(message)`: for tables that are made before the language is known. */
export const msg = (message: string): string => message;

export const isLanguage = (value: unknown): value is Language =>
  typeof value === "string" && value in LANGUAGES;

/** The language spoken now; a component that asks is drawn again when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(onChange, spoken);
}

const spoken = (): Language => (isLanguage(i18n.locale) ? i18n.locale : "en");

function onChange(listener: () => void): () => void {
  return i18n.on("change", listener);
}

/** Speaks a language from now on, and remembers it in this browser for the next start. */
export async function speak(language: Language): Promise<void> {
  const messages = language === "en" ? {} : (await CATALOGUES[language]()).default;
  const { documentElement } = document;
  documentElement.lang = language;
  documentElement.dir = directionOf(language);
  if (language !== i18n.locale) i18n.loadAndActivate({ locale: language, messages });
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // Storage is forbidden: the language holds for this page only.
  }
}

/** What was chosen in this browser, else the first language of the browser that we speak. */
export function preferredLanguage(): Language {
  try {
    const kept = localStorage.getItem(KEPT);
    if (isLanguage(kept)) return kept;
  } catch {
    // Storage is forbidden: ask the browser.
  }
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "en";
}

interface WithTextInfo {
  readonly textInfo?: { readonly direction?: string };
  getTextInfo?(): { readonly direction?: string };
}

/** How a language runs, as far as the browser knows: `ltr` or `rtl`. */
function directionOf(language: string): string {
  const locale = new Intl.Locale(language) as Intl.Locale & WithTextInfo;
  return (locale.getTextInfo?.() ?? locale.textInfo)?.direction ?? "ltr";
}

/** English as Europe writes it: day before month. */
const FORMATS: Record<Language, string> = { en: "en-GB", de: "de", es: "es" };

/** Makes a formatter for each language once, when it is first wanted. */
function perLanguage<Formatter>(make: (locale: string) => Formatter): () => Formatter {
  const made = new Map<Language, Formatter>();
  return () => {
    const language = spoken();
    const formatter = made.get(language) ?? make(FORMATS[language]);
    made.set(language, formatter);
    return formatter;
  };
}

// Spanish leaves figures of four digits whole otherwise, which a column of figures should not.
const whole = perLanguage((locale) => new Intl.NumberFormat(locale, { useGrouping: "always" }));
const share = perLanguage((locale) => new Intl.NumberFormat(locale, { style: "percent" }));
const day = perLanguage(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZone: "UTC",
    }),
);
const moment = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }),
);
const clock = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }),
);
const collator = perLanguage((locale) => new Intl.Collator(locale, { numeric: true }));

/** A figure for people: 1,284. */
export const figure = (n: number): string => whole().format(n);

/** A share between 0 and 1 for people: 64 %. */
export const percent = (part: number): string => share().format(part);

/** Compares two names as the language sorts them. */
export const byName = (a: string, b: string): number => collator().compare(a, b);

/**
 * A date as its source gives it (`2017-10-04T18:41:00`, with or without an offset): its own clock,
 * never converted to the reader's.
 */
export function dateOf(stamp: string | null): string {
  const date = /^\d{4}-\d\d-\d\d/.exec(stamp ?? "")?.[0];
  return date ? day().format(new Date(`${date}T00:00:00Z`)) : "";
}

/** Date and minute of a source, on its own clock: 4 Oct 2017, 18:41. */
export function minuteOf(stamp: string | null): string {
  const time = /T(\d\d:\d\d)/.exec(stamp ?? "")?.[1];
  return time ? `${dateOf(stamp)}, ${time}` : dateOf(stamp);
}

/** A time that Catena made itself (UTC), on the reader's clock. */
export const momentOf = (stamp: string | null | undefined): string =>
  stamp ? moment().format(new Date(stamp)) : "";

/** The hour and minute of a moment, on the reader's clock. */
export const timeOf = (at: Date): string => clock().format(at);
