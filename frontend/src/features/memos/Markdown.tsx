/**
 * Markdown as React elements. `marked` reads it; elements are built here, so that HTML inside a
 * memo is shown as the letters it is and never becomes part of the page.
 */
import { lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode, useMemo } from "react";
import { MemoLink } from "./MemoLink";
import styles from "./memos.module.css";

interface Props {
  corpus: number;
  text: string;
}

const HEADS = ["h3", "h4", "h5", "h6"] as const;
const SAFE = /^(https?:|mailto:)/i;

export default function Markdown({ corpus, text }: Props) {
  const tokens = useMemo(() => lexer(text, { gfm: true, breaks: true }), [text]);
  return (
    <div className={styles.markdown} dir="auto">
      {drawn(tokens, corpus)}
    </div>
  );
}

function drawn(tokens: readonly Token[] | undefined, corpus: number): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place in the text
  return tokens?.map((token, index) => <Fragment key={index}>{one(token, corpus)}</Fragment>);
}

function one(token: Token, corpus: number): ReactNode {
  return block(token as Tokens.Generic, corpus) ?? inline(token as Tokens.Generic, corpus);
}

function block(token: Tokens.Generic, corpus: number): ReactNode {
  const inner = () => drawn(token.tokens, corpus);
  switch (token.type) {
    case "space":
    case "def":
      return "";
    case "paragraph":
      return <p>{inner()}</p>;
    case "heading": {
      const Head = HEADS[Math.min((token.depth as number) - 1, 3)] ?? "h6";
      return <Head>{inner()}</Head>;
    }
    case "blockquote":
      return <blockquote>{inner()}</blockquote>;
    case "hr":
      return <hr />;
    case "code":
      return (
        <pre>
          <code>{token.text as string}</code>
        </pre>
      );
    case "list":
      return list(token as Tokens.List, corpus);
    case "table":
      return table(token as Tokens.Table, corpus);
    default:
      return null;
  }
}

function list(token: Tokens.List, corpus: number): ReactNode {
  const items = token.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place in the list
    <li key={index}>
      {item.task ? `${item.checked ? "☑" : "☐"} ` : null}
      {drawn(
        item.tokens.filter(({ type }) => type !== "checkbox"),
        corpus,
      )}
    </li>
  ));
  return token.ordered ? <ol start={Number(token.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function table(token: Tokens.Table, corpus: number): ReactNode {
  return (
    <div className="scroll-x">
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place in the row
              <th key={index} scope="col">
                {drawn(cell.tokens, corpus)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the table
            <tr key={index}>
              {row.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place in the row
                <td key={at}>{drawn(cell.tokens, corpus)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inline(token: Tokens.Generic, corpus: number): ReactNode {
  const inner = () => drawn(token.tokens, corpus);
  switch (token.type) {
    case "strong":
      return <strong>{inner()}</strong>;
    case "em":
      return <em>{inner()}</em>;
    case "del":
      return <del>{inner()}</del>;
    case "codespan":
      return <code>{token.text as string}</code>;
    case "br":
      return <br />;
    case "link":
      return link(token.href as string, inner(), corpus);
    case "image":
      return link(token.href as string, token.text as string, corpus);
    case "text":
      return token.tokens ? inner() : (token.text as string);
    case "escape":
      return token.text as string;
    default:
      return token.raw as string;
  }
}

/** Within Catena, or to the web; any other kind of address stays words. */
function link(href: string, words: ReactNode, corpus: number): ReactNode {
  const inside = /^catena:([a-z]+)\/([\w-]+)$/.exec(href);
  if (inside) {
    return (
      <MemoLink corpus={corpus} type={inside[1] ?? ""} id={inside[2] ?? ""}>
        {words}
      </MemoLink>
    );
  }
  if (!SAFE.test(href)) return words;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  );
}
