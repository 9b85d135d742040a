/**
 * The interface's words. English is the source: a message's English text (ICU syntax) is its id, so
 * without a catalogue every message says itself. `npm run messages` collects them for translators.
 */
import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";

type Values = Record<string, string | number>;

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

const whole = new Intl.NumberFormat("en");

/** A figure for people: 1,284. */
export const figure = (n: number): string => whole.format(n);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * A date as its source gives it (`2017-10-04T18:41:00`, with or without an offset): its own clock,
 * never converted to the reader's.
 */
export function dateOf(stamp: string | null): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)/.exec(stamp ?? "");
  if (!parts) return "";
  const [, year, month, day] = parts;
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** Date and minute of a source, on its own clock: 4 Oct 2017, 18:41. */
export function minuteOf(stamp: string | null): string {
  const time = /T(\d\d:\d\d)/.exec(stamp ?? "")?.[1];
  return time ? `${dateOf(stamp)}, ${time}` : dateOf(stamp);
}

const local = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** A time that Catena made itself (UTC), on the reader's clock. */
export const momentOf = (stamp: string | null | undefined): string =>
  stamp ? local.format(new Date(stamp)) : "";
