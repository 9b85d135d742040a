/** What is on its way into a corpus, for the pages that show it. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { keys } from "@/api/keys";
import type { Me } from "@/api/types";
import { Dispatch, type Dispatched } from "./dispatch";

export type Sending = Dispatched &
  Pick<Dispatch, "pause" | "goOn" | "putAway" | "cancelAll"> & {
    sendFiles: (files: File[]) => void;
    /** Sends the rest of a file that is half there. */
    sendRest: (file: File) => void;
  };

/** The list of uploads is asked for this often at most while files arrive. */
const PAUSE_MS = 1_000;

const dispatches = new Map<string, Dispatch>();

/** One for each person and corpus: it outlives the page that shows it. */
function useDispatch(corpus: number): Dispatch {
  const me = useQueryClient().getQueryData<Me | null>(keys.session);
  const name = `${me?.id}/${corpus}`;
  const dispatch = dispatches.get(name) ?? new Dispatch(corpus);
  dispatches.set(name, dispatch);
  return dispatch;
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

export function useSending(corpus: number): Sending {
  const dispatch = useDispatch(corpus);
  const state = useSyncExternalStore(dispatch.subscribe, dispatch.snapshot);
  const news = useNews(corpus);
  useEffect(() => {
    dispatch.onArrived = news;
    return () => {
      dispatch.onArrived = () => {};
    };
  }, [dispatch, news]);
  const { pause, goOn, putAway, cancelAll, send } = dispatch;
  const sendRest = (file: File) => send([file], true);
  return { ...state, pause, goOn, putAway, cancelAll, sendFiles: send, sendRest };
}
