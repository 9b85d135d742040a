/** Corpora, their members and the links that invite people. */
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { follow, type Page, send } from "./client";
import { keys } from "./keys";
import type { Corpus, Invitation, Member, NewInvitation, ResetLink, Role } from "./types";

export const PAGE_SIZE = 1000;

/** All items of a list that is known to be short (members, codes, corpora). */
export async function all<Item>(first: Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let page = await first;
  items.push(...page.results);
  while (page.next) {
    page = await follow<Item>(page.next);
    items.push(...page.results);
  }
  return items;
}

const everyone = { page_size: PAGE_SIZE };

export const corporaQuery = queryOptions({
  queryKey: keys.corpora,
  queryFn: () => all(send<Page<Corpus>>("GET", "/corpora/", { query: everyone })),
});

export const corpusQuery = (c: number) =>
  queryOptions({
    queryKey: keys.corpus(c),
    queryFn: () => send<Corpus>("GET", `/corpora/${c}/`),
    staleTime: 30_000,
  });

export interface CorpusDraft {
  title: string;
  description?: string;
  licence?: string;
  ethics_note?: string;
  coders_create_codes?: boolean;
  /** An upload loads as soon as everything in it is accounted for. */
  load_without_asking?: boolean;
  /** What of commenters' contact data is stored; only an owner may say so. */
  keep_emails?: boolean;
  keep_ips?: boolean;
}

export const createCorpus = (draft: CorpusDraft) =>
  send<Corpus>("POST", "/corpora/", { body: draft });

export const changeCorpus = (corpus: Corpus, draft: Partial<CorpusDraft>) =>
  send<Corpus>("PATCH", `/corpora/${corpus.id}/`, { body: draft, version: corpus.version });

export const deleteCorpus = (corpus: Corpus) =>
  send("DELETE", `/corpora/${corpus.id}/`, { version: corpus.version });

export const membersQuery = (c: number) =>
  queryOptions({
    queryKey: keys.members(c),
    queryFn: () => all(send<Page<Member>>("GET", `/corpora/${c}/members/`, { query: everyone })),
  });

export const addMember = (c: number, username: string, role: Role) =>
  send<Member>("POST", `/corpora/${c}/members/`, { body: { username, role } });

export const changeMember = (c: number, member: Member, role: Role) =>
  send<Member>("PATCH", `/corpora/${c}/members/${member.user.id}/`, {
    body: { role },
    version: member.version,
  });

/** Takes a member's way in, or gives it back; what they coded stays. */
export const activateMember = (c: number, member: Member, active: boolean) =>
  send<Member>("PATCH", `/corpora/${c}/members/${member.user.id}/`, { body: { active } });

/** Makes a link with which a member sets a new password. */
export const makeResetLink = (c: number, member: Member) =>
  send<ResetLink>("POST", `/corpora/${c}/members/${member.user.id}/reset-link/`);

export const removeMember = (c: number, member: Member) =>
  send("DELETE", `/corpora/${c}/members/${member.user.id}/`, { version: member.version });

export const invitationsQuery = (c: number) =>
  queryOptions({
    queryKey: keys.invitations(c),
    queryFn: () =>
      all(send<Page<Invitation>>("GET", `/corpora/${c}/invitations/`, { query: everyone })),
  });

/** Makes an open link useless. */
export const withdraw = (c: number, invitation: Invitation) =>
  send("DELETE", `/corpora/${c}/invitations/${invitation.id}/`);

export const invite = (c: number, role: Role, note: string) =>
  send<NewInvitation>("POST", `/corpora/${c}/invitations/`, { body: { role, note } });

/** The corpus a page belongs to; its frame has fetched it before the page is shown. */
export const useCorpus = (c: number): Corpus => useSuspenseQuery(corpusQuery(c)).data;
