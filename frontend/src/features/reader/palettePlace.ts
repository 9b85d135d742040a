/** Where the palette stands: in the margin beside the passage, never on it. Pixels of the window. */

export interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface PaletteRoom {
  /** The passage, or the header of the post or thread. */
  readonly passage: Box;
  /** The pane in which text and margin lie. */
  readonly pane: Box;
  /** Where the reading column ends and the margin begins. */
  readonly margin: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 8;

/**
 * Level with the passage, moved up or down until it fits the pane. Where there is no margin beside the text it goes
 * below the passage, or above it when there is more room.
 */
export function palettePlace(room: PaletteRoom): { left: number; top: number } {
  const { passage, pane, width, height } = room;
  const lowest = pane.bottom - height - GAP;
  if (room.margin + width + GAP <= pane.right) {
    const top = Math.max(Math.min(passage.top - GAP, lowest), pane.top + GAP);
    return { left: Math.min(room.margin + GAP, pane.right - width - GAP), top };
  }
  const left = Math.max(pane.left + GAP, Math.min(passage.left, pane.right - width - GAP));
  const below = passage.bottom + GAP;
  if (below <= lowest || passage.top - pane.top < pane.bottom - passage.bottom) {
    return { left, top: below };
  }
  return { left, top: Math.max(passage.top - height - GAP, pane.top) };
}
