/** The field of a memo: `[[` opens the picker of links, Escape leaves. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { t } from "@/ui/i18n";
import { LinkPicker, type Offer, useOffers } from "./LinkPicker";
import { linkTo, openLink, withLink } from "./linking";
import styles from "./memos.module.css";

interface Props {
  corpus: number;
  text: string;
  onChange: (text: string) => void;
  onLeave: () => void;
}

export function MemoField({ corpus, text, onChange, onLeave }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(text.length);
  const [shut, setShut] = useState(-1);
  const [at, setAt] = useState(0);
  const id = useId();
  const open = openLink(text, caret);
  const typed = open && open.from !== shut ? open.typed : null;
  const offers = useOffers(corpus, typed);
  const chosen = Math.min(at, Math.max(0, offers.length - 1));
  useEffect(() => {
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);
  const pick = (offer: Offer) => {
    if (!open) return;
    const next = withLink(text, open.from, caret, linkTo(offer.type, offer.id, offer.words));
    onChange(next.text);
    setCaret(next.caret);
    setAt(0);
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  };
  /** Returns whether the key was the picker's. */
  const inPicker = (key: string): boolean => {
    if (typed === null) return false;
    const offer = offers[chosen];
    if (key === "ArrowDown") setAt(Math.min(chosen + 1, offers.length - 1));
    else if (key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else if ((key === "Enter" || key === "Tab") && offer) pick(offer);
    else if (key === "Escape") setShut(open?.from ?? -1);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (inPicker(event.key)) event.stopPropagation();
    else if (event.key === "Escape") onLeave();
    else {
      // The page's single keys are not meant here, undo is the field's own.
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.writing}>
      <textarea
        ref={field}
        className={styles.field}
        aria-label={t("Memo in Markdown")}
        aria-describedby={`${id}-help`}
        {...(typed === null
          ? {}
          : {
              role: "combobox",
              "aria-autocomplete": "list" as const,
              "aria-expanded": true,
              "aria-controls": `${id}-offers`,
              "aria-activedescendant": `${id}-offers-${chosen}`,
            })}
        dir="auto"
        rows={6}
        value={text}
        onChange={(event) => {
          setCaret(event.target.selectionStart);
          setAt(0);
          onChange(event.target.value);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
      />
      {typed === null ? null : (
        <LinkPicker id={`${id}-offers`} offers={offers} at={chosen} onPick={pick} />
      )}
      <p id={`${id}-help`} className="muted">
        {t(
          "Markdown: **bold**, *italic*, - list, > quote. [[ links to a code, a thread, a person.",
        )}
      </p>
    </div>
  );
}
