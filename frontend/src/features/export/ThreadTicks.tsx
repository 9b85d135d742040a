/** Some threads only: found by title, author or site, and ticked. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { threadsQuery } from "@/api/threads";
import { SearchField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import styles from "./export.module.css";
import { flipped, type ScopeProps } from "./ScopeFields";

const MOST_SHOWN = 12;

export function ThreadTicks({ corpus, scope, setScope }: ScopeProps) {
  const [typed, setTyped] = useState("");
  const [titles, setTitles] = useState<ReadonlyMap<number, string>>(new Map());
  const q = useDeferredValue(typed.trim());
  const { data } = useInfiniteQuery({
    ...threadsQuery(corpus.id, { q, sort: "title" }),
    enabled: q !== "",
  });
  const chosen = scope.threads ?? [];
  const found = q ? (data?.pages[0]?.results ?? []).slice(0, MOST_SHOWN) : [];
  const flip = (id: number, title: string) => {
    setTitles(new Map([...titles, [id, title]]));
    setScope({ ...scope, threads: flipped(chosen, id) });
  };
  const others = chosen.filter((id) => !found.some((one) => one.id === id));
  return (
    <fieldset>
      <legend>{chosen.length > 0 ? t("Only these threads") : t("All threads, or only")}</legend>
      <SearchField
        label={t("Find threads by title, author or site")}
        placeholder={t("Title, author, site")}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <div className={styles.ticks}>
        {others.map((id) => (
          <Tick key={id} checked onChange={() => flip(id, titles.get(id) ?? "")}>
            {titles.get(id) || t("Thread {id}", { id })}
          </Tick>
        ))}
        {found.map(({ id, title }) => (
          <Tick key={id} checked={chosen.includes(id)} onChange={() => flip(id, title)}>
            {title || t("Thread {id}", { id })}
          </Tick>
        ))}
      </div>
    </fieldset>
  );
}
