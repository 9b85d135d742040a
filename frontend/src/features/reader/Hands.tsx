/** What the mouse can take hold of: codes that are dragged onto passages, and the ends of the chosen passage. */

import type { Annotation } from "@/api/types";
import { CodeDrag } from "./CodeDrag";
import type { ReaderData } from "./data";
import { Handles } from "./Handles";
import type { PaletteState } from "./state";
import type { ReaderTools } from "./useReader";

export interface HandsProps {
  readonly tools: ReaderTools;
  readonly data: ReaderData;
  readonly palette: PaletteState | null;
  readonly chosen: Annotation | undefined;
  /** On a narrow screen another pane may lie over the text. */
  readonly textShows: boolean;
}

export function Hands(props: HandsProps) {
  const { tools, chosen, palette, textShows } = props;
  const placed = chosen && chosen.start !== null && chosen.state !== "orphan";
  const movable = textShows && placed && palette === null && tools.steps.locked(chosen) === null;
  return (
    <>
      <CodeDrag {...props} />
      {movable ? <Handles key={chosen.id} tools={tools} data={props.data} chosen={chosen} /> : null}
    </>
  );
}
