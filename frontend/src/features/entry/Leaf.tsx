/** The frame of all ways in: the form at the left, a page with glosses at the right. */
import type { CSSProperties, FormEvent, ReactNode } from "react";
import { t } from "@/ui/i18n";
import { Mark } from "@/ui/icons";
import styles from "./entry.module.css";

const LINES = [
  <span key="1">We maintain that anyone</span>,
  <span key="2">who holds the cash box</span>,
  <span key="3">
    should be able to <span className={`${styles.coded} k3`}>show,</span>
  </span>,
  <span key="4">
    <span className={`${styles.coded} k3`}>line by line,</span> what went in
  </span>,
  <span key="5">
    and what came out. <span className={`${styles.coded} k9`}>Be</span>
  </span>,
  <span key="6">
    <span className={`${styles.coded} k9`}>patient;</span> we have heard
  </span>,
  <span key="7">
    only about <span className={`${styles.coded} k11`}>one third of</span>
  </span>,
  <span key="8">
    <span className={`${styles.coded} k11`}>the story</span> so far.
  </span>,
];

const GLOSSES = [
  { side: "right", pigment: "k6", line: 0, height: 3, text: "accountability, in their own words" },
  { side: "left", pigment: "k3", line: 2, height: 2, text: "demand for evidence" },
  { side: "right", pigment: "k9", line: 4, height: 2, text: "weighing both sides" },
  { side: "left", pigment: "k11", line: 6, height: 2, text: "what is still missing" },
] as const;

function Folio() {
  return (
    <aside className={styles.leaf} aria-label={t("A passage with glosses in its margins")}>
      <div className={styles.folio}>
        <p lang="en">
          <span className={styles.pilcrow} aria-hidden="true">
            ¶
          </span>
          {LINES}
        </p>
        {GLOSSES.map(({ side, pigment, line, height, text }) => (
          <div
            key={text}
            className={`${styles.gloss} ${styles[side]} ${pigment}`}
            style={{ "--line": line, "--height": height } as CSSProperties}
          >
            {text}
          </div>
        ))}
      </div>
      <p className={styles.foot}>
        {t("catena, Latin: a chain; also a commentary strung from many voices around one text")}
      </p>
    </aside>
  );
}

interface Props {
  title: string;
  lead: ReactNode;
  onSubmit: () => void;
  children: ReactNode;
}

export function Leaf({ title, lead, onSubmit, children }: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <div className={styles.sheet}>
      <main id="main" tabIndex={-1} className={styles.main}>
        <form className={styles.form} onSubmit={submit} noValidate>
          <span className={styles.brand}>
            <Mark />
            Catena
          </span>
          <div>
            <h1>{title}</h1>
            <p className="soft">{lead}</p>
          </div>
          {children}
        </form>
      </main>
      <Folio />
    </div>
  );
}
