/** Which attributes stand as columns in a table: everybody's own choice, kept in this browser. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { attributesQuery } from "@/api/attributes";
import type { Attribute, Owner } from "@/api/types";

const placeOf = (corpus: number, owner: Owner) => `catena.columns.${corpus}.${owner}`;

function kept(place: string): readonly string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return [];
  }
}

function keep(place: string, names: readonly string[]): void {
  try {
    localStorage.setItem(place, JSON.stringify(names));
  } catch {
    // Storage is forbidden: then the choice holds for this page.
  }
}

export interface Columns {
  owner: Owner;
  all: readonly Attribute[];
  shown: readonly Attribute[];
  show: (names: readonly string[], on: boolean) => void;
}

export function useColumns(corpus: number, owner: Owner): Columns {
  const place = placeOf(corpus, owner);
  const [names, setNames] = useState(() => kept(place));
  const all = useQuery(attributesQuery(corpus, owner)).data ?? [];
  const show = (changed: readonly string[], on: boolean) =>
    setNames((old) => {
      const rest = old.filter((name) => !changed.includes(name));
      const next = on ? [...rest, ...changed] : rest;
      keep(place, next);
      return next;
    });
  return { owner, all, shown: all.filter(({ name }) => names.includes(name)), show };
}
