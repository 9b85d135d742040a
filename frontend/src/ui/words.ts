/** The interface's words for what the server names by a key: roles, kinds and states of posts. */
import { msg, t } from "./i18n";

const WORDS: Readonly<Record<string, string>> = {
  owner: msg("owner"),
  manager: msg("manager"),
  adjudicator: msg("adjudicator"),
  coder: msg("coder"),
  reader: msg("reader"),
  pingback: msg("pingback"),
  trackback: msg("trackback"),
  pending: msg("pending"),
  spam: msg("spam"),
  trash: msg("trash"),
  deleted: msg("deleted"),
  draft: msg("draft"),
  private: msg("private"),
};

/** Says a key in words; one that is not known here stays as it is. */
export const wordOf = (key: string): string => t(WORDS[key] ?? key);
