/** What `[[` offers: codes, threads and people of the corpus whose names hold the typed letters. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { codesQuery } from "@/api/codes";
import type { TargetType } from "@/api/memos";
import { participantsQuery } from "@/api/participants";
import { threadsQuery } from "@/api/threads";
import { t } from "@/ui/i18n";
import styles from "./memos.module.css";

export interface Offer {
  type: TargetType;
  id: number;
  words: string;
  above: string;
}

const MOST = 6;
const lower = (text: string) => text.toLocaleLowerCase();

/** At most six of each kind, in the order in which they are shown. */
export function useOffers(corpus: number, typed: string | null): Offer[] {
  const enabled = typed !== null;
  const q = typed?.trim() ?? "";
  const { data: codes = [] } = useQuery({ ...codesQuery(corpus), enabled });
  const threads = useInfiniteQuery({ ...threadsQuery(corpus, q ? { q } : {}), enabled });
  const people = useInfiniteQuery({ ...participantsQuery(corpus, q), enabled });
  if (!enabled) return [];
  const found = codes.filter((code) => lower(code.path.join(" ")).includes(lower(q)));
  return [
    ...found.slice(0, MOST).map((code) => ({
      type: "code" as const,
      id: code.id,
      words: code.name,
      above: code.path.slice(0, -1).join(" › "),
    })),
    ...(threads.data?.pages[0]?.results ?? []).slice(0, MOST).map((thread) => ({
      type: "thread" as const,
      id: thread.id,
      words: thread.title,
      above: "",
    })),
    ...(people.data?.pages[0]?.results ?? []).slice(0, MOST).map((person) => ({
      type: "participant" as const,
      id: person.id,
      words: person.name,
      above: "",
    })),
  ];
}

function kindOf(type: TargetType): string {
  if (type === "code") return t("Code");
  return type === "thread" ? t("Thread") : t("Participant");
}

interface Props {
  id: string;
  offers: readonly Offer[];
  at: number;
  onPick: (offer: Offer) => void;
}

export function LinkPicker({ id, offers, at, onPick }: Props) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen offer is brought into view
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  useEffect(() => {
    list.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div ref={list} id={id} role="listbox" aria-label={t("Link to")} className={styles.picker}>
      {offers.map((offer, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
        <div
          key={`${offer.type}-${offer.id}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={styles.offer}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(offer)}
        >
          <small>{kindOf(offer.type)}</small>
          <span>
            {offer.words}
            {offer.above ? <small> {offer.above}</small> : null}
          </span>
        </div>
      ))}
      {offers.length === 0 ? <p className="muted">{t("Nothing has such a name.")}</p> : null}
    </div>
  );
}
