/** The memos on one thing behind a button, for lists: nothing is asked for until it is opened. */
import { useState } from "react";
import type { Target } from "@/api/memos";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Memos } from "./Memos";

export function MemosFold({ corpus, target, name }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        kind="quiet"
        small
        icon="memo"
        aria-expanded={open}
        aria-label={t("Memos on {name}", { name })}
        onClick={() => setOpen(!open)}
      >
        {t("Memos")}
      </Button>
      {open ? (
        <Memos corpus={corpus} target={target} title={t("Memos on {name}", { name })} />
      ) : null}
    </>
  );
}
interface Props {
  corpus: number;
  target: Target;
  /** What it is called, for the button's name. */
  name: string;
}
