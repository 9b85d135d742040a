import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { address, follow, send } from "./client";
import { ApiProblem, wordsFor } from "./problem";

interface Call {
  url: string;
  method: string;
  headers: Headers;
  body: string | null;
}

let calls: Call[] = [];
let answers: Response[] = [];

function problem(status: number, body: object, headers: Record<string, string> = {}): Response {
  const type = { "Content-Type": "application/problem+json" };
  return new Response(JSON.stringify(body), { status, headers: { ...type, ...headers } });
}

/** The problem with which a request is refused. */
async function refusal(request: Promise<unknown>): Promise<ApiProblem> {
  const error = await request.catch((reason: unknown) => reason);
  if (error instanceof ApiProblem) return error;
  throw new Error("The request was not refused.");
}

beforeEach(() => {
  calls = [];
  answers = [];
  // biome-ignore lint/suspicious/noDocumentCookie: the token lies in a cookie, as the server sets it
  document.cookie = "csrftoken=abc123";
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    calls.push({
      url,
      method: init.method ?? "GET",
      headers: new Headers(init.headers),
      body: init.body as string | null,
    });
    const answer = answers.shift();
    if (!answer) throw new TypeError("Failed to fetch");
    return answer;
  });
});

afterEach(() => vi.unstubAllGlobals());

test("a change carries the CSRF token, a read does not", async () => {
  answers = [Response.json({ id: 1 }), Response.json({ id: 1 })];
  await send("GET", "/corpora/1/");
  await send("POST", "/corpora/", { body: { title: "Quarrels" } });
  expect(calls[0]?.headers.get("X-CSRFToken")).toBeNull();
  expect(calls[1]?.headers.get("X-CSRFToken")).toBe("abc123");
  expect(calls[1]?.body).toBe('{"title":"Quarrels"}');
});

test("a change says on which version it is based", async () => {
  answers = [Response.json({})];
  await send("PATCH", "/corpora/1/", { body: { title: "x" }, version: 3 });
  expect(calls[0]?.headers.get("If-Match")).toBe('"3"');
});

test("an answer without a body is no error", async () => {
  answers = [new Response(null, { status: 204 })];
  await expect(send("DELETE", "/session/")).resolves.toBeUndefined();
});

test("a refusal keeps its stable code, its sentence and its fields", async () => {
  const errors = [{ field: "title", code: "required", message: "Give a title." }];
  answers = [problem(400, { code: "malformed", detail: "Some fields are not right.", errors })];
  const refused = await refusal(send("POST", "/corpora/", { body: {} }));
  expect(refused.code).toBe("malformed");
  expect(refused.field("title")).toBe("Give a title.");
  expect(refused.field("licence")).toBeNull();
});

test("a stale change brings the state as it is now", async () => {
  answers = [
    problem(412, { code: "stale", detail: "Changed meanwhile.", current: { version: 4 } }),
  ];
  const refused = await refusal(send("PATCH", "/codes/1/", { version: 3 }));
  expect(refused.status).toBe(412);
  expect(refused.current).toEqual({ version: 4 });
});

test("silence of the server is told as such, and that nothing was changed", async () => {
  const lost = await refusal(send("POST", "/corpora/"));
  expect(lost.status).toBe(0);
  expect(wordsFor(lost)).toContain("Nothing was changed");
});

test("too many tries say how long to wait", async () => {
  answers = [problem(429, { detail: "Slow down." }, { "Retry-After": "60" })];
  const refused = await refusal(send("POST", "/session/"));
  expect(refused.retryAfter).toBe(60);
  expect(wordsFor(refused)).toContain("60 seconds");
});

test("an error page of a proxy is still an error that can be shown", async () => {
  answers = [new Response("<html>Bad gateway</html>", { status: 502 })];
  const refused = await refusal(send("GET", "/corpora/"));
  expect(refused.status).toBe(502);
  expect(wordsFor(refused)).not.toBe("");
});

test("the next page is asked of our own host, whatever host its address names", async () => {
  answers = [Response.json({ next: null, previous: null, results: [] })];
  await follow("http://inside.invalid:9000/api/v1/corpora/?cursor=xyz");
  expect(calls[0]?.url).toBe("/api/v1/corpora/?cursor=xyz");
});

test("filters that are empty stay out of the address", () => {
  expect(address("/corpora/1/threads/", { q: "", sort: "-title", upload: null })).toBe(
    "/api/v1/corpora/1/threads/?sort=-title",
  );
});
