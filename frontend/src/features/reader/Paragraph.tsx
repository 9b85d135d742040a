/** One paragraph as one text node, painted with its codes while it is mounted. */

import { memo, useLayoutEffect, useRef } from "react";
import { canPaint, type HighlightPainter, type Mark } from "@/text/highlights";
import { segmentBackground, segmentsOf } from "@/text/segments";
import styles from "./post.module.css";

interface Props {
  readonly post: number;
  /** UTF-16 position of the paragraph in the post's text. */
  readonly at: number;
  readonly text: string;
  readonly language: string | null;
  readonly marks: readonly Mark[];
  readonly painter: HighlightPainter;
}

const INDENTED = /^[ \t]{2,}\S/m;

export const Paragraph = memo(function Paragraph(props: Props) {
  const { post, at, text, language, marks, painter } = props;
  const element = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    const node = element.current?.firstChild;
    if (!canPaint() || !(node instanceof Text)) return;
    painter.paint(node, marks);
    return () => painter.erase(node);
  }, [marks, painter]);
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
      {canPaint() ? text : <Marked text={text} marks={marks} />}
    </p>
  );
}, sameParagraph);

/** The second renderer: flat `<mark>` elements. */
function Marked({ text, marks }: Pick<Props, "text" | "marks">) {
  return segmentsOf(text.length, marks).map((segment) => {
    const part = text.slice(segment.start, segment.end);
    if (segment.marks.length === 0) return part;
    return (
      <mark key={segment.start} style={{ background: segmentBackground(segment.marks) }}>
        {part}
      </mark>
    );
  });
}

function sameParagraph(a: Props, b: Props): boolean {
  return (
    a.text === b.text &&
    a.at === b.at &&
    a.post === b.post &&
    a.language === b.language &&
    a.painter === b.painter &&
    a.marks.length === b.marks.length &&
    a.marks.every((mark, index) => sameMark(mark, b.marks[index]))
  );
}

function sameMark(a: Mark, b: Mark | undefined): boolean {
  return (
    b !== undefined &&
    a.start === b.start &&
    a.end === b.end &&
    a.pigment === b.pigment &&
    a.lane === b.lane &&
    a.quiet === b.quiet
  );
}
