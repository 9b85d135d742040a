/** What stands at the bottom while words are selected by finger: the text stays in view until one asks for the codes. */

import { type RefObject, useEffect, useState } from "react";
import type { Passage } from "@/text/selection";
import { countWords } from "@/text/words";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { copyLink } from "./CopyLink";
import type { ReaderData } from "./data";
import type { Steps } from "./steps";
import styles from "./touch.module.css";

/** Fingers drag the ends of a selection about: wait until they rest. */
const RESTS_MS = 250;

interface Props {
  readonly steps: Steps;
  readonly data: ReaderData;
  readonly scroller: RefObject<HTMLElement | null>;
  /** The palette is open: it is about these words already. */
  readonly covered: boolean;
}

export function TouchBar({ steps, data, scroller, covered }: Props) {
  const passage = useTouched(steps, scroller);
  if (passage === null || covered) return null;
  const post = data.model.byId.get(passage.post);
  const { start, end, quote } = passage;
  return (
    <section className={styles.bar} aria-label={t("Selected words")}>
      <p className={styles.words}>
        {t("{n, plural, one {# word} other {# words}}, {label}", {
          n: countWords(quote),
          label: post?.label ?? "",
        })}
        {passage.clipped ? ` · ${t("only the part in one post")}` : null}
      </p>
      <Button
        kind="quiet"
        icon="link"
        onClick={() => void copyLink({ number: post?.post.number ?? 0, start, end })}
      >
        {t("Copy link")}
      </Button>
      {data.can.code ? (
        <Button
          kind="primary"
          icon="tag"
          onClick={() => {
            steps.moves.goTo(passage.post);
            steps.openPalette({ level: "passage", passage }, { active: false, offered: true });
          }}
        >
          {t("Code")}
        </Button>
      ) : null}
    </section>
  );
}

/** The passage selected by finger, once the fingers rest; null when nothing is, or it was selected otherwise. */
function useTouched(steps: Steps, scroller: RefObject<HTMLElement | null>): Passage | null {
  const [passage, setPassage] = useState<Passage | null>(null);
  useEffect(() => {
    let touch = false;
    let timer = 0;
    const down = (event: PointerEvent) => {
      if (event.target instanceof Node && scroller.current?.contains(event.target)) {
        touch = event.pointerType === "touch";
      }
    };
    const changed = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => setPassage(touch ? steps.selected() : null), RESTS_MS);
    };
    document.addEventListener("pointerdown", down);
    document.addEventListener("selectionchange", changed);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerdown", down);
      document.removeEventListener("selectionchange", changed);
    };
  }, [steps, scroller]);
  return passage;
}
