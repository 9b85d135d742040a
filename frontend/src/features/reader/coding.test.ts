import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Outbox } from "@/api/outbox";
import { perform } from "@/api/outbox/requests";
import { MemoryShelf } from "@/api/outbox/shelf";
import type { Annotation } from "@/api/types";
import { Coding } from "./coding";
import { annotation, NORA } from "./fixtures";
import { AnnotationStore } from "./store";
import { applySettled } from "./unsent";

interface Asked {
  method: string;
  path: string;
  body: Record<string, unknown> | null;
  ifMatch: string | null;
  user: string | null;
}

let asked: Asked[];
let answers: (() => Response | Promise<Response>)[];
let store: AnnotationStore;
let outbox: Outbox;
let coding: Coding;

const json = (status: number, body: unknown) => () =>
  new Response(JSON.stringify(body), { status });
const PASSAGE = { post: 101, start: 4, end: 8, quote: "🍅 on", clipped: false };

beforeEach(() => {
  asked = [];
  answers = [];
  // biome-ignore lint/suspicious/noDocumentCookie: the token that the server would have handed out
  document.cookie = "csrftoken=x";
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const body = typeof init.body === "string" ? JSON.parse(init.body) : null;
    const headers = new Headers(init.headers);
    const [ifMatch, user] = [headers.get("If-Match"), headers.get("X-Catena-User")];
    asked.push({ method: init.method ?? "GET", path: url, body, ifMatch, user });
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError("network");
    return answer();
  });
  store = new AnnotationStore(new QueryClient(), { corpus: 3, thread: 7 });
  outbox = new Outbox({
    shelf: async () => new MemoryShelf(),
    locks: undefined,
    channel: undefined,
    perform,
    wait: () => new Promise((done) => setTimeout(done, 1)),
    whoIsHere: async () => NORA.id,
    now: Date.now,
  });
  outbox.signedIn(NORA);
  outbox.onSettled((one) => applySettled(store, outbox, one));
  coding = new Coding({ corpus: 3, thread: 7 }, store, outbox, () => "Trust");
});

afterEach(() => outbox.close());

const settled = () => vi.waitFor(() => expect(outbox.snapshot().waiting).toEqual([]));
const saved = (over: Partial<Annotation>) =>
  annotation({ ...over, created_at: "2026-02-02T00:00:00Z" });

describe("applying a code", () => {
  it("shows it at once and sends the claim under an id of its own, in the coder's name", async () => {
    const { annotation: made } = coding.apply(5, { level: "passage", passage: PASSAGE }, NORA);
    expect(store.all).toEqual([made]);
    answers.push(json(201, saved({ id: made.id, code: 5, version: 1 })));
    await settled();
    expect(asked[0]).toMatchObject({
      method: "PUT",
      path: `/api/v1/corpora/3/annotations/${made.id}/`,
      body: { code: 5, post: 101, start: 4, end: 8, quote: "🍅 on" },
      user: String(NORA.id),
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
    expect(outbox.snapshot().open).toEqual([]);
  });

  it("is taken back with a reason when the server refuses, and shown again when tried again", async () => {
    answers.push(json(422, { code: "quote_mismatch", detail: "The words differ." }));
    const { annotation: made } = coding.apply(5, { level: "passage", passage: PASSAGE }, NORA);
    await settled();
    await vi.waitFor(() => expect(store.all).toEqual([]));
    const [open] = outbox.snapshot().open;
    expect(open?.trouble).toMatchObject({ code: "quote_mismatch", detail: "The words differ." });
    expect(open?.said).toEqual({ name: "Trust", words: "🍅 on" });
    answers.push(json(201, saved({ id: made.id, version: 1 })));
    await outbox.insist(open?.key ?? "");
    expect(store.get(made.id)).toBeDefined();
    await settled();
    await vi.waitFor(() => expect(store.get(made.id)?.version).toBe(1));
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
    expect(outbox.snapshot().open).toEqual([]);
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
    await vi.waitFor(() => expect(store.get(one.id)).toMatchObject({ end: 6, version: 3 }));
  });

  it("shows the current state, and asks, when somebody else changed the same meanwhile", async () => {
    const one = annotation();
    store.put(one);
    const theirs = { ...one, code: 9, version: 4 };
    answers.push(json(412, { code: "stale", current: theirs }));
    coding.change(one.id, { code: 2 });
    await vi.waitFor(() => expect(store.get(one.id)).toEqual(theirs));
    expect(outbox.snapshot().open[0]).toMatchObject({ state: "asks", current: { code: 9 } });
  });

  it("puts a change and somebody else's of another field together", async () => {
    const one = annotation();
    store.put(one);
    const theirs = { ...one, memo: "theirs", version: 4 };
    answers.push(
      json(412, { code: "stale", current: theirs }),
      json(200, { ...theirs, code: 2, version: 5 }),
    );
    coding.change(one.id, { code: 2 });
    await settled();
    expect(asked.map(({ ifMatch }) => ifMatch)).toEqual(['"1"', '"4"']);
    await vi.waitFor(() => expect(store.get(one.id)).toMatchObject({ code: 2, memo: "theirs" }));
  });

  it("a memo is held against what stood there when its writing began", async () => {
    const begun = annotation({ memo: "" });
    const theirs = { ...begun, memo: "theirs", version: 2 };
    store.put(theirs);
    answers.push(json(412, { code: "stale", current: theirs }));
    coding.change(begun.id, { memo: "mine" }, begun);
    await vi.waitFor(() => expect(outbox.snapshot().open).toHaveLength(1));
    expect(asked[0]?.ifMatch).toBe('"1"');
    expect(store.get(begun.id)?.memo).toBe("theirs");
  });

  it("removes; what is refused stands again", async () => {
    const one = annotation({ memo: "why" });
    store.put(one);
    answers.push(json(403, { code: "not_your_annotation", detail: "It is Ilse's." }));
    coding.remove(one.id);
    expect(store.all).toEqual([]);
    await settled();
    await vi.waitFor(() => expect(store.all).toEqual([one]));
  });

  it("is taken back before it was sent", async () => {
    const one = annotation();
    store.put(one);
    outbox.signedIn(null);
    outbox.signedIn(NORA);
    answers.push(() => new Promise(() => undefined));
    coding.change(one.id, { code: 2 });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    coding.remove(one.id);
    expect(store.all).toEqual([]);
    await outbox.takeBack(3);
    await vi.waitFor(() => expect(store.all.map(({ code }) => code)).toEqual([2]));
  });
});
