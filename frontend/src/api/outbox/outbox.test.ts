import { describe, expect, it, vi } from "vitest";
import type { Entry, Fields } from "./entries";
import type { Outbox } from "./outbox";
import type { Result } from "./requests";
import { Browser, ILSE, NORA, patch, put, remove, Server } from "./worlds";

const waiting = (box: Outbox) => box.snapshot().waiting.length;

describe("one write after the other", () => {
  it("a change made on top of an unsent creation is sent with the version of its answer", async () => {
    const browser = new Browser(new Server());
    const box = browser.open();
    box.add(put("a"));
    box.add(patch("a", "one"));
    box.add(patch("a", "two", "one"));
    await browser.drained();
    expect(browser.server.log).toEqual(["+ a", "~ a one", "~ a two"]);
    expect(browser.server.things.get("a")).toMatchObject({ memo: "two", version: 3 });
  });

  it("shows what waits, and when all is saved", async () => {
    const server = new Server();
    server.faults = ["lost", "lost"];
    const browser = new Browser(server);
    const box = browser.open();
    const reaches: string[] = [];
    box.subscribe(() => reaches.push(box.snapshot().reach));
    box.add(put("a"));
    expect(waiting(box)).toBe(1);
    expect(box.pending("a")).toBe(1);
    await browser.drained();
    expect(reaches).toContain("away");
    expect(box.snapshot()).toMatchObject({ waiting: [], reach: "ok" });
    expect(box.snapshot().savedAt).not.toBeNull();
  });

  it("is taken back before it was ever sent, and not once it may have been", async () => {
    const server = new Server();
    server.signedIn = null;
    const browser = new Browser(server);
    const box = browser.open();
    box.add(put("a"));
    await vi.waitFor(() => expect(box.snapshot().reach).toBe("signedOut"));
    box.add(put("b"));
    await vi.waitFor(async () => expect(await browser.disk.all()).toHaveLength(2));
    expect((await box.takeBack(3))?.write.id).toBe("b");
    expect(await box.takeBack(3)).toBeUndefined();
    server.signedIn = 1;
    await browser.drained();
    expect(server.log).toEqual(["+ a"]);
  });
});

describe("who is signed in", () => {
  it("nobody else's sign-in sends what Nora wrote; hers does", async () => {
    const server = new Server();
    server.signedIn = null;
    const browser = new Browser(server);
    const hers = browser.open(NORA);
    hers.add(put("a"));
    await vi.waitFor(() => expect(hers.snapshot().reach).toBe("signedOut"));
    browser.kill();
    server.signedIn = ILSE.id;
    const ilses = browser.open(ILSE);
    await ilses.ready;
    ilses.add(put("b"));
    await vi.waitFor(() => expect(server.log).toEqual(["+ b"]));
    expect(ilses.snapshot().others).toEqual([{ name: "Nora Pfefferle", count: 1 }]);
    browser.kill();
    server.signedIn = NORA.id;
    browser.open(NORA);
    await browser.drained();
    expect(server.log).toEqual(["+ b", "+ a"]);
  });

  it("a tab that still believes to be Nora's lets Ilse's tab save", async () => {
    const server = new Server();
    const browser = new Browser(server);
    const hers = browser.open(NORA);
    await hers.ready;
    server.signedIn = ILSE.id;
    const ilses = browser.open(ILSE);
    hers.add(put("a"));
    ilses.add(put("b"));
    await vi.waitFor(() => expect(server.log).toEqual(["+ b"]));
    expect(hers.snapshot().reach).toBe("otherUser");
    browser.kill();
  });
});

it("a removal that was made before the answer was shown is sent once, on top of that answer", async () => {
  const browser = new Browser(new Server());
  const box = browser.open();
  box.add(put("a", "mine"));
  await browser.drained();
  box.add(remove("a", "mine"));
  await browser.drained();
  expect(browser.server.log).toEqual(["+ a", "- a"]);
  expect(browser.server.asked).toBe(2);
});

it("what a tab did last before it was closed is known to the others, told or not", async () => {
  for (let turn = 0; turn < 100; turn += 1) {
    const server = new Server();
    const browser = new Browser(server);
    const first = browser.open();
    first.add(put("a1"));
    const second = browser.open();
    for (let step = 0; step < turn; step += 1) await Promise.resolve();
    browser.close(first);
    second.add(put("a2"));
    await browser.drained();
    expect(server.log.at(-1)).toBe("+ a2");
    browser.kill();
  }
});

describe("somebody else changed the same thing", () => {
  const world = async (theirs: Fields) => {
    const server = new Server();
    server.things.set("a", { id: "a", memo: "", code: 1, version: 2, ...theirs });
    const browser = new Browser(server);
    const box = browser.open();
    box.add(patch("a", "mine", "", 1));
    return { server, browser, box };
  };

  it("in another field: both changes stand", async () => {
    const { server, browser } = await world({ code: 9 });
    await browser.drained();
    expect(server.things.get("a")).toMatchObject({ memo: "mine", code: 9 });
  });

  it("to the very same words: nothing is left to do", async () => {
    const { server, browser } = await world({ memo: "mine" });
    await browser.drained();
    expect(server.log).toEqual([]);
  });

  it("in the same field: it asks, and nothing is overwritten until somebody chose", async () => {
    const { server, browser, box } = await world({ memo: "theirs" });
    await vi.waitFor(() => expect(box.snapshot().open).toHaveLength(1));
    expect(server.things.get("a")).toMatchObject({ memo: "theirs" });
    const [open] = box.snapshot().open;
    expect(open).toMatchObject({ state: "asks", current: { memo: "theirs" } });
    await box.insist(open?.key ?? "");
    await browser.drained();
    expect(server.things.get("a")).toMatchObject({ memo: "mine", version: 3 });
  });

  it("in the same field, and theirs is kept", async () => {
    const { server, browser, box } = await world({ memo: "theirs" });
    await vi.waitFor(() => expect(box.snapshot().open).toHaveLength(1));
    await box.discard(box.snapshot().open[0]?.key ?? "");
    await browser.drained();
    expect(server.log).toEqual([]);
    expect(browser.settled.at(-1)?.outcome).toMatchObject({
      is: "discarded",
      current: { memo: "theirs" },
    });
  });

  it("before it was removed: removing asks, too", async () => {
    const server = new Server();
    server.things.set("a", { id: "a", memo: "theirs", version: 2 });
    const browser = new Browser(server);
    const box = browser.open();
    box.add(remove("a", "", 1));
    await vi.waitFor(() => expect(box.snapshot().open[0]?.state).toBe("asks"));
    await box.insist(box.snapshot().open[0]?.key ?? "");
    await browser.drained();
    expect(server.log).toEqual(["- a"]);
  });
});

describe("a refused write", () => {
  const refusing = async (...drafts: Parameters<Outbox["add"]>[0][]) => {
    const server = new Server();
    const trouble = { status: 403, code: "forbidden", detail: "You are a reader now." };
    let refuse = true;
    const take = server.perform;
    const browser = new Browser(
      Object.assign(server, {
        perform: (entry: Entry): Promise<Result> =>
          refuse && entry.write.id === "a"
            ? Promise.resolve({ is: "refused", trouble })
            : take(entry),
      }),
    );
    const box = browser.open();
    for (const draft of drafts) box.add(draft);
    await vi.waitFor(() => expect(box.snapshot().waiting).toEqual([]));
    return {
      server,
      browser,
      box,
      allow: () => {
        refuse = false;
      },
    };
  };

  it("holds up nothing else, is kept with its reason, and can be tried again", async () => {
    const { server, browser, box, allow } = await refusing(put("a"), patch("a", "more"), put("b"));
    expect(server.log).toEqual(["+ b"]);
    expect(box.snapshot().open).toMatchObject([
      { state: "refused", trouble: { code: "forbidden" }, write: { body: { memo: "more" } } },
    ]);
    allow();
    await box.insist(box.snapshot().open[0]?.key ?? "");
    await browser.drained();
    expect(server.things.get("a")).toMatchObject({ memo: "more" });
  });

  it("that was taken back meanwhile leaves nothing behind", async () => {
    const { browser, box } = await refusing(put("a"), remove("a"));
    await browser.drained();
    expect(box.snapshot().open).toEqual([]);
  });

  it("can be given up", async () => {
    const { browser, box } = await refusing(put("a"));
    await box.discard(box.snapshot().open[0]?.key ?? "");
    await browser.drained();
    expect(browser.settled.at(-1)?.outcome.is).toBe("discarded");
  });
});
