/** Following a connection from one post to another, with the way back. */

import { useCallback, useState } from "react";
import { canPaint } from "@/text/highlights";
import { stretchesIn } from "@/text/places";
import { type Connection, findWords } from "./connections";
import type { ReaderData } from "./data";
import { useLatest } from "./overlays";
import type { ReaderTools } from "./useReader";

export interface Following {
  readonly follow: (from: number, to: Connection) => void;
  /** The post that somebody came from, or null. */
  readonly origin: number | null;
  readonly back: () => void;
}

export function useFollow(tools: ReaderTools, data: ReaderData): Following {
  const { steps, painter, text } = tools;
  const latest = useLatest(data);
  const [origin, setOrigin] = useState<number | null>(null);
  const follow = useCallback(
    (from: number, to: Connection) => {
      const post = latest.current.model.byId.get(to.post);
      if (post === undefined) return;
      setOrigin(from);
      steps.moves.goTo(post.id);
      text.current?.show(post.row.index, (article) => {
        article.focus({ preventScroll: true });
        // By now its text may have come.
        const body = latest.current.model.byId.get(to.post)?.post.text ?? "";
        const place = to.words === null ? null : findWords(body, to.words);
        if (place === null) return;
        if (canPaint()) painter.overlay("found", stretchesIn(article, place.start, place.end));
        steps.moves.reveal(article, place.start, place.end);
      });
    },
    [steps, painter, text, latest],
  );
  const back = useCallback(() => {
    if (origin !== null) steps.moves.show(origin);
    if (canPaint()) painter.overlay("found", []);
    setOrigin(null);
  }, [origin, steps, painter]);
  return { follow, origin, back };
}
