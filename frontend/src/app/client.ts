/** The store of answers: how long they are fresh, what is tried again, what a lost sign-in does. */
import { notifyManager, QueryCache, QueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";

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
