/** The steps of coding and moving. Each reads what is so now, changes data through `Coding`, and says what it did. */

import type { QueryClient } from "@tanstack/react-query";
import type { Annotation } from "@/api/types";
import { takeBack, turn } from "@/features/undo";
import { type Passage, passageFromRange } from "@/text/selection";
import type { Snap } from "@/text/snapping";
import { t } from "@/ui/i18n";
import { announce, tellChange } from "@/ui/toast";
import { bindDigit } from "./binding";
import { allows } from "./codes";
import type { Change, Coding, Target } from "./coding";
import { type EdgeMove, movedEdge } from "./edges";
import { makeCode } from "./makeCode";
import { Moves, type MovingMeans } from "./moves";
import { withRecent } from "./recent";
import type { PaletteState } from "./state";
import { levelInWords, targetOf } from "./targets";
import type { Now } from "./useReader";
import { alreadyApplied, applied, removed } from "./words";

export interface Means extends MovingMeans {
  readonly coding: Coding;
  readonly client: QueryClient;
  readonly setRecent: (recent: number[]) => void;
  /** Shows what went wrong, until somebody puts it away. */
  readonly trouble: (text: string) => void;
}

export class Steps {
  readonly moves: Moves;
  readonly #means: Means;

  constructor(means: Means) {
    this.#means = means;
    this.moves = new Moves(means);
  }

  get #now(): Now {
    return this.#means.now.current;
  }

  /** The passage that is selected on the page, or null. */
  readonly selected = (snap: Snap = "grapheme"): Passage | null => {
    const selection = document.getSelection();
    const scroller = this.#means.scroller.current;
    if (!selection || selection.isCollapsed || selection.rangeCount === 0 || !scroller) return null;
    const { byId } = this.#now.data.model;
    const anchor = selection.anchorNode ?? undefined;
    return passageFromRange(scroller, selection.getRangeAt(0), (post) => byId.get(post)?.source, {
      anchor,
      snap,
    });
  };

  /** What a code would be laid on now: the palette's target, the selection, the current comment. */
  readonly target = (): Target | null => {
    const { palette, current } = this.#now.state;
    if (palette && palette.changing === null) return palette.target;
    const passage = this.selected();
    if (passage) return { level: "passage", passage };
    return current === null ? null : { level: "post", post: current };
  };

  readonly openPalette = (target: Target | null, how: Partial<PaletteState> = {}) => {
    const { can } = this.#now.data;
    const usual = { changing: null, active: true, offered: false };
    if (!can.code) announce(t("You may read this corpus, not code it"));
    else if (target === null) announce(t("Choose a comment first: J and K"));
    else this.#means.dispatch({ type: "openPalette", palette: { ...usual, ...how, target } });
  };

  /**
   * Selects again what was selected, when somebody left by a key or has the caret in the text (`done`: the caret
   * stands behind it).
   */
  readonly closePalette = ({ done = false, reselect = false } = {}) => {
    const { palette, caret } = this.#now.state;
    this.#means.dispatch({ type: "closePalette" });
    if (palette?.active) this.moves.focusPost();
    if ((caret || reselect) && palette?.target.level === "passage") {
      this.moves.reselect(palette.target.passage, done);
    }
  };

  /** Applies a code to the target; with `stay` palette and passage remain for another. */
  readonly apply = (code: number, stay = false, target: Target | null = this.target()) => {
    const { data, state, recent } = this.#now;
    const { dispatch, coding, setRecent } = this.#means;
    const view = data.codebook.byId.get(code);
    if (!data.can.code || target === null || view === undefined) return;
    if (state.palette?.changing) {
      this.change(state.palette.changing, { code });
    } else if (!allows(view, target.level)) {
      announce(
        t("{code} is not meant for {level}", {
          code: view.name,
          level: levelInWords(target.level),
        }),
      );
      return;
    } else {
      const { annotation, known } = coding.apply(code, target, data.me);
      const sentence = known
        ? alreadyApplied(annotation, data.codebook)
        : applied(annotation, data.codebook, data.model);
      announce(sentence);
      dispatch({ type: "choose", annotation: annotation.id, post: annotation.post });
    }
    setRecent(withRecent(data.corpus, recent, code));
    if (stay) return;
    this.closePalette({ done: true });
    const selection = document.getSelection();
    if (!state.caret) selection?.removeAllRanges();
    else if (selection?.rangeCount) selection.collapseToEnd();
  };

  /** Makes a code and applies it. */
  readonly create = async (name: string, stay: boolean) => {
    const target = this.target() ?? this.#now.state.palette?.target ?? null;
    const { client, trouble } = this.#means;
    const wanted = name.trim().toLowerCase();
    const known = this.#now.data.codebook.live.find((view) => view.name.toLowerCase() === wanted);
    if (known) {
      this.apply(known.id, stay, target);
      return;
    }
    const code = await makeCode(client, this.#now.data, name, trouble);
    if (code === null) return;
    announce(t("Code {name} made", { name: code.name }));
    // The codebook with the new code arrives with the next render.
    setTimeout(() => this.apply(code.id, stay, target));
  };

  /** A code named by the selected words. */
  readonly inVivo = () => {
    const target = this.target();
    if (!this.#now.data.can.create) announce(t("You may not make codes here"));
    else if (target?.level !== "passage")
      announce(t("Select the words first that shall name the code"));
    else this.create(target.passage.quote.replace(/\s+/gu, " "), false);
  };

  readonly repeat = (stay = false) => {
    const last = this.#now.recent[0];
    if (last === undefined) announce(t("No code has been used yet"));
    else this.apply(last, stay);
  };

  readonly digit = (key: string) => {
    const view = this.#now.data.codebook.byKey.get(key);
    if (view) this.apply(view.id);
    else announce(t("No code has the key {key}", { key }));
  };

  readonly bind = async (code: number, digit: string) => {
    const { corpus, me, codebook } = this.#now.data;
    const view = codebook.byId.get(code);
    if (view) announce(await bindDigit(this.#means.client, me, { corpus, digit, code: view }));
  };

  /** Why an annotation may not be changed by this person, or null. */
  readonly locked = (annotation: Annotation): string | null => {
    const { can, me } = this.#now.data;
    if (!can.code) return t("You may read this corpus, not code it");
    if (can.others || annotation.coder.id === me.id) return null;
    return t("Only {name} and adjudicators may change this", {
      name: annotation.coder.name || annotation.coder.username,
    });
  };

  readonly remove = () => {
    const annotation = this.#editable();
    if (annotation === null) return;
    const { data } = this.#now;
    const done = this.#means.coding.remove(annotation.id);
    if (done === null) return;
    this.#means.dispatch({ type: "choose", annotation: null });
    tellChange(removed(annotation, data.codebook, data.model), () => {
      void takeBack(data.corpus, done.entry);
      this.#means.dispatch({ type: "choose", annotation: annotation.id, post: annotation.post });
      this.moves.focusPost();
    });
    this.moves.focusPost();
  };

  /** Moves an end of the passage that is about to be coded, else of the chosen one. */
  readonly move = (edge: EdgeMove) => {
    if (this.#moveOffered(edge)) return;
    const annotation = this.#editable();
    if (!annotation || annotation.start === null || annotation.end === null) return;
    const post = this.#now.data.model.byId.get(annotation.post ?? -1);
    const span = { start: annotation.start, end: annotation.end };
    const change = post ? movedEdge(post, span, edge) : null;
    if (change === null) {
      announce(t("The edge can’t go further"));
      return;
    }
    this.change(annotation.id, change);
    announce(t("Now: {quote}", { quote: change.quote ?? "" }));
  };

  readonly changeCode = () => {
    const annotation = this.#editable();
    if (annotation) this.openPalette(targetOf(annotation), { changing: annotation.id });
  };

  readonly memo = (on = true) => {
    if (on && this.#editable() === null) return;
    this.#means.dispatch({ type: "memo", on });
    if (on) this.#means.dispatch({ type: "pane", pane: "codes" });
    else this.moves.focusPost();
  };

  /** `base`: the annotation as it stood when somebody began to change it. */
  readonly change = (id: string, change: Change, base?: Annotation) =>
    this.#means.coding.change(id, change, base);

  readonly undo = () => {
    const { palette } = this.#now.state;
    if (palette) this.closePalette();
    void turn(this.#now.data.corpus, "undo");
  };

  #moveOffered(edge: EdgeMove): boolean {
    const { palette } = this.#now.state;
    if (palette?.target.level !== "passage" || palette.changing !== null) return false;
    const { passage } = palette.target;
    const post = this.#now.data.model.byId.get(passage.post);
    const moved = post ? movedEdge(post, passage, edge) : null;
    if (moved === null) {
      announce(t("The edge can’t go further"));
      return true;
    }
    const target: Target = { level: "passage", passage: { ...passage, ...moved } };
    this.#means.dispatch({ type: "openPalette", palette: { ...palette, target } });
    announce(t("Now: {quote}", { quote: moved.quote }));
    return true;
  }

  #editable(): Annotation | null {
    const annotation = this.moves.inHand();
    const why = annotation ? this.locked(annotation) : t("Choose an annotation first: Shift J");
    if (annotation === undefined || why !== null) {
      announce(why ?? "");
      return null;
    }
    return annotation;
  }
}
