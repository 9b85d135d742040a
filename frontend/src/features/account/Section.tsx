/** A panel of the account page; with `onSubmit` it is a form. */
import { type ReactNode, useId } from "react";
import styles from "./account.module.css";

interface Props {
  title: string;
  lead?: string;
  onSubmit?: () => void;
  children: ReactNode;
}

export function Section({ title, lead, onSubmit, children }: Props) {
  const id = useId();
  const content = (
    <>
      <div>
        <h2 id={id}>{title}</h2>
        {lead ? <p className="soft">{lead}</p> : null}
      </div>
      {children}
    </>
  );
  return (
    <section className={`panel pad ${styles.section}`} aria-labelledby={id}>
      {onSubmit ? (
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {content}
        </form>
      ) : (
        <div className="stack">{content}</div>
      )}
    </section>
  );
}
