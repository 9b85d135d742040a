/** The bar over the text: the title while scrolling, what is shown of its codes and how, the key sheet. */

import { WhoIsHere } from "@/features/presence";
import { UndoButtons } from "@/features/undo";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { Popover } from "@/ui/popover";
import type { ReaderData } from "./data";
import { FilterPanel } from "./FilterPanel";
import { LookPanel } from "./LookPanel";
import type { PostModel } from "./model";
import styles from "./reader.module.css";
import { SnapChoice } from "./SnapChoice";
import tools from "./tools.module.css";
import type { ViewControl } from "./useView";
import { countOfFilters } from "./view";

interface Props {
  readonly data: ReaderData;
  readonly control: ViewControl;
  readonly outline: boolean;
  readonly onOutline: (on: boolean) => void;
  readonly onFind: () => void;
  readonly onKeys: () => void;
  /** Where one came from by a connection, or null. */
  readonly origin: PostModel | null;
  readonly onBack: () => void;
}

export function Tools(props: Props) {
  const { data, control, outline, onOutline, onFind, onKeys, origin } = props;
  const filters = countOfFilters(control.view);
  const { coders } = control.view;
  const mine = coders.length === 1 && coders[0] === data.me.id;
  return (
    <div className={`${styles.tools} ${tools.tools}`} role="toolbar" aria-label={t("Reading")}>
      <Button
        kind="quiet"
        small
        square
        icon="outline"
        className={styles.outlineButton ?? ""}
        aria-label={t("Outline")}
        aria-pressed={outline}
        onClick={() => onOutline(!outline)}
      />
      <span className={`${styles.here} clip`} dir="auto" aria-hidden="true">
        {data.model.thread.title}
      </span>
      <WhoIsHere thread={data.model.thread.id} />
      <UndoButtons corpus={data.corpus} />
      {origin ? (
        <Button kind="quiet" small icon="chevronLeft" onClick={props.onBack}>
          {t("Back to {label}", { label: origin.label })}
        </Button>
      ) : null}
      <Button
        kind="quiet"
        small
        icon="people"
        aria-pressed={mine}
        onClick={() => control.change({ coders: mine ? [] : [data.me.id] })}
      >
        <span className={tools.word}>{t("Only mine")}</span>
      </Button>
      {data.can.code ? <SnapChoice me={data.me} /> : null}
      <Popover
        className={tools.panelled ?? ""}
        label={
          <>
            <Icon name="filter" />
            <span className={tools.word}>{t("Filter")}</span>
            {filters > 0 ? (
              <>
                <span className={tools.number} aria-hidden="true">
                  {filters}
                </span>
                <span className="vh">
                  {t("{n, plural, one {# is set} other {# are set}}", { n: filters })}
                </span>
              </>
            ) : null}
          </>
        }
      >
        {() => <FilterPanel data={data} control={control} />}
      </Popover>
      <Popover
        className={tools.panelled ?? ""}
        label={
          <>
            <Icon name="text" />
            <span className={tools.word}>{t("View")}</span>
          </>
        }
      >
        {(close) => <LookPanel data={data} control={control} onClose={close} />}
      </Popover>
      <Button
        kind="quiet"
        small
        square
        icon="search"
        aria-label={t("Find in this thread")}
        title={t("Find in this thread")}
        onClick={onFind}
      />
      <Button
        kind="quiet"
        small
        square
        icon="question"
        aria-label={t("Keys")}
        title={t("Keys")}
        onClick={onKeys}
      />
    </div>
  );
}
