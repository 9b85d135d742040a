/** A link from a memo to something of the corpus: a code, a thread, a post, an annotation … */
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { placeOfTarget, type TargetType } from "@/api/memos";
import { passageOf } from "@/api/passages";
import { t } from "@/ui/i18n";
import styles from "./memos.module.css";

interface Props {
  corpus: number;
  type: string;
  id: string;
  children: ReactNode;
}

/** Posts and annotations stand in a thread that is asked for when somebody goes there. */
function Passage({ corpus, type, id, children }: Props) {
  const navigate = useNavigate();
  const [gone, setGone] = useState(false);
  const go = async () => {
    try {
      navigate(passageOf(corpus, await placeOfTarget({ type: type as TargetType, id })));
    } catch {
      setGone(true);
    }
  };
  return (
    <>
      <button type="button" className={styles.link} onClick={go}>
        {children}
      </button>
      {gone ? <span className="muted"> {t("(no longer there)")}</span> : null}
    </>
  );
}

export function MemoLink(props: Props) {
  const { corpus: c, type, id, children } = props;
  if (type === "code") {
    return (
      <Link to="/corpora/$c/codebook" params={{ c }} search={{ code: Number(id) }}>
        {children}
      </Link>
    );
  }
  if (type === "thread") {
    return (
      <Link to="/corpora/$c/threads/$t" params={{ c, t: Number(id) }}>
        {children}
      </Link>
    );
  }
  if (type === "participant") {
    return (
      <Link to="/corpora/$c/participants" params={{ c }}>
        {children}
      </Link>
    );
  }
  if (type === "corpus") {
    return (
      <Link to="/corpora/$c" params={{ c }}>
        {children}
      </Link>
    );
  }
  return type === "post" || type === "annotation" ? <Passage {...props} /> : children;
}
