/** What the reader works on: the thread's model, its annotations indexed, the codebook, and what the caller may do. */

import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import type { Marks } from "@/api/marks";
import { readingMarks } from "@/api/reading";
import { singleKeysOf } from "@/api/session";
import type { Annotation, Code, Corpus, Me, Thread } from "@/api/types";
import { bindingsFor, type Keymap, keymapOf, recordOf } from "@/features/keys";
import { type AnnotationIndex, indexAnnotations } from "./annotations";
import { type Codebook, codebookOf } from "./codes";
import type { Look } from "./look";
import { type ThreadModel, threadModel } from "./model";
import type { View, Wanted } from "./view";
import { useFiltered, useLook, type Viewing } from "./viewing";

export interface ReaderData {
  readonly corpus: number;
  readonly me: Me;
  readonly model: ThreadModel;
  readonly index: AnnotationIndex;
  /** What is coded in posts of a long thread that are not here; null when all are. */
  readonly marks: Marks | null;
  readonly codebook: Codebook;
  readonly look: Look;
  /** All annotations, those that a filter hides, too. */
  readonly all: readonly Annotation[];
  /** What the filter lets through; null while nothing is filtered. */
  readonly wanted: Wanted | null;
  readonly view: View;
  /** How many posts a filter of posts would show or hide if it were applied again now. */
  readonly outdated: number;
  /** Single-key shortcuts are on. */
  readonly letters: boolean;
  readonly keymap: Keymap;
  readonly can: {
    readonly code: boolean;
    readonly create: boolean;
    readonly others: boolean;
    readonly manage: boolean;
  };
}

export interface Loaded {
  readonly corpus: number;
  readonly actions: Corpus["actions"];
  readonly me: Me;
  readonly thread: Thread;
  readonly annotations: readonly Annotation[];
  readonly codes: readonly Code[];
  /** False while annotations or codes are still to come. */
  readonly isWhole: boolean;
}

/** The posts that carry codes, as one value that changes only when they do. */
function useCoded(annotations: readonly Annotation[]): ReadonlySet<number> {
  const ids = [...new Set(annotations.map(({ post }) => post ?? 0))].sort((a, b) => a - b).join();
  return useMemo(() => new Set(ids.split(",").map(Number)), [ids]);
}

export function useReaderData(loaded: Loaded, viewing: Viewing, hiddenToo: boolean): ReaderData {
  const { corpus, actions, me, thread, annotations, codes, isWhole } = loaded;
  const kept = recordOf(me.preferences).bindings;
  const bindings = useMemo(() => bindingsFor(kept, corpus), [kept, corpus]);
  const codebook = useCodebook(codes, bindings);
  const marks = useQuery(readingMarks(thread.id)).data;
  const filtered = useFiltered(annotations, thread.posts, codebook, me.id, marks, viewing, isWhole);
  const look = useLook(codebook, annotations, me, viewing);
  const coded = useCoded(annotations);
  const { keep, outdated, wanted } = filtered;
  const { view } = viewing;
  const model = useMemo(
    () => threadModel(thread, hiddenToo, coded, keep),
    [thread, hiddenToo, coded, keep],
  );
  const index = useIndex(filtered.annotations, model);
  const keymap = useMemo(() => keymapOf(me.preferences.keys), [me.preferences.keys]);
  return useMemo(
    () => ({
      corpus,
      me,
      model,
      index,
      marks,
      codebook: look.codebook,
      look,
      all: annotations,
      wanted,
      view,
      outdated,
      letters: singleKeysOf(me),
      keymap,
      can: {
        code: actions.includes("code"),
        create: actions.includes("create_code"),
        others: actions.includes("adjudicate"),
        manage: actions.includes("upload"),
      },
    }),
    [corpus, me, model, index, marks, look, annotations, wanted, view, outdated, keymap, actions],
  );
}

/** Builds on the index before it: posts without news keep theirs. */
function useIndex(annotations: readonly Annotation[], model: ThreadModel): AnnotationIndex {
  const before = useRef<AnnotationIndex | undefined>(undefined);
  return useMemo(() => {
    before.current = indexAnnotations(annotations, model, before.current);
    return before.current;
  }, [annotations, model]);
}

/** Counts and versions of codes change all the time; only what is shown makes another codebook. */
function useCodebook(codes: readonly Code[], bindings: Readonly<Record<string, number>>): Codebook {
  const before = useRef<{ signature: string; codebook: Codebook } | null>(null);
  return useMemo(() => {
    const signature = JSON.stringify([bindings, codes.map(shownOf)]);
    if (before.current?.signature === signature) return before.current.codebook;
    const codebook = codebookOf(codes, bindings);
    before.current = { signature, codebook };
    return codebook;
  }, [codes, bindings]);
}

function shownOf(code: Code): unknown[] {
  const { id, parent, path, colour, definition, exclude, key, levels, position, archived } = code;
  return [id, parent, path, colour, definition, exclude, key, levels, position, archived];
}
