/**
 * A large file that three accidents interrupt. `CATENA_BIG_MB` makes it as large as one likes:
 * bench/big-upload.sh runs it with 2 GiB and the accidents near its end.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { writeBigArchive } from "./big-files";
import { expect, expectAccessibleEverywhere, test } from "./fixtures";
import { KEEPER, OwnSite } from "./own-site";

const MEGABYTES = Number(process.env.CATENA_BIG_MB ?? 64);
/** Shares at which the accidents happen: network, server, browser. */
const [AT_NETWORK, AT_SERVER, AT_BROWSER] = MEGABYTES > 500 ? [90, 94, 97] : [25, 50, 75];
/** Bytes a second: from the first accident on so slow that there is time for the others. */
const FAST = MEGABYTES > 500 ? 200e6 : 4e6;
const SLOW = 2e6;
const PATIENCE = { timeout: MEGABYTES > 500 ? 600_000 : 60_000 };
const THREAD = {
  title: "On sharing a water butt",
  site: "The Unweeded Garden",
  text: "Whose rain is it?",
  comments: [{ author: "Kit Harrowgate", text: "Ours." }],
};

const site = new OwnSite();
test.use({ refusals: { allowed: true }, storageState: undefined });
test.beforeAll(async () => {
  test.setTimeout(180_000);
  await site.start();
});
test.afterAll(async () => site.remove());

async function signIn(page: Page): Promise<void> {
  await page.goto(`${site.url}/`);
  await page.getByLabel("User name").fill(KEEPER.username);
  await page.getByLabel("Password").fill(KEEPER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toHaveCount(0);
}

async function ask<Answer>(page: Page, path: string, body?: object): Promise<Answer> {
  return page.evaluate(
    async ([url, json]) => {
      const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
      const answer = await fetch(url, json ? { method: "POST", headers, body: json } : {});
      return answer.json();
    },
    [`/api/v1${path}`, body ? JSON.stringify(body) : ""] as const,
  );
}

interface Sent {
  sha256: string;
  status: string;
}

async function list(page: Page, corpus: number): Promise<Sent[]> {
  return (await ask<{ results: Sent[] }>(page, `/corpora/${corpus}/uploads/`)).results;
}

/** A line that is slow, or broken off. */
async function lineOf(page: Page): Promise<(speed: number) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  return async (speed) => {
    await session.send("Network.emulateNetworkConditions", {
      offline: speed === 0,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: speed,
    });
  };
}

async function choose(page: Page, button: string, path: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: button }).click(),
  ]);
  await chooser.setFiles(path);
}

const uploads = (page: Page) => page.getByRole("complementary", { name: "Uploads" });
const bar = (page: Page) => uploads(page).getByRole("progressbar", { name: /^Sent of/ });

async function reaches(page: Page, percent: number): Promise<void> {
  const share = async () =>
    Number((await bar(page).getAttribute("value", { timeout: 5_000 })) ?? 0);
  await expect.poll(share, { ...PATIENCE, intervals: [50] }).toBeGreaterThan(percent / 100);
}

test("a large file survives a broken line, a killed server and a closed browser", async ({
  browser,
}, info) => {
  test.setTimeout(MEGABYTES > 500 ? 30 * 60_000 : 240_000);
  const path = join(info.outputDir, "../big.zip");
  const sha256 = writeBigArchive(path, MEGABYTES, THREAD);
  const context: BrowserContext = await browser.newContext({ baseURL: site.url });
  const page = await context.newPage();
  await signIn(page);
  const { id } = await ask<{ id: number }>(page, "/corpora/", { title: "A large file" });
  await page.goto(`${site.url}/corpora/${id}`);
  const setSpeed = await lineOf(page);
  await setSpeed(FAST);
  await choose(page, "choose files", path);

  await reaches(page, AT_NETWORK);
  await setSpeed(0);
  await expect(uploads(page).getByText(/Nothing gets through/)).toBeVisible(PATIENCE);
  await setSpeed(SLOW);
  await page.getByRole("button", { name: "Pause big.zip" }).click();
  await expect(uploads(page).getByText("Paused")).toBeVisible();
  await page.getByRole("button", { name: "Go on big.zip" }).click();

  await reaches(page, AT_SERVER);
  await site.kill();
  const started = site.start();
  await reaches(page, AT_BROWSER);
  const before = Number(await bar(page).getAttribute("value"));
  const state = await context.storageState();
  await context.close();
  await started;
  const again = await browser.newContext({ baseURL: site.url, storageState: state });
  const reopened = await again.newPage();
  await reopened.goto(`${site.url}/corpora/${id}`);
  await expect(uploads(reopened).getByText(/have arrived. Choose the same file/)).toBeVisible();
  await expectAccessibleEverywhere(reopened, "half an upload");
  const kept = Number(await bar(reopened).getAttribute("value"));
  expect(kept, "what had left the browser").toBeGreaterThan(
    before * statSync(path).size - 40 * 1024 * 1024,
  );
  let lastByte = 0;
  reopened.on("response", (answer) => {
    if (answer.request().method() === "PATCH" && answer.status() === 204) lastByte = Date.now();
  });
  await choose(reopened, "Choose the file big.zip", path);
  const status = async () => (await list(reopened, id))[0]?.status ?? "none";
  await expect.poll(status, { ...PATIENCE, intervals: [50] }).not.toMatch(/none|queued/);
  const waited = `${Date.now() - lastByte} ms after the last byte it was being read`;
  test.info().annotations.push({ type: "seen", description: waited });
  if (MEGABYTES > 500) process.stdout.write(`${MEGABYTES} MB: ${waited}\n`);
  const thread = reopened.getByRole("link", { name: THREAD.title });
  await expect(thread).toBeVisible(PATIENCE);
  await expect(bar(reopened)).toHaveCount(0);
  const made = await list(reopened, id);
  expect(made).toHaveLength(1);
  expect(made[0]?.sha256).toBe(sha256);
  await again.close();
});
