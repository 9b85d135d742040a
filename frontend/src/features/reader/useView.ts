/** The view as it stands in the address, and the way to change it. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { searchOf, type View, type ViewSearch, viewOf } from "./view";
import type { Viewing } from "./viewing";

export interface ViewControl extends Viewing {
  readonly change: (part: Partial<View>) => void;
  /** Applies the filter of posts anew. */
  readonly again: () => void;
  readonly setWithCodes: (on: boolean) => void;
  readonly print: boolean;
  readonly setPrint: (on: boolean) => void;
}

const NONE: Readonly<Record<keyof ViewSearch, undefined>> = {
  code: undefined,
  under: undefined,
  coder: undefined,
  level: undefined,
  posts: undefined,
  colour: undefined,
};

export function useView(): ViewControl {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const [round, setRound] = useState(0);
  const [withCodes, setWithCodes] = useState(false);
  const signature = JSON.stringify(searchOf(viewOf(search)));
  const view = useMemo(() => viewOf(JSON.parse(signature) as ViewSearch), [signature]);
  const go = useCallback(
    (part: Record<string, unknown>, replace: boolean) =>
      void navigate({
        to: ".",
        search: (before: object) => ({ ...before, ...part }),
        replace,
        resetScroll: false,
      } as Parameters<typeof navigate>[0]),
    [navigate],
  );
  const change = useCallback(
    (part: Partial<View>) => go({ ...NONE, ...searchOf({ ...view, ...part }) }, true),
    [go, view],
  );
  const again = useCallback(() => setRound((before) => before + 1), []);
  const print = search.print === "1";
  const setPrint = useCallback((on: boolean) => go({ print: on ? "1" : undefined }, false), [go]);
  return useMemo(
    () => ({ view, round, withCodes, change, again, setWithCodes, print, setPrint }),
    [view, round, withCodes, change, again, print, setPrint],
  );
}
