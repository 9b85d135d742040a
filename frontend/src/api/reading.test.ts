import { QueryClient } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { readingCodes } from "./reading";

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
