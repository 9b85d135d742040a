/** One paragraph, painted with its codes while it is mounted: as one text node, or cut into flat marks. */

import { memo, useLayoutEffect, useRef } from "react";
import type { HighlightPainter, Mark } from "@/text/highlights";
import { type Segment, segmentBackground, segmentsOf } from "@/text/segments";
import { t } from "@/ui/i18n";
import type { Renderer } from "./look";
import styles from "./post.module.css";

interface Props {
  readonly post: number;
  /** UTF-16 position of the paragraph in the post's text. */
  readonly at: number;
  readonly text: string;
  readonly language: string | null;
  readonly marks: readonly Mark[];
  readonly painter: HighlightPainter;
  readonly renderer: Renderer;
}

const INDENTED = /^[ \t]{2,}\S/m;

export const Paragraph = memo(function Paragraph(props: Props) {
  const { post, at, text, language, marks, painter, renderer } = props;
  const element = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    const node = element.current?.firstChild;
    if (renderer !== "highlights" || !(node instanceof Text)) return;
    painter.paint(node, marks);
    return () => painter.erase(node);
  }, [marks, painter, renderer]);
  return (
    <p
      ref={element}
      className={styles.paragraph}
      dir="auto"
      data-post={post}
      data-at={at}
      {...(INDENTED.test(text) ? { "data-indented": "" } : {})}
      {...(language ? { lang: language } : {})}
    >
      {renderer === "highlights" ? text : <Marked text={text} marks={marks} />}
    </p>
  );
}, sameParagraph);

/** The second renderer: flat `<mark>` elements. What they say of codes is no text: positions stay as they are. */
export function Marked({ text, marks }: Pick<Props, "text" | "marks">) {
  return segmentsOf(text.length, marks).map((segment) => {
    const part = text.slice(segment.start, segment.end);
    if (segment.marks.length === 0) return part;
    return (
      <mark
        key={segment.start}
        style={{ background: segmentBackground(segment.marks) }}
        {...endsOf(segment)}
      >
        {part}
      </mark>
    );
  });
}

function endsOf({ opens, closes }: Segment): Record<string, string> {
  const ends: Record<string, string> = {};
  if (opens.length > 0) {
    ends["data-start"] = t("start of {codes}", { codes: opens.join(", ") });
    ends["data-opens"] = opens.join(", ");
  }
  if (closes.length > 0) {
    ends["data-end"] = t("end of {codes}", { codes: closes.join(", ") });
    ends["data-closes"] = closes.join(", ");
  }
  return ends;
}

function sameParagraph(a: Props, b: Props): boolean {
  return (
    a.text === b.text &&
    a.at === b.at &&
    a.post === b.post &&
    a.language === b.language &&
    a.painter === b.painter &&
    a.renderer === b.renderer &&
    a.marks.length === b.marks.length &&
    a.marks.every((mark, index) => sameMark(mark, b.marks[index]))
  );
}

function sameMark(a: Mark, b: Mark | undefined): boolean {
  return (
    b !== undefined &&
    a.start === b.start &&
    a.end === b.end &&
    a.paint === b.paint &&
    a.name === b.name &&
    a.lane === b.lane &&
    a.quiet === b.quiet
  );
}
