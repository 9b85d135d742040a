/** Participants: names under which people wrote; two names are one person only at somebody's word. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { follow, type Page, send } from "./client";
import { keys } from "./keys";
import type { ParticipantItem } from "./types";

export const participantsQuery = (c: number, q: string, attribute: readonly string[] = []) =>
  infiniteQueryOptions({
    queryKey: keys.participants(c, q, attribute),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? follow<ParticipantItem>(pageParam, signal)
        : send<Page<ParticipantItem>>("GET", `/corpora/${c}/participants/`, {
            query: { q, attribute, page_size: 100 },
            signal,
          }),
    getNextPageParam: (page) => page.next,
  });

export const mergeParticipants = (c: number, into: number, participants: readonly number[]) =>
  send<ParticipantItem>("POST", `/corpora/${c}/participants/merge/`, {
    body: { into, participants },
  });

/** Undoes a merge: the name stands for itself again. */
export const separateParticipant = (id: number) =>
  send<ParticipantItem>("POST", `/participants/${id}/separate/`);
