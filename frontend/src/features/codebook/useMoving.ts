/** A code that is being moved by the keyboard: picked up, led from place to place, put down. */
import { useState } from "react";
import type { Code } from "@/api/types";
import { t } from "@/ui/i18n";
import { announce } from "@/ui/toast";
import { placeOf, type Spot, samePlace, spotsFor } from "./moving";
import { wordsForPlace } from "./places";
import { type TreeRow, typeAhead } from "./tree";

export interface Carried {
  code: Code;
  spots: readonly Spot[];
  at: number;
}

interface Given {
  codes: readonly Code[];
  rows: readonly TreeRow[];
  onDrop: (code: Code, spot: Spot) => void;
}

/** Where a key leads among the places; undefined when it means nothing here. */
function nextSpot(key: string, { spots, at }: Carried, rows: readonly TreeRow[]) {
  const last = spots.length - 1;
  if (key === "ArrowDown") return Math.min(at + 1, last);
  if (key === "ArrowUp") return Math.max(at - 1, 0);
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (Array.from(key).length !== 1) return undefined;
  const row = typeAhead(rows, spots[at]?.row ?? 0, key);
  const found = spots.findIndex((spot) => spot.row === row && spot.side === "inside");
  return found < 0 ? undefined : found;
}

export function useMoving({ codes, rows, onDrop }: Given) {
  const [carried, setCarried] = useState<Carried | null>(null);
  const spot = carried?.spots[carried.at] ?? null;

  const pickUp = (code: Code) => {
    const spots = spotsFor(codes, rows, code.id);
    if (spots.length === 0) {
      announce(t("There is no other place for “{name}”.", { name: code.name }));
      return;
    }
    const here = placeOf(codes, code.id);
    const at = Math.max(
      0,
      spots.findIndex((one) => samePlace(one, here)),
    );
    setCarried({ code, spots, at });
    announce(
      t(
        "“{name}” is picked up. Up and down choose the place, Enter puts it there, Escape leaves it.",
        { name: code.name },
      ),
    );
  };

  const putDown = () => {
    if (!carried || !spot) return;
    setCarried(null);
    if (!samePlace(spot, placeOf(codes, carried.code.id))) onDrop(carried.code, spot);
    else announce(t("“{name}” stays where it was.", { name: carried.code.name }));
  };

  const leave = () => {
    if (carried) announce(t("“{name}” stays where it was.", { name: carried.code.name }));
    setCarried(null);
  };

  /** Returns whether the key meant something while a code is carried. */
  const onKey = (key: string, withCtrl: boolean): boolean => {
    if (!carried) return false;
    if (key === "Escape") leave();
    else if (key === "Enter" || (withCtrl && key.toLowerCase() === "v")) putDown();
    else if (!withCtrl) {
      const to = nextSpot(key, carried, rows);
      if (to === undefined) {
        if (key !== "Tab") return true;
        leave();
        return false;
      }
      setCarried({ ...carried, at: to });
      const place = carried.spots[to];
      if (place) announce(wordsForPlace(codes, carried.code.id, place));
    }
    return true;
  };

  return { carried, spot, pickUp, putDown, leave, onKey };
}
