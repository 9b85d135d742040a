import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { keys } from "./keys";
import { applyNews } from "./news";

function clientWith(...kept: (readonly unknown[])[]): QueryClient {
  const client = new QueryClient();
  for (const key of kept) client.setQueryData(key, { kept: true });
  return client;
}

const isStale = (client: QueryClient, key: readonly unknown[]) =>
  client.getQueryState(key)?.isInvalidated ?? false;

test("a new annotation makes its thread's annotations stale, and no other thread's", () => {
  const client = clientWith(keys.annotations(1, 7), keys.annotations(1, 8), keys.thread(1, 7));
  const data = { seq: 9, before: null, after: { thread: 7 } };
  applyNews(client, 1, { event: "annotation.created", seq: 9, data });
  expect(isStale(client, keys.annotations(1, 7))).toBe(true);
  expect(isStale(client, keys.annotations(1, 8))).toBe(false);
  expect(isStale(client, keys.thread(1, 7))).toBe(false);
});

test("news of one corpus leaves the others alone", () => {
  const client = clientWith(keys.codes(1), keys.codes(2));
  applyNews(client, 1, { event: "code.changed", seq: 2, data: {} });
  expect(isStale(client, keys.codes(1))).toBe(true);
  expect(isStale(client, keys.codes(2))).toBe(false);
});

test("progress of an upload is shown without asking the server", () => {
  const client = new QueryClient();
  const upload = { id: "u", status: "reading", progress: { done: 0, total: 16, unit: "posts" } };
  const other = { ...upload, id: "v" };
  client.setQueryData(keys.uploads(1), {
    pages: [{ next: null, previous: null, results: [upload, other] }],
    pageParams: [""],
  });
  const progress = { done: 8, total: 16, unit: "posts" };
  const data = { upload: "u", kind: "ingest", progress };
  applyNews(client, 1, { event: "upload.progress", seq: null, data });
  const kept = client.getQueryData<{ pages: { results: (typeof upload)[] }[] }>(keys.uploads(1));
  expect(kept?.pages[0]?.results[0]).toEqual({ ...upload, progress });
  expect(kept?.pages[0]?.results[1]).toEqual(other);
  expect(isStale(client, keys.uploads(1))).toBe(false);
});

test("an upload that is done brings new threads", () => {
  const client = clientWith(keys.threads(1, { q: "" }), keys.corpus(1));
  applyNews(client, 1, { event: "upload.changed", seq: 4, data: {} });
  expect(isStale(client, keys.threads(1, { q: "" }))).toBe(true);
  expect(isStale(client, keys.corpus(1))).toBe(true);
});
