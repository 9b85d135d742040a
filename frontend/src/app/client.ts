/** The store of answers: how long they are fresh, what is tried again, what a lost sign-in does. */
import { notifyManager, QueryCache, QueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { sessionQuery } from "@/api/session";
import type { Me } from "@/api/types";

const TRIES = 2;

// What one key press changes is drawn once: a timer would draw the annotation after what was chosen.
notifyManager.setScheduler(queueMicrotask);

/** Only what may pass by itself is tried again: no answer, or a server that is away. */
function worthAnotherTry(count: number, error: Error): boolean {
  return count < TRIES && isProblem(error) && (error.status === 0 || error.status >= 502);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (isProblem(error, 401) && query.queryKey[0] !== keys.session[0]) {
        queryClient.setQueryData(keys.session, null);
      }
    },
  }),
  defaultOptions: { queries: { staleTime: 10_000, retry: worthAnotherTry } },
});

/** Asks again when nobody was signed in a moment ago: another tab may have changed that. */
export async function whoIsHere(client: QueryClient): Promise<Me | null> {
  const wasNobody = client.getQueryData(sessionQuery.queryKey) === null;
  return wasNobody
    ? client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    : client.ensureQueryData(sessionQuery);
}
