/** Dragging a code, from wherever its name stands, onto a passage, a bar, a name or the header of a comment. */

import { useEffect, useRef, useState } from "react";
import type { Annotation } from "@/api/types";
import { canPaint } from "@/text/highlights";
import { stretchesIn } from "@/text/places";
import { countWords } from "@/text/words";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import { type Drop, dropUnder } from "./dropTarget";
import type { HandsProps } from "./Hands";
import styles from "./hands.module.css";
import { nameFor, pigmentFor } from "./marks";
import { useLatest } from "./overlays";
import { DRAGGED } from "./palettePlace";
import { alreadyApplied } from "./words";

/** So many px the pointer must go before it is a drag and no press. */
const PRESS = 6;

interface Dragged {
  readonly code: number;
  readonly x: number;
  readonly y: number;
  readonly drop: Drop | null;
}

export function CodeDrag(props: HandsProps) {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const latest = useLatest(props);
  const moving = useRef<Dragged | null>(null);
  useEffect(() => {
    let begun: { code: number; x: number; y: number } | null = null;
    const show = (next: Dragged | null) => {
      moving.current = next;
      setDragged(next);
      paint(latest.current, next?.drop ?? null);
    };
    const stop = () => {
      begun = null;
      if (moving.current) show(null);
    };
    const down = (event: PointerEvent) => {
      const code = codeUnder(event.target, latest.current);
      const { can } = latest.current.data;
      if (event.button !== 0 || event.pointerType === "touch" || code === null || !can.code) return;
      begun = { code, x: event.clientX, y: event.clientY };
    };
    const move = (event: PointerEvent) => {
      const { clientX: x, clientY: y } = event;
      if (begun === null) return;
      if (moving.current === null && Math.hypot(x - begun.x, y - begun.y) < PRESS) return;
      event.preventDefault();
      document.getSelection()?.removeAllRanges();
      const { data, palette } = latest.current;
      const offered = palette?.changing === null ? palette.target : null;
      show({ code: begun.code, x, y, drop: dropUnder(x, y, { data, offered }) });
    };
    const up = () => {
      const done = moving.current;
      stop();
      if (done === null) return;
      // The press that began the drag is none.
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
      if (done.drop) take(latest.current, done.code, done.drop);
      else announce(t("Nothing there takes a code: drop it on a passage, a bar or a name"));
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || moving.current === null) return;
      event.stopPropagation();
      stop();
    };
    document.addEventListener("pointerdown", down);
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", up);
    document.addEventListener("pointercancel", stop);
    document.addEventListener("keydown", key, { capture: true });
    return () => {
      document.removeEventListener("pointerdown", down);
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", up);
      document.removeEventListener("pointercancel", stop);
      document.removeEventListener("keydown", key, { capture: true });
    };
  }, [latest]);
  if (dragged === null) return null;
  const { codebook, model } = props.data;
  return (
    <div
      className={`${styles.ghost} k${pigmentFor(codebook, dragged.code)}`}
      style={{ left: dragged.x + 12, top: dragged.y + 12 }}
      aria-hidden="true"
    >
      <span className={styles.swatch} />
      <span>
        {nameFor(codebook, dragged.code)}
        <small>{wordsFor(dragged.drop, codebook, model)}</small>
      </span>
    </div>
  );
}

function swallow(event: MouseEvent): void {
  event.stopPropagation();
  event.preventDefault();
}

/** Names of codes can be dragged: those that say so, and those of the margin. */
function codeUnder(target: EventTarget | null, { data }: HandsProps): number | null {
  if (!(target instanceof Element)) return null;
  const said = target.closest<HTMLElement>(DRAGGED)?.dataset.dragCode;
  if (said) return Number(said);
  const name = target.closest<HTMLElement>("button[data-annotation]");
  return data.index.byId.get(name?.dataset.annotation ?? "")?.code ?? null;
}

function take({ tools: { steps }, data }: HandsProps, code: number, drop: Drop): void {
  if (drop.does === "add") {
    steps.apply(code, false, drop.target);
    return;
  }
  const { annotation } = drop;
  const same = data.all.find((one) => one.code === code && onSameSpot(one, annotation));
  if (same) {
    announce(alreadyApplied(same, data.codebook));
    return;
  }
  const why = steps.locked(annotation);
  if (why === null) steps.change(annotation.id, { code });
  announce(
    why ??
      t("{code} stands now in the place of {before}", {
        code: nameFor(data.codebook, code),
        before: nameFor(data.codebook, annotation.code),
      }),
  );
}

function onSameSpot(a: Annotation, b: Annotation): boolean {
  const spot = (one: Annotation) => `${one.coder.id} ${one.post} ${one.start} ${one.end}`;
  return spot(a) === spot(b);
}

function wordsFor(
  drop: Drop | null,
  codebook: HandsProps["data"]["codebook"],
  model: HandsProps["data"]["model"],
): string {
  if (drop === null) return t("onto a passage, a bar or a name");
  if (drop.does === "replace") {
    return t("in the place of {code}", { code: nameFor(codebook, drop.annotation.code) });
  }
  const { target } = drop;
  if (target.level === "passage") {
    const n = countWords(target.passage.quote);
    return t("onto {n, plural, one {# word} other {# words}}", { n });
  }
  const post = target.level === "post" ? model.byId.get(target.post) : undefined;
  return t("onto the whole of {label}", { label: post?.label ?? "" });
}

/** Shows the passage that would take the code. */
function paint({ tools, data }: HandsProps, drop: Drop | null): void {
  const { painter, scroller } = tools;
  if (!canPaint()) return;
  const span = drop === null ? null : spanOf(drop);
  const source = span ? data.model.byId.get(span.post)?.source : undefined;
  const article = scroller.current?.querySelector(`[data-post-row="${span?.post}"]`);
  if (span && source && article) {
    const { offsets } = source;
    painter.overlay(
      "pending",
      stretchesIn(article, offsets.toU16(span.start), offsets.toU16(span.end)),
    );
  } else painter.overlay("pending", []);
}

function spanOf(drop: Drop): { post: number; start: number; end: number } | null {
  if (drop.does === "add") return drop.target.level === "passage" ? drop.target.passage : null;
  const { post, start, end } = drop.annotation;
  return post === null || start === null || end === null ? null : { post, start, end };
}
