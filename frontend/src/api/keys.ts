/** The names under which answers are kept. Everything of a corpus lies below `keys.corpus(c)`. */

type Filters = Readonly<Record<string, unknown>>;

export const keys = {
  session: ["session"] as const,
  tokens: ["tokens"] as const,
  corpora: ["corpora"] as const,
  invitation: (key: string) => ["invitation", key] as const,
  corpus: (c: number) => ["corpus", c] as const,
  threadLists: (c: number) => ["corpus", c, "threads"] as const,
  threads: (c: number, filters: Filters) => ["corpus", c, "threads", filters] as const,
  thread: (c: number, t: number) => ["corpus", c, "thread", t] as const,
  annotations: (c: number, t: number) => ["corpus", c, "thread", t, "annotations"] as const,
  codes: (c: number) => ["corpus", c, "codes"] as const,
  uploads: (c: number) => ["corpus", c, "uploads"] as const,
  storage: (c: number) => ["corpus", c, "uploads", "storage"] as const,
  upload: (c: number, u: string) => ["corpus", c, "upload", u] as const,
  membersOf: (c: number, archive: string) => ["corpus", c, "uploads", "of", archive] as const,
  preview: (c: number, u: string) => ["corpus", c, "upload", u, "preview"] as const,
  source: (c: number, u: string) => ["corpus", c, "upload", u, "raw"] as const,
  mappings: (c: number) => ["corpus", c, "mappings"] as const,
  attributes: (c: number, owner: string) => ["corpus", c, "attributes", owner] as const,
  twins: (c: number) => ["corpus", c, "twins"] as const,
  participants: (c: number, q: string, attribute: readonly string[] = []) =>
    ["corpus", c, "participants", q, attribute] as const,
  search: (c: number, query: Filters) => ["corpus", c, "search", query] as const,
  members: (c: number) => ["corpus", c, "members"] as const,
  invitations: (c: number) => ["corpus", c, "invitations"] as const,
  projects: (c: number) => ["corpus", c, "projects"] as const,
  exports: (c: number) => ["corpus", c, "exports"] as const,
  formatsOut: (c: number) => ["corpus", c, "formats-out"] as const,
  snapshots: (c: number) => ["corpus", c, "snapshots"] as const,
};
