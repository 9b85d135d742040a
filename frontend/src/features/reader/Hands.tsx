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
}

export function Hands(props: HandsProps) {
  const { tools, chosen, palette } = props;
  const placed = chosen && chosen.start !== null && chosen.state !== "orphan";
  const movable = placed && palette === null && tools.steps.locked(chosen) === null;
  return (
    <>
      <CodeDrag {...props} />
      {movable ? <Handles key={chosen.id} tools={tools} data={props.data} chosen={chosen} /> : null}
    </>
  );
}
