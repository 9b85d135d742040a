/** What the reader remembers besides data: where one is, what is chosen, whether the palette is open. */

import type { Target } from "./coding";

export type Pane = "outline" | "text" | "codes";

export interface PaletteState {
  readonly target: Target;
  /** The annotation whose code is being changed; else a new one is made. */
  readonly changing: string | null;
  /** The keyboard is in its field. False after selecting by touch, until somebody turns to it. */
  readonly active: boolean;
  /** It came by itself, after selecting. */
  readonly offered: boolean;
}

export interface ReaderState {
  /** Id of the post one is at. */
  readonly current: number | null;
  /** Id of the chosen annotation. */
  readonly chosen: string | null;
  readonly palette: PaletteState | null;
  /** The keyboard caret is in the current post. */
  readonly caret: boolean;
  readonly pane: Pane;
  readonly memo: boolean;
  readonly help: boolean;
  /** Spam, pingbacks, deleted and unpublished posts are shown, too. */
  readonly hiddenToo: boolean;
}

export type ReaderAction =
  | { readonly type: "goTo"; readonly post: number }
  | { readonly type: "choose"; readonly annotation: string | null; readonly post?: number | null }
  | { readonly type: "openPalette"; readonly palette: PaletteState }
  | { readonly type: "closePalette" }
  | { readonly type: "caret"; readonly on: boolean }
  | { readonly type: "pane"; readonly pane: Pane }
  | { readonly type: "memo"; readonly on: boolean }
  | { readonly type: "help"; readonly on: boolean }
  | { readonly type: "hiddenToo"; readonly on: boolean };

export const START: ReaderState = {
  current: null,
  chosen: null,
  palette: null,
  caret: false,
  pane: "text",
  memo: false,
  help: false,
  hiddenToo: false,
};

export function readerReducer(state: ReaderState, action: ReaderAction): ReaderState {
  switch (action.type) {
    case "goTo":
      return goTo(state, action.post);
    case "choose": {
      const post = action.post ?? state.current;
      const caret = state.caret && post === state.current;
      return { ...state, chosen: action.annotation, current: post, caret, memo: false };
    }
    case "openPalette":
      return { ...state, palette: action.palette };
    case "closePalette":
      return state.palette === null ? state : { ...state, palette: null };
    case "caret":
      return { ...state, caret: action.on };
    case "pane":
      return { ...state, pane: action.pane };
    case "memo":
      return { ...state, memo: action.on };
    case "help":
      return { ...state, help: action.on };
    case "hiddenToo":
      return { ...state, hiddenToo: action.on };
  }
}

/** A palette that nobody has turned to yet goes with the passage it was offered for. */
function goTo(state: ReaderState, post: number): ReaderState {
  if (state.current === post) return state.pane === "outline" ? { ...state, pane: "text" } : state;
  const palette = state.palette?.active ? state.palette : null;
  return { ...state, current: post, caret: false, pane: "text", palette };
}
