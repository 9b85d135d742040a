/** The bar across the top: brand, corpus, its pages, theme, own account. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useLocation, useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { corporaQuery, corpusQuery } from "@/api/corpora";
import { changeMe } from "@/api/session";
import type { Me } from "@/api/types";
import { Button, buttonClass } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Icon, Mark } from "@/ui/icons";
import { Disc } from "@/ui/person";
import { Popover } from "@/ui/popover";
import { applyTheme, isDark } from "@/ui/theme";
import styles from "./frame.module.css";

function CorpusSwitcher({ corpus }: { corpus: number }) {
  const { data } = useQuery(corpusQuery(corpus));
  const { data: corpora = [] } = useQuery(corporaQuery);
  const label = (
    <>
      <span className="clip">{data?.title}</span>
      <Icon name="chevronsUpDown" />
      <span className="vh">{t("change corpus")}</span>
    </>
  );
  return (
    <Popover className={`hide-narrow ${styles.switch}`} label={label}>
      {(close) => (
        <ul>
          {corpora.map((one) => (
            <li key={one.id}>
              <Link
                to="/corpora/$c"
                params={{ c: one.id }}
                onClick={close}
                activeOptions={{ exact: true }}
              >
                {one.title}
              </Link>
            </li>
          ))}
          <li className={styles.last}>
            <Link to="/" onClick={close}>
              {t("All corpora")}
            </Link>
          </li>
        </ul>
      )}
    </Popover>
  );
}

function CorpusNav({ corpus: c }: { corpus: number }) {
  const { data: corpus } = useQuery(corpusQuery(c));
  const mayExport = corpus?.actions.includes("export");
  const params = { c };
  const path = useLocation({ select: (location) => location.pathname });
  const isBelowThreads = /^\/corpora\/\d+\/(threads|uploads)\/|^\/corpora\/\d+\/participants/.test(
    path,
  );
  const nav = useRef<HTMLElement>(null);
  // On a phone the row scrolls: what is current must be in view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path decides which link is current
  useEffect(() => {
    const current = nav.current?.querySelector("[aria-current]");
    current?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [path]);
  return (
    <nav ref={nav} aria-label={t("Corpus")}>
      <Link
        to="/corpora/$c"
        params={params}
        activeOptions={{ exact: true, includeSearch: false }}
        {...(isBelowThreads ? { "aria-current": "page" } : {})}
      >
        {t("Threads")}
      </Link>
      <Link to="/corpora/$c/codebook" params={params} activeOptions={{ includeSearch: false }}>
        {t("Codebook")}
      </Link>
      <Link to="/corpora/$c/memos" params={params} activeOptions={{ includeSearch: false }}>
        {t("Memos")}
      </Link>
      <Link to="/corpora/$c/search" params={params} activeOptions={{ includeSearch: false }}>
        {t("Search")}
      </Link>
      <Link to="/corpora/$c/team" params={params}>
        {t("Team")}
      </Link>
      <Link to="/corpora/$c/history" params={params}>
        {t("History")}
      </Link>
      {mayExport ? (
        <Link to="/corpora/$c/export" params={params}>
          {t("Export")}
        </Link>
      ) : null}
    </nav>
  );
}

function ThemeButton() {
  const keep = useMutation({ mutationFn: changeMe });
  const flip = () => {
    const theme = isDark() ? "light" : "dark";
    applyTheme(theme);
    keep.mutate({ preferences: { theme } });
  };
  return (
    <Button
      kind="quiet"
      square
      icon="sunMoon"
      onClick={flip}
      aria-label={t("Switch between light and dark")}
    />
  );
}

export function Bar({ me }: { me: Me }) {
  const { c } = useParams({ strict: false });
  const name = me.name || me.username;
  return (
    <header className={styles.bar}>
      <Link to="/" className={styles.brand}>
        <Mark />
        <span className={c === undefined ? "" : "hide-narrow"}>Catena</span>
        <span className="vh">{t("all corpora")}</span>
      </Link>
      {c === undefined ? null : (
        <>
          <CorpusSwitcher corpus={c} />
          <CorpusNav corpus={c} />
        </>
      )}
      <div className="row end">
        <ThemeButton />
        <Link to="/account" className={buttonClass({ kind: "quiet", square: true })}>
          <Disc name={name} here />
          <span className="vh">{t("Account of {name}", { name })}</span>
        </Link>
      </div>
    </header>
  );
}
