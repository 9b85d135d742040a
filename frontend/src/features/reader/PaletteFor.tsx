/** The palette for what is being coded: its words, and where on the page it has to stand. */

import { type RefObject, useCallback, useLayoutEffect } from "react";
import { rangeOver, stretchesIn } from "@/text/places";
import { countWords } from "@/text/words";
import { t } from "@/ui/i18n";
import type { Target } from "./coding";
import type { ReaderData } from "./data";
import { nameFor } from "./marks";
import { Palette } from "./Palette";
import { WIDE } from "./placeMargin";
import type { PaletteState } from "./state";
import type { Steps } from "./steps";

interface Props {
  readonly palette: PaletteState;
  readonly data: ReaderData;
  readonly recent: readonly number[];
  readonly steps: Steps;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** On narrow screens the palette is a sheet from below: the passage goes to the top, px from its edge. */
const ABOVE = 24;

export function PaletteFor({ palette, data, recent, steps, scroller }: Props) {
  const { target, changing, active, offered } = palette;
  const { model } = data;
  const changed = data.index.byId.get(changing ?? "");
  const measure = useCallback(
    () => (scroller.current ? boxesOf(scroller.current, target, data) : null),
    [scroller, target, data],
  );
  useLayoutEffect(() => {
    if (window.matchMedia(WIDE).matches || !scroller.current) return;
    const boxes = measure();
    if (boxes) scroller.current.scrollTop += boxes.passage.top - boxes.pane.top - ABOVE;
  }, [measure, scroller]);
  const apply = useCallback((code: number, stay: boolean) => steps.apply(code, stay), [steps]);
  const close = useCallback((left: boolean) => steps.closePalette({ reselect: left }), [steps]);
  return (
    <Palette
      title={titleOf(target, changing !== null)}
      quote={target.level === "passage" ? target.passage.quote : null}
      about={aboutOf(target, model)}
      instead={changed ? nameFor(data.codebook, changed.code) : null}
      level={target.level}
      codebook={data.codebook}
      recent={recent}
      keymap={data.keymap}
      letters={data.letters}
      canCreate={data.can.create}
      active={active}
      offered={offered}
      measure={measure}
      onApply={apply}
      onCreate={steps.create}
      onRepeat={steps.repeat}
      onBind={steps.bind}
      onEdge={steps.move}
      onActivate={() => {
        if (!active) steps.openPalette(target, { changing, offered });
      }}
      onClose={close}
    />
  );
}

function titleOf(target: Target, changing: boolean): string {
  if (changing) return t("Change the code");
  if (target.level === "passage") return t("Code this passage");
  return target.level === "post" ? t("Code this comment") : t("Code the thread");
}

function aboutOf(target: Target, model: ReaderData["model"]): string {
  if (target.level === "thread") return t("The whole thread");
  if (target.level === "post") {
    return t("The whole of {label}", { label: model.byId.get(target.post)?.label ?? "" });
  }
  const { passage } = target;
  const said = t("{n, plural, one {# word} other {# words}}, {label}", {
    n: countWords(passage.quote),
    label: model.byId.get(passage.post)?.label ?? "",
  });
  return passage.clipped ? `${said}. ${t("The rest of the selection lies in other posts.")}` : said;
}

function boxesOf(scroller: HTMLElement, target: Target, { model }: ReaderData) {
  const post =
    target.level === "passage" ? target.passage.post : target.level === "post" ? target.post : null;
  const element =
    post === null
      ? scroller.querySelector<HTMLElement>("[data-thread-head]")
      : scroller.querySelector<HTMLElement>(`[data-post-row="${post}"]`);
  if (element === null) return null;
  const pane = paneOf(scroller);
  const box = element.getBoundingClientRect();
  const inset = Number.parseFloat(getComputedStyle(element).paddingInlineEnd) || 0;
  const margin = box.right - inset;
  const source = model.byId.get(post ?? -1)?.source;
  if (target.level !== "passage" || source === undefined) {
    const passage = {
      top: box.top,
      bottom: Math.min(box.top + 64, box.bottom),
      left: box.left,
      right: margin,
    };
    return { passage, pane, margin };
  }
  const { offsets } = source;
  const { start, end } = target.passage;
  const stretches = stretchesIn(element, offsets.toU16(start), offsets.toU16(end));
  const passage = rangeOver(stretches)?.getBoundingClientRect();
  return passage ? { passage, pane, margin } : null;
}

/** The strip beside the text, with its marks, may be covered; the panes may not. */
function paneOf(scroller: HTMLElement) {
  const { top, bottom, left, right } = scroller.getBoundingClientRect();
  const frame = scroller.parentElement?.getBoundingClientRect();
  return { top, bottom, left, right: Math.max(right, frame?.right ?? right) };
}
