/** Done with this thread: says so to the server and opens the next one of the list that one came from. */

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useRef } from "react";
import { wordsFor } from "@/api/problem";
import { markDone, threadAfter } from "@/api/threadList";
import { t } from "@/ui/i18n";
import { announce, toast } from "@/ui/toast";

/** `trouble` hears why it did not work. */
export function useDone(
  corpus: number,
  thread: number,
  trouble: (text: string) => void,
): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  const busy = useRef(false);
  return useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      await markDone(client, corpus, thread);
      const next = await threadAfter(client, corpus, thread);
      if (next) {
        await navigate({ to: "/corpora/$c/threads/$t", params: { c: corpus, t: next.id } });
        announce(t("Done. Now: {title}", { title: next.title || t("Untitled") }));
      } else toast(t("Done. It was the last thread of the list that was still to do."));
    } catch (error) {
      trouble(t("The next thread could not be opened: {why}", { why: wordsFor(error) }));
    } finally {
      busy.current = false;
    }
  }, [client, navigate, corpus, thread, trouble]);
}
