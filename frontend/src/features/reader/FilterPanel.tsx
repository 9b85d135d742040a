/** The panel behind "Filter": which codes, whose, on what, and which comments. */

import { type ReactNode, useMemo, useState } from "react";
import { pigmentPaint } from "@/text/paints";
import { Button } from "@/ui/button";
import { SearchField, Segments, Tick } from "@/ui/field";
import { figure, t } from "@/ui/i18n";
import { type CodeCount, codeCounts, coderCounts, levelCounts } from "./counts";
import type { ReaderData } from "./data";
import { Sample } from "./Sample";
import styles from "./tools.module.css";
import type { ViewControl } from "./useView";
import { LEVELS, toggled } from "./view";

const MANY = 10;

interface Props {
  readonly data: ReaderData;
  readonly control: ViewControl;
}

export function FilterPanel({ data, control }: Props) {
  return (
    <div className={styles.panel}>
      <Codes data={data} control={control} />
      <Coders data={data} control={control} />
      <Levels data={data} control={control} />
      <Group title={t("Comments")}>
        <Segments
          label={t("Comments")}
          value={control.view.posts ?? "all"}
          onChange={(value) => control.change({ posts: value === "all" ? null : value })}
          options={[
            { value: "all", label: t("All") },
            { value: "coded", label: t("With these codes") },
            { value: "uncoded", label: t("Without them") },
          ]}
        />
      </Group>
    </div>
  );
}

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Codes({ data, control }: Props) {
  const { view, change } = control;
  const [typed, setTyped] = useState("");
  const set = useMemo(() => [...view.codes, ...view.under], [view]);
  const counts = useMemo(
    () => codeCounts(data.all, data.codebook, set),
    [data.all, data.codebook, set],
  );
  const wanted = typed.trim().toLocaleLowerCase();
  const found = counts.filter((one) => one.view.name.toLocaleLowerCase().includes(wanted));
  return (
    <Group title={t("Codes")}>
      {counts.length === 0 ? <p className="muted">{t("Nothing is coded here yet.")}</p> : null}
      {counts.length > MANY ? (
        <SearchField
          label={t("Find a code")}
          placeholder={t("Find a code")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      ) : null}
      {counts.length > 0 && found.length === 0 ? (
        <p className="muted">{t("No code that is used here has these letters.")}</p>
      ) : null}
      <ul className={`${styles.list} ${styles.codes}`}>
        {found.map((one) => (
          <CodeRow
            key={one.view.id}
            count={one}
            depth={wanted === "" ? one.depth : 0}
            on={view.codes.includes(one.view.id)}
            below={view.under.includes(one.view.id)}
            onToggle={() => change({ codes: toggled(view.codes, one.view.id) })}
            onBelow={() => change({ under: toggled(view.under, one.view.id) })}
            onOnly={() => change({ codes: [one.view.id], under: [] })}
          />
        ))}
      </ul>
    </Group>
  );
}

interface RowProps {
  readonly count: CodeCount;
  readonly depth: number;
  readonly on: boolean;
  readonly below: boolean;
  readonly onToggle: () => void;
  readonly onBelow: () => void;
  readonly onOnly: () => void;
}

function CodeRow({ count, depth, on, below, onToggle, onBelow, onOnly }: RowProps) {
  const { view, own, subtree, hasBelow } = count;
  return (
    <li style={{ "--depth": Math.min(depth, 3) }}>
      <Tick checked={on} onChange={onToggle}>
        <Sample paint={pigmentPaint(view.pigment)} />
        <bdi className={styles.label}>{view.name}</bdi>
      </Tick>
      <span className={styles.figure}>{figure(own)}</span>
      <Only name={view.name} onPress={onOnly} />
      {hasBelow ? (
        <span className={styles.below}>
          <Tick checked={below} onChange={onBelow}>
            <span>
              {t("with all below it ({n})", { n: figure(subtree) })}
              <span className="vh">: {view.name}</span>
            </span>
          </Tick>
        </span>
      ) : null}
    </li>
  );
}

function Only({ name, onPress }: { name: string; onPress: () => void }) {
  return (
    <Button kind="quiet" small className={styles.only ?? ""} onClick={onPress}>
      {t("only")}
      <span className="vh"> {name}</span>
    </Button>
  );
}

function Coders({ data, control }: Props) {
  const { view, change } = control;
  const counts = useMemo(() => coderCounts(data.all, data.me), [data.all, data.me]);
  return (
    <Group title={t("Coders")}>
      <ul className={styles.list}>
        {counts.map(({ id, name, isMe, count }) => (
          <li key={id}>
            <Tick
              checked={view.coders.includes(id)}
              onChange={() => change({ coders: toggled(view.coders, id) })}
            >
              <span className={styles.label}>
                {isMe ? t("{name} (you)", { name }) : <bdi>{name}</bdi>}
              </span>
            </Tick>
            <span className={styles.figure}>{figure(count)}</span>
            <Only name={name} onPress={() => change({ coders: [id] })} />
          </li>
        ))}
      </ul>
    </Group>
  );
}

function Levels({ data, control }: Props) {
  const { view, change } = control;
  const counts = useMemo(() => levelCounts(data.all), [data.all]);
  return (
    <Group title={t("On")}>
      <ul className={styles.list}>
        {LEVELS.map((level) => (
          <li key={level}>
            <Tick
              checked={view.levels.includes(level)}
              onChange={() => change({ levels: toggled(view.levels, level) })}
            >
              <span className={styles.label}>{levelName(level)}</span>
            </Tick>
            <span className={styles.figure}>{figure(counts.get(level) ?? 0)}</span>
          </li>
        ))}
      </ul>
    </Group>
  );
}

export function levelName(level: (typeof LEVELS)[number]): string {
  if (level === "passage") return t("Passages");
  return level === "post" ? t("Whole comments") : t("The whole thread");
}
