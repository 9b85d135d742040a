/** Invented data for this feature's tests. */

import type { Annotation, Code, Me, Post, Thread } from "@/api/types";
import type { Codebook } from "./codes";
import type { Look } from "./look";

export const NORA: Me = {
  id: 1,
  username: "nora",
  name: "Nora Pfefferle",
  email: "",
  preferences: {},
  corpora: [],
};

export function post(number: number, text: string, over: Partial<Post> = {}): Post {
  return {
    id: 100 + number,
    thread: 7,
    kind: number === 0 ? "entry" : "comment",
    number,
    parent: null,
    parent_how: null,
    depth: 0,
    author: { id: number, name: `Author ${number}`, is_entry_author: number === 0 },
    written_at: "2017-10-05T03:32:00",
    written_at_raw: "",
    written_at_precision: "minute",
    url: "",
    external_id: "",
    status: "approved",
    language: "en",
    text,
    text_version: 1,
    sentences: [],
    paragraphs: [],
    links: [],
    flags: [],
    source: { upload: null, start: null, end: null },
    version: 1,
    ...over,
  };
}

export function thread(posts: Post[]): Thread {
  return {
    id: 7,
    corpus: 1,
    title: "The missing ledgers",
    site: "The Unweeded Garden",
    url: "",
    author: null,
    written_at: "2017-10-04T18:41:00",
    written_at_precision: "minute",
    language: "en",
    attributes: {},
    counts: { comments: posts.length - 1, annotations: 0, words: 0 },
    upload: null,
    status: "approved",
    progress: { mine: "new" },
    version: 1,
    categories: [],
    posts,
  };
}

export function code(id: number, name: string, over: Partial<Code> = {}): Code {
  return {
    id,
    parent: null,
    name,
    path: [name],
    colour: "lapis",
    definition: "",
    include: "",
    exclude: "",
    examples: [],
    key: null,
    levels: ["passage", "post", "thread"],
    position: id,
    archived: false,
    counts: { own: 0, subtree: 0 },
    version: 1,
    ...over,
  } as Code;
}

let made = 0;

export function annotation(over: Partial<Annotation> = {}): Annotation {
  made += 1;
  return {
    id: `00000000-0000-7000-8000-${String(made).padStart(12, "0")}`,
    corpus: 3,
    thread: 7,
    post: 101,
    code: 1,
    level: "passage",
    start: 0,
    end: 4,
    quote: "Text",
    text_version: 1,
    state: "live",
    coder: NORA,
    memo: "",
    version: 1,
    created_at: `2026-01-01T00:00:${String(made % 60).padStart(2, "0")}Z`,
    updated_at: "2026-01-01T00:00:00Z",
    ...over,
  };
}

export function lookWith(codebook: Codebook, over: Partial<Look> = {}): Look {
  return {
    codebook,
    colourBy: "code",
    renderer: "highlights",
    withCodes: false,
    coders: [],
    ...over,
  };
}
