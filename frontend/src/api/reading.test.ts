import { QueryClient } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { outbox } from "./outbox";
import { prefetchReading, readingAnnotations, readingCodes } from "./reading";

it("A reader asks for archived codes, too: what they coded keeps its name", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return new Response(JSON.stringify({ next: null, previous: null, results: [] }));
  });
  await new QueryClient().fetchQuery(readingCodes(3));
  expect(asked[0]).toContain("/corpora/3/codes/");
  expect(asked[0]).toContain("archived=true");
});

const LONG = 700;

/** Answers for a thread of 700 posts without codes; `asked` gets each address. */
function longThread(asked: string[]): void {
  const ids = Array.from({ length: LONG }, (_, at) => at + 1000);
  const none = ids.map(() => null);
  const outline = {
    thread: { id: 7, corpus: 3, title: "Seven hundred plots" },
    seq: 5,
    posts: {
      id: ids,
      number: ids.map((_, at) => at),
      parent: none,
      depth: ids.map(() => 0),
      kind: ids.map((_, at) => (at ? "comment" : "entry")),
      status: ids.map(() => "approved"),
      author: none,
      length: ids.map(() => 10),
      words: ids.map(() => 2),
    },
    authors: [],
    marks: { post: [], code: [], coder: [], count: [] },
    thread_annotations: 0,
  };
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url.replace("/api/v1", ""));
    if (url.includes("/outline/")) return new Response(JSON.stringify(outline));
    if (url.includes("/posts/")) return new Response(JSON.stringify({ posts: [] }));
    if (url.includes("/progress/")) return new Response(JSON.stringify({ seen: [], at: null }));
    return new Response(JSON.stringify({ results: [], seq: 5, next: null, previous: null }));
  });
}

it("A long thread is opened by one request for its first annotations, and its codebook comes last", async () => {
  const asked: string[] = [];
  longThread(asked);
  // Annotations wait for what this browser has not sent yet.
  outbox().signedIn({ id: 1, name: "Maud", username: "maud" });
  const client = new QueryClient();
  prefetchReading(client, 3, 7);
  await vi.waitFor(() => expect(client.getQueryData(readingCodes(3).queryKey)).toBeDefined());
  await vi.waitFor(() =>
    expect(client.getQueryData(readingAnnotations(3, 7).queryKey)).toBeDefined(),
  );
  expect(asked.filter((url) => url.includes("/annotations/"))).toEqual([
    "/threads/7/annotations/?from=0&to=200",
  ]);
  expect(asked.filter((url) => url.includes("/posts/"))).toHaveLength(1);
  expect(asked.at(-1)).toContain("/codes/");
});
