/**
 * Files on their way to the server, before the server knows them as uploads. Hundreds may wait: a
 * few are sent at a time, each can be cancelled, and what did not arrive can be sent again.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { sendFile } from "@/api/uploads";

export interface Parcel {
  id: number;
  name: string;
  /** 0 to 1 while it is on its way; null while it waits. */
  share: number | null;
  /** Why it did not arrive. Stays until it is put away or sent again. */
  error: string | null;
}

export interface Sending {
  parcels: readonly Parcel[];
  /** How many of the files chosen together have arrived. */
  arrived: number;
  sendFiles: (files: File[]) => void;
  putAway: (id: number) => void;
  sendAgain: (id: number) => void;
  cancelAll: () => void;
}

/** A browser keeps six connections to a host; the interface needs some itself. */
const AT_A_TIME = 3;
/** The list of uploads is asked for this often at most while files arrive. */
const PAUSE_MS = 1_000;

let count = 0;

interface Waiting {
  file: File;
  cancel: AbortController;
}

/** Asks for the list of uploads again, at once and then at most once a second. */
function useNews(corpus: number): () => void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      client.invalidateQueries({ queryKey: keys.uploads(corpus) });
    }, PAUSE_MS);
  }, [client, corpus]);
}

/** A second try of closing the page while files are on their way is asked about by the browser. */
function useStaying(busy: boolean): void {
  useEffect(() => {
    if (!busy) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, [busy]);
}

export function useSending(corpus: number): Sending {
  const [parcels, setParcels] = useState<readonly Parcel[]>([]);
  const [arrived, setArrived] = useState(0);
  const files = useRef(new Map<number, Waiting>());
  const queue = useRef<number[]>([]);
  const active = useRef(0);
  const news = useNews(corpus);
  const change = useCallback(
    (id: number, by: Partial<Parcel>) =>
      setParcels((all) => all.map((one) => (one.id === id ? { ...one, ...by } : one))),
    [],
  );
  const forget = useCallback((id: number) => {
    files.current.get(id)?.cancel.abort();
    files.current.delete(id);
    setParcels((all) => all.filter((one) => one.id !== id));
  }, []);
  const pump = useCallback(() => {
    while (active.current < AT_A_TIME) {
      const id = queue.current.shift();
      if (id === undefined) return;
      const waiting = files.current.get(id);
      if (!waiting) continue;
      active.current += 1;
      change(id, { share: 0, error: null });
      sendFile(corpus, waiting.file, (share) => change(id, { share }), waiting.cancel.signal)
        .then(
          () => {
            setArrived((n) => n + 1);
            forget(id);
            news();
          },
          (error: unknown) => change(id, { share: null, error: wordsFor(error) }),
        )
        .finally(() => {
          active.current -= 1;
          pump();
        });
    }
  }, [corpus, change, forget, news]);
  const sendFiles = useCallback(
    (chosen: File[]) => {
      const made = chosen.map((file) => {
        count += 1;
        files.current.set(count, { file, cancel: new AbortController() });
        queue.current.push(count);
        return { id: count, name: file.name, share: null, error: null };
      });
      setArrived((n) => (files.current.size > made.length ? n : 0));
      setParcels((all) => [...all, ...made]);
      pump();
    },
    [pump],
  );
  const sendAgain = useCallback(
    (id: number) => {
      change(id, { error: null });
      queue.current.push(id);
      pump();
    },
    [change, pump],
  );
  const cancelAll = useCallback(() => {
    queue.current = [];
    for (const id of [...files.current.keys()]) forget(id);
  }, [forget]);
  useStaying(parcels.some((one) => one.error === null));
  return { parcels, arrived, sendFiles, putAway: forget, sendAgain, cancelAll };
}
