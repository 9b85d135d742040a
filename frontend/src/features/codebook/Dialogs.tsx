/** What the codebook asks before it changes much: each dialog says first what will change. */
import type { Code, Corpus } from "@/api/types";
import { ArchiveDialog } from "./ArchiveDialog";
import { ExchangeDialog } from "./ExchangeDialog";
import { MergeDialog } from "./MergeDialog";
import { MoveDialog } from "./MoveDialog";
import { SplitDialog } from "./SplitDialog";
import type { Changes } from "./useChanges";
import { VersionsDialog } from "./VersionsDialog";

export type Asked =
  | { what: "archive" | "move" | "merge" | "split"; code: Code }
  | { what: "exchange" | "versions" }
  | null;

export interface DialogProps {
  corpus: Corpus;
  codes: readonly Code[];
  changes: Changes;
  onClose: () => void;
  onChoose: (id: number) => void;
}

export function Dialogs({ asked, ...props }: DialogProps & { asked: Asked }) {
  switch (asked?.what) {
    case "archive":
      return <ArchiveDialog {...props} code={asked.code} />;
    case "move":
      return <MoveDialog {...props} code={asked.code} />;
    case "merge":
      return <MergeDialog {...props} code={asked.code} />;
    case "split":
      return <SplitDialog {...props} code={asked.code} />;
    case "exchange":
      return <ExchangeDialog {...props} />;
    case "versions":
      return <VersionsDialog {...props} />;
    default:
      return null;
  }
}
