/** The panel behind "View": what colours tell, how codes are painted, reading with codes, printing. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { keys } from "@/api/keys";
import type { Me } from "@/api/types";
import { canPaint } from "@/text/highlights";
import { handPaint, SEVERAL } from "@/text/paints";
import { Button } from "@/ui/button";
import { Segments, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { coderCounts } from "./counts";
import type { ReaderData } from "./data";
import { Group } from "./FilterPanel";
import { type ColourBy, keepLook, type Renderer, rendererOf } from "./look";
import { Sample } from "./Sample";
import styles from "./tools.module.css";
import type { ViewControl } from "./useView";

interface Props {
  readonly data: ReaderData;
  readonly control: ViewControl;
  readonly onClose: () => void;
}

export function LookPanel({ data, control, onClose }: Props) {
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: keepLook,
    // Seen at once; the server's answer only confirms it.
    onMutate: (look) =>
      client.setQueryData<Me | null>(
        keys.session,
        (me) => me && { ...me, preferences: { ...me.preferences, ...look } },
      ),
    onSuccess: (me) => client.setQueryData(keys.session, me),
    onError: () => client.invalidateQueries({ queryKey: keys.session }),
  });
  const renderer = rendererOf(data.me, canPaint());
  return (
    <div className={styles.panel}>
      <Group title={t("Colour by")}>
        <Segments<ColourBy>
          label={t("Colour by")}
          value={data.look.colourBy}
          onChange={(colour) => {
            control.change({ colour });
            keep.mutate({ colour_by: colour });
          }}
          options={[
            { value: "code", label: t("Code") },
            { value: "top", label: t("Top code") },
            { value: "coder", label: t("Coder") },
          ]}
        />
        {data.look.colourBy === "coder" ? <Legend data={data} /> : null}
      </Group>
      <Group title={t("Paint with")}>
        <Segments<Renderer>
          label={t("Paint with")}
          value={renderer}
          onChange={(value) => keep.mutate({ renderer: value })}
          options={[
            ...(canPaint() ? [{ value: "highlights" as const, label: t("Highlights") }] : []),
            { value: "marks", label: t("Marks") },
          ]}
        />
        <p className="muted">
          {t("Marks are part of the page: screen readers say where each code begins and ends.")}
        </p>
      </Group>
      <Group title={t("Reading")}>
        <Tick
          checked={control.withCodes}
          onChange={(event) => control.setWithCodes(event.target.checked)}
        >
          <span>{t("Read with codes: their names stand in the text")}</span>
        </Tick>
        <div>
          <Button
            small
            icon="file"
            onClick={() => {
              onClose();
              control.setPrint(true);
            }}
          >
            {t("Page for printing")}
          </Button>
        </div>
      </Group>
    </div>
  );
}

/** Whose line is whose. People have no colours: theirs are lines of ink. */
function Legend({ data }: { data: ReaderData }) {
  const counts = useMemo(() => coderCounts(data.all, data.me), [data.all, data.me]);
  const names = new Map(counts.map(({ id, name }) => [id, name]));
  return (
    <ul className={styles.legend}>
      {data.look.coders.map((id, place) => (
        <li key={id}>
          <Sample paint={handPaint(place)} />
          <bdi>{names.get(id)}</bdi>
        </li>
      ))}
      <li>
        <Sample paint={SEVERAL} />
        {t("several agree")}
      </li>
    </ul>
  );
}
