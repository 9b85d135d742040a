/** The pane at the right: the chosen annotation, or the codes of the thread when none is chosen. */

import { useRef } from "react";
import type { Annotation } from "@/api/types";
import { Memos } from "@/features/memos";
import { t } from "@/ui/i18n";
import type { ReaderData } from "./data";
import { Inspector, type InspectorActions } from "./Inspector";
import inspector from "./inspector.module.css";
import styles from "./reader.module.css";
import saving from "./saving.module.css";
import type { Steps } from "./steps";
import { ThreadCodes } from "./ThreadCodes";

interface Props {
  readonly data: ReaderData;
  readonly chosen: Annotation | undefined;
  readonly editing: boolean;
  readonly steps: Steps;
  /** The post one is at. */
  readonly post?: number | null;
}

/** The annotation as it stood when its memo was opened: what is written is held against that. */
function useBegun(chosen: Annotation | undefined, editing: boolean): Annotation | undefined {
  const begun = useRef<Annotation | undefined>(undefined);
  if (!editing) begun.current = undefined;
  else if (chosen && begun.current?.id !== chosen.id) begun.current = chosen;
  return begun.current;
}

export function SidePane({ data, chosen: now, editing, steps, post = null }: Props) {
  const begun = useBegun(now, editing);
  // Removed by a colleague while its memo is being written: the draft stays on the screen.
  const chosen = now ?? begun;
  return (
    <section className={styles.side} aria-label={t("Inspector")}>
      {chosen && !now ? (
        <p className={saving.kept} role="alert">
          {t(
            "A colleague has removed this annotation. What you are writing is still here: copy it.",
          )}
        </p>
      ) : null}
      {chosen ? (
        <Inspector
          annotation={chosen}
          model={data.model}
          index={data.index}
          codebook={data.codebook}
          locked={steps.locked(chosen)}
          editing={editing}
          actions={actionsFor(steps, chosen, begun)}
        />
      ) : (
        <>
          <ThreadCodes data={data} steps={steps} />
          <div className={inspector.inspector}>
            {post === null ? null : (
              <Memos
                corpus={data.corpus}
                target={{ type: "post", id: post }}
                title={t("Memos on {label}", { label: data.model.byId.get(post)?.label ?? "" })}
              />
            )}
            <Memos
              corpus={data.corpus}
              target={{ type: "thread", id: data.model.thread.id }}
              title={t("Memos on this thread")}
            />
          </div>
        </>
      )}
    </section>
  );
}

function actionsFor(
  steps: Steps,
  chosen: Annotation,
  begun: Annotation | undefined,
): InspectorActions {
  return {
    next: () => steps.moves.stepAnnotation(1),
    previous: () => steps.moves.stepAnnotation(-1),
    changeCode: steps.changeCode,
    move: steps.move,
    bind: steps.bind,
    remove: steps.remove,
    editMemo: steps.memo,
    saveMemo: (memo) => steps.change(chosen.id, { memo }, begun),
    choose: steps.moves.choose,
  };
}
