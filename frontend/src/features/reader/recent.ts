/** Codes used last in a corpus, newest first; kept in this browser. */

const KEPT = 8;

export function loadRecent(corpus: number): number[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(corpus)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id): id is number => typeof id === "number") : [];
  } catch {
    return [];
  }
}

/** The list with `code` at its head, also written to the browser's storage. */
export function withRecent(corpus: number, recent: readonly number[], code: number): number[] {
  const next = [code, ...recent.filter((id) => id !== code)].slice(0, KEPT);
  try {
    localStorage.setItem(nameOf(corpus), JSON.stringify(next));
  } catch {
    // Storage is forbidden: the list holds for this page only.
  }
  return next;
}

function nameOf(corpus: number): string {
  return `catena.recent.${corpus}`;
}
