// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outbox } from "./outbox";
import { Browser, type Fault, patch, put, remove, Server } from "./worlds";

describe("whatever the network does, whenever tabs and browser are killed", () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("write" as const), pick: fc.nat(99) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("kill" as const), pick: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("open" as const), pick: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("close" as const), pick: fc.nat(3) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("wait" as const), pick: fc.nat(30) }) },
  );
  const fault = fc.constantFrom<Fault>("none", "none", "lost", "unanswered");

  it("every write arrives exactly once, in the order in which it was made", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.array(fault, { maxLength: 60 }),
        async (steps, faults) => {
          const server = new Server();
          server.faults = faults;
          const browser = new Browser(server);
          const shown = new Map<string, string>();
          const expected: string[] = [];
          let count = 0;
          const write = async (tab: Outbox, choice: number) => {
            count += 1;
            const ids = [...shown.keys()];
            const id = ids[choice % Math.max(ids.length * 2, 1)];
            const before = shown.get(id ?? "") ?? "";
            if (id === undefined) {
              expected.push(`+ a${count}`);
              shown.set(`a${count}`, "");
              tab.add(put(`a${count}`));
            } else if (choice % 5 === 0) {
              expected.push(`- ${id}`);
              shown.delete(id);
              tab.add(remove(id, before));
            } else {
              expected.push(`~ ${id} m${count}`);
              shown.set(id, `m${count}`);
              tab.add(patch(id, `m${count}`, before));
            }
            // A write counts from the moment it is kept: a kill before that is a key not pressed.
            while (browser.disk.kept < count) await Promise.resolve();
          };
          browser.open();
          for (const { do: what, pick } of steps) {
            const tab = browser.tabs[pick % browser.tabs.length] as Outbox;
            if (what === "write") await write(tab, pick);
            else if (what === "open" && browser.tabs.length < 3) browser.open();
            else if (what === "close" && browser.tabs.length > 1) browser.close(tab);
            else if (what === "kill") {
              browser.kill();
              browser.open();
            } else for (let turn = 0; turn < pick; turn += 1) await Promise.resolve();
          }
          server.faults = [];
          await browser.drained();
          expect(server.log).toEqual(expected);
          browser.kill();
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);
});
