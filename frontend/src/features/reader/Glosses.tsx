/** The codes of a post's passages: names beside their first lines and bars in the margin; chips where it is narrow. */

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { t } from "@/ui/i18n";
import { initials } from "@/ui/person";
import type { Gloss } from "./annotations";
import { countOf, type Margin } from "./density";
import { type Look, paintFor } from "./look";
import { MemoSign } from "./MemoSign";
import { nameFor } from "./marks";
import { placeMargin } from "./placeMargin";
import styles from "./post.module.css";
import { paintClass, Sample, stripeStyle } from "./Sample";

/** Longer lists scroll: the text below must not be pushed out of sight. */
const LONG_LIST = 12;

interface Props {
  /** "comment 5". */
  readonly label: string;
  readonly margin: Margin;
  readonly look: Look;
  readonly chosen: Gloss | undefined;
  readonly expanded: boolean;
  /** Changes whenever boxes may have moved. */
  readonly layout: number;
  readonly onChoose: (gloss: Gloss) => void;
  readonly onExpand: (on: boolean) => void;
}

export function Glosses(props: Props) {
  const { margin, look, chosen, expanded, layout } = props;
  const list = useRef<HTMLUListElement>(null);
  const bars = useRef<HTMLDivElement>(null);
  const { rest } = margin;
  const listed = expanded && rest.length > LONG_LIST;
  const beside = expanded && !listed ? [...margin.beside, ...rest].sort(inText) : margin.beside;

  // biome-ignore lint/correctness/useExhaustiveDependencies: names move when the list behind "+ n" opens, too
  useLayoutEffect(() => {
    // A ref of the post's would be empty here when the post is new: parents get theirs after their children's effects.
    const article = list.current?.closest("article");
    if (article && list.current && bars.current) {
      list.current.dataset.layout = String(layout);
      placeMargin(article, list.current, bars.current, beside);
    }
  }, [margin, expanded, layout, look]);
  usePressedBars(bars, beside, props.onChoose);

  const all = margin.beside.length + rest.length;
  if (all === 0) return null;
  const item = (gloss: Gloss) => (
    <li key={gloss.key}>
      <Name gloss={gloss} look={look} on={gloss === chosen} onPress={() => props.onChoose(gloss)} />
    </li>
  );
  return (
    <>
      <ul
        ref={list}
        className={styles.glosses}
        aria-label={t("{n, plural, one {# code} other {# codes}} in {label}", {
          n: all,
          label: props.label,
        })}
      >
        {beside.map(item)}
        {rest.length > 0 && (listed || !expanded) ? (
          <li>
            <button
              type="button"
              className={`${styles.gloss} ${styles.more}`}
              aria-expanded={expanded}
              onClick={() => props.onExpand(!expanded)}
            >
              {expanded
                ? t("Fewer codes")
                : t("{n, plural, one {# more code here} other {# more codes here}}", {
                    n: rest.length,
                  })}
            </button>
            {margin.dense && !expanded ? (
              <small className={styles.count}>
                {t("{n, plural, one {# annotation} other {# annotations}} in all", {
                  n: countOf(margin.beside) + countOf(rest),
                })}
              </small>
            ) : null}
            {listed ? (
              <ul
                className={styles.rest}
                aria-label={t("{n, plural, one {# more code} other {# more codes}}", {
                  n: rest.length,
                })}
              >
                {rest.map(item)}
              </ul>
            ) : null}
          </li>
        ) : null}
      </ul>
      <div ref={bars} className={styles.bars} aria-hidden="true">
        {beside.map((gloss) => {
          const paint = paintFor(look, gloss.code, gloss.annotations);
          return (
            <i
              key={gloss.key}
              className={paintClass(paint)}
              style={stripeStyle(paint)}
              {...named(gloss)}
              {...(gloss === chosen ? { "data-chosen": "" } : {})}
            />
          );
        })}
      </div>
    </>
  );
}

/** Whose bar or name this is, for whoever drags things about. */
function named(gloss: Gloss): Record<string, string> {
  return {
    "data-annotation": gloss.key,
    "data-annotations": gloss.annotations.map(({ id }) => id).join(" "),
  };
}

function inText(a: Gloss, b: Gloss): number {
  return a.start - b.start || b.end - a.end;
}

interface NameProps {
  readonly gloss: Gloss;
  readonly look: Look;
  readonly on: boolean;
  readonly onPress: () => void;
}

function Name({ gloss, look, on, onPress }: NameProps) {
  const people = gloss.annotations.map(({ coder }) => coder.name || coder.username);
  const names = [...new Set(people)];
  return (
    <button
      type="button"
      className={styles.gloss}
      aria-pressed={on}
      {...named(gloss)}
      onClick={onPress}
    >
      <Sample paint={paintFor(look, gloss.code, gloss.annotations)} />
      <span>
        <bdi>{nameFor(look.codebook, gloss.code)}</bdi>{" "}
        <small title={names.join(", ")}>
          <span aria-hidden="true">{names.map(initials).join(" ")}</span>
          <span className="vh">{t("by {names}", { names: names.join(", ") })}</span>
        </small>
        <MemoSign annotations={gloss.annotations} />
        <span className="vh">: “{gloss.annotations[0]?.quote}”</span>
      </span>
    </button>
  );
}

/** Bars can be pressed, too. The names beside them are the buttons; assistive technology knows only those. */
function usePressedBars(
  bars: RefObject<HTMLElement | null>,
  beside: readonly Gloss[],
  onChoose: (gloss: Gloss) => void,
): void {
  useEffect(() => {
    const element = bars.current;
    if (element === null) return;
    const pressed = ({ target }: MouseEvent) => {
      const key = target instanceof HTMLElement ? target.dataset.annotation : undefined;
      const gloss = beside.find((one) => one.key === key);
      if (gloss) onChoose(gloss);
    };
    element.addEventListener("click", pressed);
    return () => element.removeEventListener("click", pressed);
  });
}
