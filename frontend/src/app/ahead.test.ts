import { beforeEach, expect, it, vi } from "vitest";
import { fetchAhead, linkedTo } from "./ahead";
import { queryClient } from "./client";

let asked: string[];

const ME = { id: 1, username: "maud", name: "Maud", preferences: {} };

function answerAs(user: typeof ME | null): void {
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    const known = url.endsWith("/session/");
    return new Response(JSON.stringify(known ? { user } : {}), { status: known ? 200 : 404 });
  });
}

const at = (address: string) => new URL(address, "https://catena.example") as URL & Location;

beforeEach(() => {
  asked = [];
  queryClient.clear();
});

it("The address of a thread alone sends for its text, before any page is drawn", async () => {
  answerAs(ME);
  await fetchAhead(at("/corpora/4/threads/7?post=12"));
  expect(asked).toContain("/api/v1/threads/7/outline/");
  expect(asked).toContain("/api/v1/threads/7/posts/?from=0&to=200");
  expect(asked).toContain("/api/v1/corpora/4/");
}, 30_000);

it("Whoever is not signed in asks for nothing of a thread", async () => {
  answerAs(null);
  await fetchAhead(at("/corpora/4/threads/7"));
  expect(asked).toEqual(["/api/v1/session/"]);
});

it("Other pages send for nothing ahead", async () => {
  answerAs(ME);
  await fetchAhead(at("/corpora/4/threads/"));
  await fetchAhead(at("/corpora/4"));
  expect(asked).toEqual([]);
});

it("A link leads to a post by its id, by the id in its hash, or by its number", () => {
  expect(linkedTo({ post: 12, start: 4, end: 9 }, "")).toEqual({ post: 12, start: 4, end: 9 });
  expect(linkedTo({}, "#post-12")).toEqual({ post: 12, start: 0, end: 0 });
  expect(linkedTo({}, "#p12@45-80")).toEqual({ number: 12, start: 45, end: 80 });
  expect(linkedTo({}, "")).toBeUndefined();
});
