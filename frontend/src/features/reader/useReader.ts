/** Everything one can do in the reader, as one object of steps. Reads the newest data when a step is taken. */

import { useQueryClient } from "@tanstack/react-query";
import { type Dispatch, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { type Outbox, outbox } from "@/api/outbox";
import { useStanding } from "@/features/presence";
import { HighlightPainter } from "@/text/highlights";
import { Coding } from "./coding";
import type { ReaderData } from "./data";
import { nameFor } from "./marks";
import { loadRecent } from "./recent";
import { type ReaderAction, type ReaderState, readerReducer } from "./state";
import { Steps } from "./steps";
import { AnnotationStore } from "./store";
import type { TextHandle } from "./TextPane";
import { applySettled, broughtBack } from "./unsent";

/** What a step may look at. Replaced on every render, read when a key is pressed. */
export interface Now {
  readonly data: ReaderData;
  readonly state: ReaderState;
  readonly recent: readonly number[];
}

export interface ReaderTools {
  readonly painter: HighlightPainter;
  readonly outbox: Outbox;
  readonly steps: Steps;
  readonly recent: readonly number[];
  /** What went wrong and has not been put away yet. */
  readonly troubles: readonly string[];
  readonly trouble: (text: string) => void;
  readonly dismiss: (trouble: string) => void;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly text: RefObject<TextHandle | null>;
}

export function useReader(
  data: ReaderData,
  state: ReaderState,
  dispatch: Dispatch<ReaderAction>,
): ReaderTools {
  const client = useQueryClient();
  const scroller = useRef<HTMLElement | null>(null);
  const text = useRef<TextHandle | null>(null);
  const [recent, setRecent] = useState(() => loadRecent(data.corpus));
  const [troubles, setTroubles] = useState<readonly string[]>([]);
  const now = useRef<Now>({ data, state, recent });
  now.current = { data, state, recent };
  const thread = data.model.thread.id;
  const fixed = useMemo(() => {
    HighlightPainter.install();
    const place = { corpus: data.corpus, thread };
    const store = new AnnotationStore(client, place);
    const trouble = (text: string) =>
      setTroubles((before) => [...before.filter((one) => one !== text), text]);
    const nameOf = (code: number) => nameFor(now.current.data.codebook, code);
    const coding = new Coding(place, store, outbox(), nameOf);
    const painter = new HighlightPainter();
    // A key may come before the last one's change is drawn: steps see at once what it chose.
    const ahead = (action: ReaderAction) => {
      now.current = { ...now.current, state: readerReducer(now.current.state, action) };
      dispatch(action);
    };
    const means = { now, coding, client, scroller, text, setRecent, trouble };
    const steps = new Steps({ ...means, dispatch: ahead });
    return { outbox: outbox(), painter, steps, trouble, store };
  }, [client, data.corpus, thread, dispatch]);
  const { store } = fixed;
  useStanding(thread, state.current);
  useEffect(
    () =>
      outbox().onSettled((one) => {
        applySettled(store, outbox(), one);
        const back = broughtBack(one, thread);
        if (back && document.hasFocus()) dispatch({ type: "choose", ...back });
      }),
    [store, thread, dispatch],
  );
  return {
    ...fixed,
    recent,
    troubles,
    dismiss: (trouble) => setTroubles((before) => before.filter((one) => one !== trouble)),
    scroller,
    text,
  };
}
