/** The codes of a post's passages: names beside their first lines and bars in the margin; chips where it is narrow. */

import { useLayoutEffect, useRef } from "react";
import { heightOf, type MeasuredGloss, placeGlosses } from "@/text/bars";
import { rangeOver, stretchesIn } from "@/text/places";
import { t } from "@/ui/i18n";
import { initials } from "@/ui/person";
import type { Gloss } from "./annotations";
import type { Codebook } from "./codes";
import { nameFor, pigmentFor } from "./marks";
import styles from "./post.module.css";

const BAR_STEP = 6;
const BAR_INSET = 14;
export const WIDE = "(min-width: 60.01rem)";

interface Props {
  /** "comment 5". */
  readonly label: string;
  readonly glosses: readonly Gloss[];
  readonly codebook: Codebook;
  readonly chosen: Gloss | undefined;
  readonly expanded: boolean;
  /** Changes whenever boxes may have moved. */
  readonly layout: number;
  readonly onChoose: (gloss: Gloss) => void;
  readonly onExpand: () => void;
}

export function Glosses(props: Props) {
  const { glosses, codebook, chosen, expanded, layout, onChoose, onExpand } = props;
  const list = useRef<HTMLUListElement>(null);
  const bars = useRef<HTMLDivElement>(null);
  const shown = expanded ? glosses : glosses.filter((gloss) => gloss.lane !== null);
  const hidden = glosses.length - shown.length;

  useLayoutEffect(() => {
    // A ref of the post's would be empty here when the post is new: parents get theirs after their children's effects.
    const article = list.current?.closest("article");
    if (article && list.current && bars.current) {
      place(article, list.current, bars.current, shown, layout);
    }
  }, [shown, layout]);

  if (glosses.length === 0) return null;
  return (
    <>
      <ul
        ref={list}
        className={styles.glosses}
        aria-label={t("{n, plural, one {# code} other {# codes}} in {label}", {
          n: glosses.length,
          label: props.label,
        })}
      >
        {shown.map((gloss) => (
          <li key={gloss.key}>
            <button
              type="button"
              className={`${styles.gloss} k${pigmentFor(codebook, gloss.code)}`}
              aria-pressed={gloss === chosen}
              onClick={() => onChoose(gloss)}
            >
              <span className={styles.swatch} aria-hidden="true" />
              <span>
                {nameFor(codebook, gloss.code)} <Coders gloss={gloss} />
                <span className="vh">: “{gloss.annotations[0]?.quote}”</span>
              </span>
            </button>
          </li>
        ))}
        {hidden > 0 ? (
          <li>
            <button type="button" className={`${styles.gloss} ${styles.more}`} onClick={onExpand}>
              {t("{n, plural, one {# more code here} other {# more codes here}}", { n: hidden })}
            </button>
          </li>
        ) : null}
      </ul>
      <div ref={bars} className={styles.bars} aria-hidden="true">
        {shown.map((gloss) => (
          <i
            key={gloss.key}
            className={`k${pigmentFor(codebook, gloss.code)}`}
            {...(gloss === chosen ? { "data-chosen": "" } : {})}
          />
        ))}
      </div>
    </>
  );
}

function Coders({ gloss }: { gloss: Gloss }) {
  const coders = gloss.annotations.map(({ coder }) => coder.name || coder.username);
  const names = [...new Set(coders)];
  return (
    <small title={names.join(", ")}>
      <span aria-hidden="true">{names.map(initials).join(" ")}</span>
      <span className="vh">{t("by {names}", { names: names.join(", ") })}</span>
    </small>
  );
}

/** Measures all passages first and writes all places after: one layout for each post. */
function place(
  article: HTMLElement,
  list: HTMLElement,
  bars: HTMLElement,
  glosses: readonly Gloss[],
  layout: number,
): void {
  list.dataset.layout = String(layout);
  const items = [...list.children] as HTMLElement[];
  if (!window.matchMedia(WIDE).matches) {
    article.style.minHeight = "";
    return;
  }
  const origin = article.getBoundingClientRect();
  const measured: MeasuredGloss[] = glosses.map((gloss, index) => {
    const box = rangeOver(stretchesIn(article, gloss.start, gloss.end))?.getBoundingClientRect();
    const top = (box?.top ?? origin.top) - origin.top;
    const height = items[index]?.offsetHeight ?? 0;
    return { key: gloss.key, top, bottom: top + (box?.height ?? 0), height };
  });
  const more = items[glosses.length];
  const last = measured[measured.length - 1];
  if (more)
    measured.push({ key: "more", top: last?.top ?? 0, bottom: 0, height: more.offsetHeight });
  const left = origin.width - marginOf(article) + BAR_INSET;
  const placed = placeGlosses(measured);
  placed.forEach(({ nameTop, column }, index) => {
    const item = items[index];
    const bar = bars.children[index] as HTMLElement | undefined;
    const box = measured[index];
    if (item) item.style.top = `${nameTop}px`;
    if (!bar || !box) return;
    bar.hidden = column === null;
    bar.style.top = `${box.top + 2}px`;
    bar.style.height = `${Math.max(box.bottom - box.top - 4, 4)}px`;
    bar.style.left = `${left + (column ?? 0) * BAR_STEP}px`;
  });
  article.style.minHeight = `${heightOf(measured, placed)}px`;
}

function marginOf(article: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(article).paddingInlineEnd) || 0;
}
