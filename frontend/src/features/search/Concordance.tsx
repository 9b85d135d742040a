/** Hits in context, the hit in the middle; each line leads to its place in the reader. */
import { Link } from "@tanstack/react-router";
import type { Hit } from "@/api/types";
import { Button } from "@/ui/button";
import { CodeName } from "@/ui/code";
import { dateOf, t } from "@/ui/i18n";
import { Table } from "@/ui/table";
import styles from "./search.module.css";

const MANY_WORDS = 6;

/** Context as one line; a word that the server cut in two at the far end is left out. */
export function leftOf({ left }: Pick<Hit, "left">): string {
  const words = left.replace(/\s+/g, " ").split(" ");
  return (words.length > MANY_WORDS ? words.slice(1) : words).join(" ");
}

export function rightOf({ right }: Pick<Hit, "right">): string {
  const words = right.replace(/\s+/g, " ").split(" ");
  return (words.length > MANY_WORDS ? words.slice(0, -1) : words).join(" ");
}

const nameOf = (author: Hit["author"]) => author?.name ?? t("nobody named");

/** The comment's number first: it stays when a long title is cut. */
const whereOf = ({ post_number, thread_title }: Hit) =>
  `${post_number === 0 ? t("Entry") : post_number} · ${thread_title}`;

function CodesHere({ hit }: { hit: Hit }) {
  return (
    <span className={styles.codes}>
      {hit.codes.map((code) => (
        <CodeName key={code.id} colour={code.colour} name={code.name} />
      ))}
    </span>
  );
}

interface LineProps {
  corpus: number;
  hit: Hit;
}

function Line({ corpus, hit }: LineProps) {
  const place = { post: hit.post, start: hit.start, end: hit.end };
  return (
    <tr>
      <td className={styles.ref}>
        <span className="clip" title={nameOf(hit.author)}>
          {nameOf(hit.author)}
        </span>
        <small className="clip" title={`${whereOf(hit)}, ${dateOf(hit.written_at)}`}>
          {whereOf(hit)}
        </small>
      </td>
      <td className={styles.left} dir="auto">
        <span>{leftOf(hit)}</span>
      </td>
      <td className={styles.right} dir="auto">
        <Link
          to="/corpora/$c/threads/$t"
          params={{ c: corpus, t: hit.thread }}
          search={place}
          className={styles.hit}
        >
          {hit.hit}
        </Link>
        {rightOf(hit)}
      </td>
      <td className={styles.codesCell}>
        <CodesHere hit={hit} />
      </td>
    </tr>
  );
}

interface Props {
  corpus: number;
  hits: readonly Hit[];
  more: (() => void) | null;
  busy: boolean;
}

export function Concordance({ corpus, hits, more, busy }: Props) {
  return (
    <section className={styles.hits} aria-label={t("Concordance")}>
      <Table caption={t("Hits in context")} className={styles.kwic}>
        <thead>
          <tr>
            <th scope="col" className={styles.refHead}>
              {t("Author and place")}
            </th>
            <th scope="col" className={styles.leftHead}>
              {t("Left context")}
            </th>
            <th scope="col" className={styles.rightHead}>
              {t("Hit and right context")}
            </th>
            <th scope="col" className={styles.codesHead}>
              {t("Codes here")}
            </th>
          </tr>
        </thead>
        <tbody>
          {hits.map((hit) => (
            <Line key={`${hit.post}-${hit.start}`} corpus={corpus} hit={hit} />
          ))}
        </tbody>
      </Table>
      {more ? (
        <div className={styles.more}>
          <Button small onClick={more} why={busy ? t("More hits are coming") : null}>
            {t("Show more hits")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
