/** Everything one can do in the reader, as one object of steps. Reads the newest data when a step is taken. */

import { useQueryClient } from "@tanstack/react-query";
import { type Dispatch, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { HighlightPainter } from "@/text/highlights";
import { Coding } from "./coding";
import type { ReaderData } from "./data";
import { Outbox } from "./outbox";
import { loadRecent } from "./recent";
import type { ReaderAction, ReaderState } from "./state";
import { Steps } from "./steps";
import { AnnotationStore } from "./store";
import type { TextHandle } from "./TextPane";
import { refused } from "./words";

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
    const outbox = new Outbox();
    const place = { corpus: data.corpus, thread };
    const store = new AnnotationStore(client, place);
    const trouble = (text: string) =>
      setTroubles((before) => [...before.filter((one) => one !== text), text]);
    const coding = new Coding(place, store, outbox, (refusal) =>
      trouble(refused(refusal, now.current.data.codebook)),
    );
    const painter = new HighlightPainter();
    const steps = new Steps({ now, dispatch, coding, client, scroller, text, setRecent, trouble });
    return { outbox, painter, steps, trouble };
  }, [client, data.corpus, thread, dispatch]);
  useWarningBeforeLeaving(fixed.outbox);
  return {
    ...fixed,
    recent,
    troubles,
    dismiss: (trouble) => setTroubles((before) => before.filter((one) => one !== trouble)),
    scroller,
    text,
  };
}

/** The browser asks before a page with unsaved changes is closed. */
function useWarningBeforeLeaving(outbox: Outbox): void {
  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent) => {
      if (outbox.snapshot().pending > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", leaving);
    return () => window.removeEventListener("beforeunload", leaving);
  }, [outbox]);
}
