import { expect, test, vi } from "vitest";
import { type News, type Surroundings, subscribe } from "./live";

/** An event stream by hand. */
class Wire extends EventTarget {
  static all: Wire[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    Wire.all.push(this);
  }
  close() {
    this.readyState = 2;
  }
  says(event: string, data: object) {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }
}

/** Locks as browsers have them: one holder, the others wait in line. */
function lockManager(): LockManager {
  let tail: Promise<unknown> = Promise.resolve();
  const request = (_: string, options: LockOptions, run: () => Promise<unknown>) => {
    const turn = tail.then(() => (options.signal?.aborted ? undefined : run()));
    tail = turn.catch(() => undefined);
    return turn;
  };
  return { request, query: () => Promise.resolve({}) } as unknown as LockManager;
}

/** Two modules of the same code are two tabs: each has its own table of streams. */
async function tab() {
  vi.resetModules();
  return (await import("./live")).subscribe;
}

function surroundings(locks: LockManager | undefined): Surroundings {
  Wire.all = [];
  return {
    open: (url) => new Wire(url) as unknown as EventSource,
    locks,
    channel: (name) => new BroadcastChannel(name),
  };
}

const settled = () => vi.waitFor(() => expect(Wire.all.length).toBeGreaterThan(0));

test("who listens later hears up to where all has been told: what it read before may lack that", async () => {
  const around = surroundings(lockManager());
  const here = await tab();
  const stop = here(1, () => {}, around);
  await settled();
  Wire.all[0]?.says("annotation.created", { seq: 5 });
  const late: News[] = [];
  const stopLate = here(1, (news) => late.push(news), around);
  await vi.waitFor(() => expect(late).toEqual([{ event: "ready", seq: null, data: { seq: 5 } }]));
  Wire.all[0]?.says("annotation.created", { seq: 6 });
  expect(late.map(({ seq }) => seq)).toEqual([null, 6]);
  stop();
  stopLate();
});

test("of two tabs one holds the stream, and both hear the news", async () => {
  const around = surroundings(lockManager());
  const [first, second] = [await tab(), await tab()];
  const heard: { first: News[]; second: News[] } = { first: [], second: [] };
  const stopFirst = first(1, (news) => heard.first.push(news), around);
  const stopSecond = second(1, (news) => heard.second.push(news), around);
  await settled();
  Wire.all[0]?.says("annotation.created", { seq: 5 });
  await vi.waitFor(() => expect(heard.second).toHaveLength(1));
  expect(heard.first).toHaveLength(1);
  expect(Wire.all).toHaveLength(1);
  stopFirst();
  stopSecond();
});

test("when the leading tab closes the other goes on from the last number it has seen", async () => {
  const around = surroundings(lockManager());
  const [first, second] = [await tab(), await tab()];
  const heard: News[] = [];
  const stopFirst = first(2, () => undefined, around);
  const stopSecond = second(2, (news) => heard.push(news), around);
  await settled();
  Wire.all[0]?.says("code.changed", { seq: 41 });
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  stopFirst();
  await vi.waitFor(() => expect(Wire.all).toHaveLength(2));
  expect(Wire.all[0]?.readyState).toBe(2);
  expect(Wire.all[1]?.url).toBe("/live/corpora/2/?after=41");
  stopSecond();
});

test("news that was heard already is not told twice", async () => {
  const around = surroundings(undefined);
  const heard: News[] = [];
  const stop = subscribe(3, (news) => heard.push(news), around);
  Wire.all[0]?.says("annotation.created", { seq: 7 });
  Wire.all[0]?.says("annotation.created", { seq: 7 });
  Wire.all[0]?.says("annotation.deleted", { seq: 8 });
  expect(heard.map((news) => news.seq)).toEqual([7, 8]);
  stop();
});

test("progress has no number and is told every time", () => {
  const around = surroundings(undefined);
  const heard: News[] = [];
  const stop = subscribe(4, (news) => heard.push(news), around);
  Wire.all[0]?.says("upload.progress", { id: "u", progress: { done: 1 } });
  Wire.all[0]?.says("upload.progress", { id: "u", progress: { done: 2 } });
  expect(heard).toHaveLength(2);
  stop();
});

test("without locks each tab listens for itself", async () => {
  const around = surroundings(undefined);
  const [first, second] = [await tab(), await tab()];
  const stops = [first(5, () => undefined, around), second(5, () => undefined, around)];
  expect(Wire.all).toHaveLength(2);
  for (const stop of stops) stop();
});

test("a stream that the server refused is asked for again", () => {
  vi.useFakeTimers();
  const around = surroundings(undefined);
  const stop = subscribe(6, () => undefined, around);
  const [wire] = Wire.all;
  wire?.says("annotation.created", { seq: 3 });
  wire?.close();
  wire?.dispatchEvent(new Event("error"));
  vi.advanceTimersByTime(1_000);
  expect(Wire.all[1]?.url).toBe("/live/corpora/6/?after=3");
  stop();
  vi.useRealTimers();
});

test("the last listener that leaves closes the stream", () => {
  const around = surroundings(undefined);
  const stops = [subscribe(7, () => undefined, around), subscribe(7, () => undefined, around)];
  expect(Wire.all).toHaveLength(1);
  stops[0]?.();
  expect(Wire.all[0]?.readyState).toBe(1);
  stops[1]?.();
  expect(Wire.all[0]?.readyState).toBe(2);
});

test("a first stream begins where the corpus stands, and says so to every tab", async () => {
  const around = { ...surroundings(lockManager()), newest: () => Promise.resolve(12) };
  const [first, second] = [await tab(), await tab()];
  const heard: { first: News[]; second: News[] } = { first: [], second: [] };
  const stopFirst = first(7, (news) => heard.first.push(news), around);
  await settled();
  expect(Wire.all[0]?.url).toBe("/live/corpora/7/?after=12");
  expect(heard.first).toEqual([{ event: "ready", seq: null, data: { seq: 12 } }]);
  Wire.all[0]?.says("annotation.created", { seq: 13 });
  const stopSecond = second(7, (news) => heard.second.push(news), around);
  await vi.waitFor(() => expect(heard.second[0]?.data).toEqual({ seq: 13 }));
  stopFirst();
  stopSecond();
});
