/** Undo and redo as buttons that say first what they would do. */

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Step, undoQuery } from "@/api/undo";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { describe } from "./sentences";
import { turn } from "./turning";
import { useCodeNames } from "./UndoKeys";

export function UndoButtons({ corpus }: { corpus: number }) {
  const nameOf = useCodeNames(corpus);
  // Asked when somebody looks at the buttons, not with every page.
  const [looked, setLooked] = useState(false);
  const { data } = useQuery({ ...undoQuery(corpus), enabled: looked });
  const words = (step: Step | null | undefined, plain: string, full: (what: string) => string) =>
    step ? full(describe(step, nameOf)) : plain;
  const undo = words(data?.undo, t("Undo"), (what) => t("Undo: {what}", { what }));
  const redo = words(data?.redo, t("Redo"), (what) => t("Redo: {what}", { what }));
  const look = () => setLooked(true);
  return (
    <>
      <Button
        kind="quiet"
        small
        square
        icon="undo"
        aria-label={undo}
        title={undo}
        aria-keyshortcuts="Control+Z"
        onPointerEnter={look}
        onFocus={look}
        onClick={() => void turn(corpus, "undo")}
      />
      <Button
        kind="quiet"
        small
        square
        icon="redo"
        aria-label={redo}
        title={redo}
        aria-keyshortcuts="Control+Shift+Z"
        onPointerEnter={look}
        onFocus={look}
        onClick={() => void turn(corpus, "redo")}
      />
    </>
  );
}
