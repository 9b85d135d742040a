/** What the keys mean on a row of the tree. Pure: says what is wanted, does nothing. */
import type { Direction } from "./moving";
import type { TreeRow } from "./tree";

export type Wish =
  | { do: "go"; row: number }
  | { do: "fold"; close: boolean }
  | { do: "choose" | "rename" | "sibling" | "child" | "archive" | "pickUp" }
  | { do: "step"; way: Direction };

export interface Pressed {
  key: string;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
}

const STEPS: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowRight: "in",
  ArrowLeft: "out",
};
/** Rows that Page Up and Page Down pass. */
const PAGE = 12;

function sideways(key: string, at: number, rows: readonly TreeRow[]): Wish | null {
  const row = rows[at];
  if (!row) return null;
  if (key === "ArrowRight" || key === "+") {
    if (row.expanded === false) return { do: "fold", close: false };
    return row.expanded && key !== "+" ? { do: "go", row: at + 1 } : null;
  }
  if (row.expanded) return { do: "fold", close: true };
  const parent = rows.findIndex((one) => one.code.id === row.code.parent);
  return key === "ArrowLeft" && parent >= 0 ? { do: "go", row: parent } : null;
}

function travel(key: string, at: number, rows: readonly TreeRow[]): Wish | null {
  const last = rows.length - 1;
  const goals: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: last,
    PageDown: at + PAGE,
    PageUp: at - PAGE,
  };
  const goal = goals[key];
  return goal === undefined ? null : { do: "go", row: Math.min(Math.max(goal, 0), last) };
}

function command(pressed: Pressed, singleKeys: boolean): Wish | null {
  const { key, shift } = pressed;
  if (key === "Enter" || key === " ") return { do: "choose" };
  if (key === "F2") return { do: "rename" };
  if (key === "Delete") return { do: "archive" };
  if (singleKeys && key.toLowerCase() === "n") return { do: shift ? "child" : "sibling" };
  return null;
}

/** What a key wishes on row `at`; null when it means nothing here. Letters for a name come later. */
export function wishOf(
  pressed: Pressed,
  at: number,
  rows: readonly TreeRow[],
  singleKeys: boolean,
): Wish | null {
  const { key, ctrl, alt, shift } = pressed;
  if (alt && shift && !ctrl) {
    const way = STEPS[key];
    return way ? { do: "step", way } : null;
  }
  if (ctrl && !alt && key.toLowerCase() === "x") return { do: "pickUp" };
  if (ctrl || alt) return null;
  if (["ArrowRight", "ArrowLeft", "+", "-"].includes(key)) return sideways(key, at, rows);
  return travel(key, at, rows) ?? command(pressed, singleKeys);
}
