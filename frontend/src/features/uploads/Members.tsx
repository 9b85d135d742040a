/** What an archive held: each readable file an upload of its own, folded away until asked for. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Upload } from "@/api/types";
import { membersQuery } from "@/api/uploads";
import { Button } from "@/ui/button";
import { t } from "@/ui/i18n";
import { Loading, Tag } from "@/ui/status";
import styles from "./uploads.module.css";
import { contents, standing } from "./words";

function Member({ corpus, upload }: { corpus: number; upload: Upload }) {
  const { tone, icon, label } = standing(upload);
  return (
    <li className={styles.member}>
      <Link to="/corpora/$c/uploads/$u" params={{ c: corpus, u: upload.id }} className="clip hit24">
        {upload.name}
      </Link>
      <Tag {...(tone ? { tone } : {})} {...(icon ? { icon } : {})}>
        {label}
      </Tag>
      <span className={`muted ${styles.full}`}>{contents(upload.counts)}</span>
    </li>
  );
}

function List({ corpus, archive }: { corpus: number; archive: string }) {
  const query = useInfiniteQuery(membersQuery(corpus, archive));
  const members = query.data?.pages.flatMap((page) => page.results) ?? [];
  if (query.isPending) return <Loading what={t("Loading the files")} />;
  return (
    <>
      <ul>
        {members.map((one) => (
          <Member key={one.id} corpus={corpus} upload={one} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button small onClick={() => query.fetchNextPage()}>
          {t("Show more")}
        </Button>
      ) : null}
    </>
  );
}

export function Members({ corpus, upload }: { corpus: number; upload: Upload }) {
  const [open, setOpen] = useState(false);
  const { members } = upload;
  if (!members) return null;
  const words = [
    t("{n, plural, one {# file} other {# files}}", { n: members.total }),
    members.review > 0 ? t("{n} to look at", { n: members.review }) : null,
    members.failed > 0 ? t("{n} not read", { n: members.failed }) : null,
  ];
  return (
    <details
      className={`${styles.full} ${styles.problems}`}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{words.filter(Boolean).join(", ")}</summary>
      {open ? <List corpus={corpus} archive={upload.id} /> : null}
    </details>
  );
}
