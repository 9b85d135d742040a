/** The text of a capture, cut into what each part of it was taken for. */
import { useMemo } from "react";
import type { Preview, TileKind } from "@/api/preview";
import { t } from "@/ui/i18n";
import { ScrollRegion } from "@/ui/scroll-region";
import styles from "./review.module.css";

interface Part {
  kind: TileKind;
  start: number;
  text: string;
  /** What stands on the line above the part. */
  label: string;
}

function labelOf(kind: TileKind, number: number | undefined): string {
  switch (kind) {
    case "entry":
      return t("Entry");
    case "comment":
      return number === undefined ? t("Comment") : t("Comment {number}", { number });
    case "header":
      return t("Title, author, date");
    case "furniture":
      return t("Left out: page furniture");
    case "unassigned":
      return t("Not understood");
  }
}

/** Tiles count code points; JavaScript counts UTF-16, so the text is split into its characters. */
export function partsOf({ tiles, threads }: Preview, text: string): Part[] {
  const points = Array.from(text);
  const numbers = new Map<number, number>();
  for (const post of threads.flatMap((thread) => thread.posts)) {
    if (post.start !== null) numbers.set(post.start, post.number);
  }
  return tiles
    .map(([kind, start, end]) => {
      const label = labelOf(kind, numbers.get(start));
      return { kind, start, label, text: points.slice(start, end).join("") };
    })
    .filter((part) => part.text.trim() !== "");
}

export function Source({ preview, text }: { preview: Preview; text: string }) {
  const parts = useMemo(() => partsOf(preview, text), [preview, text]);
  return (
    <ScrollRegion className={styles.source} label={t("The page’s text")}>
      <ol>
        {parts.map((part) => (
          <li key={part.start} className={styles[part.kind]}>
            <p className={styles.label}>{part.label}</p>
            <p className={styles.text} dir="auto">
              {part.text.trim()}
            </p>
          </li>
        ))}
      </ol>
      {preview.text_cut ? <p className="muted">{t("The rest of the text is not shown.")}</p> : null}
    </ScrollRegion>
  );
}
