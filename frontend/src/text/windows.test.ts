import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_WINDOWS, WINDOW, Windows, windowAt, windowsAround } from "./windows";

/** A server whose answers come when the test lets them, in any order, some refused. */
class SlowServer {
  readonly shown = new Set<number>();
  readonly asked: { window: number; settle: (fine: boolean) => void }[] = [];
  most = 0;
  readonly #pinned: Set<number>;
  readonly windows: Windows;

  constructor(count: number, pinned: Iterable<number> = []) {
    this.#pinned = new Set(pinned);
    this.windows = new Windows({
      count,
      load: (window) =>
        new Promise((done, fail) => {
          this.asked.push({
            window,
            settle: (fine) => {
              if (fine) this.shown.add(window);
              if (fine) done();
              else fail(new Error("away"));
            },
          });
        }),
      release: (far) => {
        for (const window of far) this.shown.delete(window);
      },
      pinned: () => this.#pinned,
      pause: () => Promise.resolve(),
    });
  }

  async answer(at: number, fine = true): Promise<void> {
    const [call] = this.asked.splice(at % Math.max(this.asked.length, 1), 1);
    call?.settle(fine);
    for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
    this.most = Math.max(this.most, this.shown.size);
  }

  async answerAll(): Promise<void> {
    while (this.asked.length > 0) await this.answer(0);
  }
}

const step = fc.oneof(
  fc.record({ look: fc.nat(49_999), height: fc.nat(30) }),
  fc.record({ answer: fc.nat(5), fine: fc.boolean() }),
);

describe("windows of a long thread", () => {
  test("however one scrolls, what is in view comes, and never more is held than there is room for", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50_000 }),
        fc.array(step),
        async (count, steps) => {
          const server = new SlowServer(count);
          let view = { first: 0, last: 0 };
          for (const one of steps) {
            if ("answer" in one) await server.answer(one.answer, one.fine);
            else {
              const first = Math.min(one.look, count - 1);
              view = { first, last: Math.min(first + one.height, count - 1) };
              server.windows.look(view.first, view.last);
            }
            const waiting = server.asked.map(({ window }) => window);
            expect(new Set(waiting).size).toBe(waiting.length);
            expect(waiting.length).toBeLessThanOrEqual(2);
            expect(waiting.some((window) => server.shown.has(window))).toBe(false);
          }
          server.windows.look(view.first, view.last);
          await server.answerAll();
          for (let at = view.first; at <= view.last; at += 1) {
            expect(server.shown.has(windowAt(at))).toBe(true);
          }
          expect(server.most).toBeLessThanOrEqual(MOST_WINDOWS);
          expect(new Set(server.windows.held)).toEqual(server.shown);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("the neighbours of the window in view are fetched after it", () => {
    expect(windowsAround(5 * WINDOW + 10, 5 * WINDOW + 15, 50_000)).toEqual([5, 4]);
    expect(windowsAround(6 * WINDOW - 10, 6 * WINDOW - 5, 50_000)).toEqual([5, 6]);
    expect(windowsAround(5 * WINDOW + 100, 5 * WINDOW + 105, 50_000)).toEqual([5]);
    expect(windowsAround(0, 3, 2)).toEqual([0]);
  });

  test("a fast scroll to the end does not fetch what lies between", async () => {
    const server = new SlowServer(50_000);
    for (let at = 0; at < 50_000; at += 500) server.windows.look(at, at + 5);
    const before = server.asked.map(({ window }) => window);
    expect(before).toHaveLength(2);
    await server.answerAll();
    expect(server.shown.size).toBeLessThanOrEqual(4);
    expect(server.shown.has(windowAt(49_505))).toBe(true);
  });

  test("a window that something needs is kept however far one goes", async () => {
    const server = new SlowServer(50_000, [0]);
    server.windows.look(0, 5);
    await server.answerAll();
    for (let at = 1_100; at < 40_000; at += 1_100) {
      server.windows.look(at, at + 5);
      await server.answerAll();
    }
    expect(server.shown.has(0)).toBe(true);
  });
});
