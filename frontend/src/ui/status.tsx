/** How something stands: tags, notes, progress, and what a view shows when it has nothing yet. */
import { type ReactNode, useEffect, useState } from "react";
import { Icon, type IconName } from "./icons";
import styles from "./status.module.css";

export type Tone = "ok" | "warn" | "danger";

export function Tag(props: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={`${styles.tag} ${props.tone ? styles[props.tone] : ""}`}>
      {props.icon ? <Icon name={props.icon} /> : null}
      {props.children}
    </span>
  );
}

/** A note in its place. `alert` is for what just went wrong: it is also read aloud. */
export function Note(props: {
  tone?: Tone;
  icon?: IconName;
  alert?: boolean;
  children: ReactNode;
}) {
  const icon = props.icon ?? (props.tone === "ok" ? "check" : "alert");
  return (
    <div
      className={`${styles.note} ${props.tone ? styles[props.tone] : ""}`}
      {...(props.alert ? { role: "alert" } : {})}
    >
      <Icon name={icon} />
      <div>{props.children}</div>
    </div>
  );
}

/** A thin bar; the figure in words stands beside it, not in it. */
export function ProgressBar({ done, total, label }: Record<"done" | "total", number> & Named) {
  return <progress className={styles.progress} max={total || 1} value={done} aria-label={label} />;
}
interface Named {
  label: string;
}

interface StateProps {
  icon: IconName;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** Nothing to show: one line that says so, one sentence that teaches, one action. */
export function Empty({ icon, title, children, actions }: StateProps) {
  return (
    <div className={styles.state}>
      <Icon name={icon} />
      <h2>{title}</h2>
      <p className="soft">{children}</p>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}

/** Something went wrong where something should stand. Says what is safe and what can be done. */
export function Failure({
  icon = "unplug",
  ...rest
}: Omit<StateProps, "icon"> & { icon?: IconName }) {
  return (
    <div role="alert">
      <Empty icon={icon} {...rest} />
    </div>
  );
}

const PATIENCE_MS = 300;

/** True once a wait has become long enough to be worth showing. */
export function usePatience(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return over;
}

/** Still grey lines in place of what comes; nothing for the first 300 ms. */
export function Loading({ what, lines = 4 }: { what: string; lines?: number }) {
  const shown = usePatience();
  if (!shown) return null;
  return (
    <div aria-busy="true">
      <div className={styles.lines} aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have nothing else to be told by
          <div className={styles.line} key={index} />
        ))}
      </div>
      <p className="vh" role="status">
        {what}
      </p>
    </div>
  );
}
