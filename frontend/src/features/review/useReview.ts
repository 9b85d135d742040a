/** What is chosen on the review page, and sending what a person says about the reading. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { correct, type Operation, takeBack } from "@/api/corrections";
import { keys } from "@/api/keys";
import type { Preview, PreviewPost } from "@/api/preview";
import { wordsFor } from "@/api/problem";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import { type Line, linesOf, postsInPlace } from "./lines";

/** The chosen lines, by index; `focus` is where the cursor stands. */
export interface Chosen {
  anchor: number;
  focus: number;
}

export interface Review {
  lines: readonly Line[];
  posts: readonly PreviewPost[];
  post: PreviewPost | null;
  chosen: Chosen | null;
  busy: boolean;
  refused: string | null;
  choosePost: (post: PreviewPost | null) => void;
  chooseLines: (chosen: Chosen | null) => void;
  send: (operations: Operation[], done: string) => void;
  undo: (() => void) | null;
}

/** After a correction the page is another one: what was chosen is found again by its place. */
function usePlace(posts: readonly PreviewPost[]) {
  const [at, setAt] = useState<number | null>(null);
  const post = useMemo(() => {
    if (at === null) return null;
    const near = posts.findLast((one) => (one.start ?? 0) <= at);
    return near ?? null;
  }, [posts, at]);
  const choose = useCallback((one: PreviewPost | null) => setAt(one?.start ?? null), []);
  return { post, choose, setAt };
}

export function useReview(corpus: number, upload: string, preview: Preview, text: string): Review {
  const client = useQueryClient();
  const lines = useMemo(() => linesOf(preview, text), [preview, text]);
  const posts = useMemo(() => postsInPlace(preview), [preview]);
  const { post, choose, setAt } = usePlace(posts);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const again = useCallback(
    () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.preview(corpus, upload) }),
        client.invalidateQueries({ queryKey: keys.upload(corpus, upload) }),
      ]),
    [client, corpus, upload],
  );
  const change = useMutation({
    mutationFn: async ({ operations }: { operations: Operation[]; done: string }) => {
      for (const operation of operations) await correct(corpus, upload, operation);
    },
    onSuccess: (_, { done }) => announce(done),
    onSettled: again,
  });
  const back = useMutation({
    mutationFn: (id: number) => takeBack(corpus, upload, id),
    onSuccess: () => announce(t("Taken back")),
    onSettled: again,
  });
  useEffect(() => {
    if (chosen && chosen.focus >= lines.length) setChosen(null);
  }, [chosen, lines]);
  const last = preview.corrections.at(-1);
  const error = change.error ?? back.error;
  return {
    lines,
    posts,
    post,
    chosen,
    busy: change.isPending || back.isPending,
    refused: error ? wordsFor(error) : null,
    choosePost: choose,
    chooseLines: (next) => {
      setChosen(next);
      const line = next ? lines[next.focus] : undefined;
      if (line?.post) setAt(line.post.start);
    },
    send: (operations, done) => {
      if (operations.length === 0) {
        announce(t("That is not possible here"));
        return;
      }
      back.reset();
      change.mutate({ operations, done });
    },
    undo: last ? () => back.mutate(last.id) : null,
  };
}
