/** From positions back to the page: which text nodes of a mounted post hold a stretch of its text. UTF-16 units. */

export interface Stretch {
  readonly node: Text;
  readonly start: number;
  readonly end: number;
}

/** The parts of [start, end) in the mounted paragraphs (`data-at`) below `root`, in order. */
export function stretchesIn(root: ParentNode, start: number, end: number): Stretch[] {
  const found: Stretch[] = [];
  for (const block of root.querySelectorAll<HTMLElement>("[data-at]")) {
    let at = Number(block.dataset.at);
    const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
      const text = node as Text;
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, text.data.length);
      if (from < to) found.push({ node: text, start: from, end: to });
      at += text.data.length;
    }
  }
  return found;
}

/** One range from the first to the last of the stretches, for measuring and selecting. */
export function rangeOver(stretches: readonly Stretch[]): Range | null {
  const first = stretches[0];
  const last = stretches[stretches.length - 1];
  if (first === undefined || last === undefined) return null;
  const range = document.createRange();
  range.setStart(first.node, first.start);
  range.setEnd(last.node, last.end);
  return range;
}

/** The UTF-16 position in the post's text of a point in one of its paragraphs, or `null` when it lies outside. */
export function offsetInBlock(block: HTMLElement, node: Node, offset: number): number | null {
  if (!block.contains(node)) return null;
  const before = document.createRange();
  before.selectNodeContents(block);
  before.setEnd(node, offset);
  return Number(block.dataset.at) + before.toString().length;
}
