import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Annotation } from "@/api/types";
import { Coding, type Refusal } from "./coding";
import { annotation, NORA } from "./fixtures";
import { Outbox } from "./outbox";
import { AnnotationStore } from "./store";

interface Asked {
  method: string;
  path: string;
  body: Record<string, unknown> | null;
  ifMatch: string | null;
}

let asked: Asked[];
let answers: (() => Response | Promise<Response>)[];
let store: AnnotationStore;
let outbox: Outbox;
let refusals: Refusal[];
let coding: Coding;

const json = (status: number, body: unknown) => () =>
  new Response(JSON.stringify(body), { status });
const PASSAGE = { post: 101, start: 4, end: 8, quote: "🍅 on", clipped: false };

beforeEach(() => {
  asked = [];
  answers = [];
  refusals = [];
  // biome-ignore lint/suspicious/noDocumentCookie: the token that the server would have handed out
  document.cookie = "csrftoken=x";
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const body = typeof init.body === "string" ? JSON.parse(init.body) : null;
    const ifMatch = new Headers(init.headers).get("If-Match");
    asked.push({ method: init.method ?? "GET", path: url, body, ifMatch });
    const answer = answers.shift();
    if (answer === undefined) return new Response("{}", { status: 500 });
    return answer();
  });
  store = new AnnotationStore(new QueryClient(), { corpus: 3, thread: 7 });
  outbox = new Outbox(() => new Promise((done) => setTimeout(done)));
  coding = new Coding({ corpus: 3, thread: 7 }, store, outbox, (one) => refusals.push(one));
});

const settled = () => vi.waitFor(() => expect(outbox.snapshot().pending).toBe(0));
const saved = (over: Partial<Annotation>) =>
  annotation({ ...over, created_at: "2026-02-02T00:00:00Z" });

describe("applying a code", () => {
  it("shows it at once and sends the claim under an id of its own", async () => {
    const { annotation: made } = coding.apply(5, { level: "passage", passage: PASSAGE }, NORA);
    expect(store.all).toEqual([made]);
    answers.push(json(201, saved({ id: made.id, code: 5, version: 1 })));
    await settled();
    expect(asked[0]).toMatchObject({
      method: "PUT",
      path: `/api/v1/corpora/3/annotations/${made.id}/`,
      body: { code: 5, post: 101, start: 4, end: 8, quote: "🍅 on" },
    });
    expect(store.get(made.id)?.version).toBe(1);
  });

  it("is sent again under the same id when no answer came", async () => {
    const { annotation: made } = coding.apply(5, { level: "post", post: 101 }, NORA);
    const lost = () => {
      throw new TypeError("network");
    };
    answers.push(lost, lost, json(200, saved({ id: made.id })));
    await settled();
    expect(new Set(asked.map(({ path }) => path)).size).toBe(1);
    expect(asked).toHaveLength(3);
    expect(asked[0]?.body).toEqual({ code: 5, post: 101 });
    expect(refusals).toEqual([]);
  });

  it("is taken back with a reason when the server refuses", async () => {
    answers.push(json(422, { code: "quote_mismatch", detail: "The words differ." }));
    coding.apply(5, { level: "passage", passage: PASSAGE }, NORA);
    await settled();
    await vi.waitFor(() => expect(refusals).toHaveLength(1));
    expect(store.all).toEqual([]);
    expect(refusals[0]?.problem.code).toBe("quote_mismatch");
  });

  it("twice is one claim", () => {
    const first = coding.apply(5, { level: "thread" }, NORA);
    expect(coding.apply(5, { level: "thread" }, NORA)).toEqual({ ...first, known: true });
    expect(store.all).toHaveLength(1);
  });

  it("that another window made first shows that one", async () => {
    const theirs = saved({ code: 5 });
    answers.push(json(409, { code: "duplicate_annotation", current: theirs }));
    coding.apply(5, { level: "passage", passage: PASSAGE }, NORA);
    await settled();
    await vi.waitFor(() => expect(store.all).toEqual([theirs]));
    expect(refusals).toEqual([]);
  });
});

describe("changing and removing", () => {
  it("moves edges one after the other, each with the version of the answer before", async () => {
    const one = annotation({ version: 1 });
    store.put(one);
    answers.push(
      json(200, { ...one, end: 5, version: 2 }),
      json(200, { ...one, end: 6, version: 3 }),
    );
    coding.change(one.id, { end: 5 });
    coding.change(one.id, { end: 6 });
    expect(store.get(one.id)?.end).toBe(6);
    await settled();
    expect(asked.map(({ ifMatch }) => ifMatch)).toEqual(['"1"', '"2"']);
    expect(store.get(one.id)).toMatchObject({ end: 6, version: 3 });
  });

  it("shows the current state when somebody else changed it meanwhile", async () => {
    const one = annotation();
    store.put(one);
    const theirs = { ...one, code: 9, version: 4 };
    answers.push(json(412, { code: "stale", current: theirs }));
    coding.change(one.id, { code: 2 });
    await settled();
    await vi.waitFor(() => expect(store.get(one.id)).toEqual(theirs));
    expect(refusals[0]?.what).toBe("change");
  });

  it("removes, and makes the same claim again under a new id", async () => {
    const one = annotation({ memo: "why" });
    store.put(one);
    const again = saved({});
    answers.push(
      () => new Response(null, { status: 204 }),
      () => json(201, { ...again })(),
    );
    const done = coding.remove(one.id);
    expect(store.all).toEqual([]);
    const restored = done?.restore();
    await settled();
    expect(asked.map(({ method }) => method)).toEqual(["DELETE", "PUT"]);
    expect(restored?.id).not.toBe(one.id);
    expect(asked[1]?.body).toEqual({
      code: 1,
      post: 101,
      start: 0,
      end: 4,
      quote: "Text",
      memo: "why",
    });
  });

  it("is undone step by step", async () => {
    const one = annotation({ code: 1 });
    store.put(one);
    answers.push(json(200, { ...one, code: 2, version: 2 }), json(200, { ...one, version: 3 }));
    coding.change(one.id, { code: 2 });
    expect(coding.undo()).toBe(true);
    await settled();
    expect(asked[1]).toMatchObject({ body: { code: 1 }, ifMatch: '"2"' });
    expect(coding.undo()).toBe(false);
  });

  it("is undone past a removal: what was restored is still known by what was done to it before", async () => {
    const one = annotation({ code: 1 });
    store.put(one);
    answers.push(
      json(200, { ...one, code: 2, version: 2 }),
      () => new Response(null, { status: 204 }),
    );
    coding.change(one.id, { code: 2 });
    const done = coding.remove(one.id);
    await settled();
    expect(coding.undo()).toBe(true);
    const again = store.all[0];
    expect(done?.restore()).toEqual(again);
    answers.push(json(201, { ...again, version: 1 }), json(200, { ...again, code: 1, version: 2 }));
    expect(coding.undo()).toBe(true);
    await settled();
    expect(store.all.map(({ id, code }) => [id, code])).toEqual([[again?.id, 1]]);
    expect(coding.undo()).toBe(false);
  });
});
