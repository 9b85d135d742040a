import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { openThread, type Ready, readyThread } from "./reader-corpus";

test.describe.configure({ timeout: 180_000 });

const COLLEAGUES = {
  ilse: { name: "Ilse Brandt", username: "ilse", role: "adjudicator" },
  tomas: { name: "Tomás Quispe", username: "tomas", role: "coder" },
} as const;
const PASSWORD = "quince-orchard-78";

/** A colleague with a browser of their own, a member of the corpus. */
async function colleague(
  who: keyof typeof COLLEAGUES,
  { corpus, ask }: Ready,
  browser: Browser,
  origin: string,
): Promise<{ page: Page; context: BrowserContext }> {
  const { name, role } = COLLEAGUES[who];
  // Each run has accounts of its own: nobody can be invited twice.
  const username = `${who}${corpus}`;
  const { url } = await ask<{ url: string }>("POST", `/corpora/${corpus}/invitations/`, { role });
  const key = new URL(url).pathname.split("/").at(-1);
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1440, height: 900 },
    storageState: { cookies: [], origins: [] },
  });
  const page = await context.newPage();
  await page.goto(`/invitation/${key}`);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account and join" }).click();
  // Signed in only once the corpus is shown: to go on before would cut the signing in short.
  await page.waitForURL(`/corpora/${corpus}`);
  return { page, context };
}

async function openLive(page: Page, url: string): Promise<void> {
  const live = page.waitForResponse(/\/live\/corpora\//);
  await openThread(page, url);
  await live;
}

const chip = (page: Page, code: string) =>
  page.getByRole("button", { name: new RegExp(`${code} whole comment`) });
const saved = (page: Page) => expect(page.getByText(/^All saved/)).toBeVisible();

/** On the first comment. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test("three coders see each other's annotations at once, and nothing moves what they read", async ({
  page,
  browser,
  baseURL,
}) => {
  const ready = await readyThread(page, "Live for three");
  const ilse = await colleague("ilse", ready, browser, baseURL ?? "");
  const tomas = await colleague("tomas", ready, browser, baseURL ?? "");
  for (const one of [page, ilse.page, tomas.page]) await openLive(one, ready.url);
  await tomas.page.setViewportSize({ width: 1440, height: 480 });
  const last = tomas.page.getByRole("article", { name: "Comment 4 by Big Mick" });
  await last.focus();
  await last.scrollIntoViewIfNeeded();
  const stood = (await last.boundingBox())?.y;
  const delays: number[] = [];
  for (const [key, code] of [
    ["1", "Normalising"],
    ["2", "Betrayed trust"],
  ] as const) {
    if (delays.length === 0) await press(page, "j", "j");
    const arrives = chip(tomas.page, code).waitFor({ state: "attached" });
    const stored = page.waitForResponse((one) => one.request().method() === "PUT");
    await press(page, key);
    await stored;
    const at = Date.now();
    await arrives;
    delays.push(Date.now() - at);
    await expect(chip(ilse.page, code)).toBeVisible();
  }
  process.stdout.write(`save to visible at a colleague's: ${delays.join(" ms, ")} ms\n`);
  expect(Math.max(...delays)).toBeLessThan(1_000);
  // Browsers scroll by whole device pixels.
  expect(Math.abs(((await last.boundingBox())?.y ?? 0) - (stood ?? 0))).toBeLessThan(1);
  await ilse.context.close();
  await tomas.context.close();
});

test("a change of the code and a change of the memo are put together", async ({
  page,
  browser,
  baseURL,
  refusals,
}) => {
  refusals.allowed = true;
  const ready = await readyThread(page, "Two fields");
  const ilse = await colleague("ilse", ready, browser, baseURL ?? "");
  await openLive(page, ready.url);
  await press(page, "j", "j", "1");
  await saved(page);
  await openLive(ilse.page, ready.url);
  const [made] = await ready.annotations();
  // Nora's network is away while both write.
  await page.route(`**/api/v1/annotations/${made?.id}/`, (route) => route.abort());
  await press(page, "m");
  await page.keyboard.type("Compare comment 4.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText(/1 change kept in this browser/)).toBeVisible();
  await chip(ilse.page, "Normalising").click();
  await ilse.page.getByRole("button", { name: "Change code" }).click();
  await ilse.page.keyboard.type("trust");
  await ilse.page.keyboard.press("Enter");
  await expect(chip(ilse.page, "Betrayed trust")).toBeVisible();
  await saved(ilse.page);
  await page.unroute(`**/api/v1/annotations/${made?.id}/`);
  // The browser tries again by itself, too: the button may have gone before it is pressed.
  const impatience = page.getByRole("button", { name: "Try now" }).click({ timeout: 3_000 });
  await impatience.catch(() => {});
  await saved(page);
  await expect
    .poll(async () =>
      (await ready.annotations()).map(({ code, memo }) => [code !== made?.code, memo]),
    )
    .toEqual([[true, "Compare comment 4."]]);
  await expect(chip(page, "Betrayed trust")).toBeVisible();
  await ilse.context.close();
});

test("two memos for one annotation: it asks, and nothing is overwritten in silence", async ({
  page,
  browser,
  baseURL,
  refusals,
}) => {
  refusals.allowed = true;
  const ready = await readyThread(page, "One field");
  const ilse = await colleague("ilse", ready, browser, baseURL ?? "");
  await openLive(page, ready.url);
  await press(page, "j", "j", "1");
  await saved(page);
  await press(page, "m");
  const draft = page.getByRole("textbox", { name: "Memo" });
  await draft.fill("What Nora thinks.");
  await openLive(ilse.page, ready.url);
  await chip(ilse.page, "Normalising").click();
  await press(ilse.page, "m");
  await ilse.page.getByRole("textbox", { name: "Memo" }).fill("What Ilse thinks.");
  await ilse.page.keyboard.press("Control+Enter");
  await saved(ilse.page);
  // The draft stays as it was typed.
  await expect(page.getByText(/Somebody else has changed this memo/)).toBeVisible();
  await expect(draft).toHaveValue("What Nora thinks.");
  await draft.press("Control+Enter");
  const question = page.getByRole("alert").filter({ hasText: "at the same time" });
  await expect(question).toContainText("Ilse Brandt");
  await expect(question).toContainText("What Nora thinks.");
  await expect(question).toContainText("What Ilse thinks.");
  expect((await ready.annotations())[0]?.memo).toBe("What Ilse thinks.");
  await expectAccessible(page, "conflict");
  await question.getByRole("button", { name: "Keep mine" }).click();
  await saved(page);
  await expect.poll(async () => (await ready.annotations())[0]?.memo).toBe("What Nora thinks.");
  await ilse.context.close();
});

test("undo and redo reach over a reload, and say what they did", async ({ page }) => {
  const ready = await readyThread(page, "Undone after a reload");
  await openLive(page, ready.url);
  await press(page, "j", "j", "1", "j", "2", "x");
  await saved(page);
  await expect.poll(async () => (await ready.annotations()).length).toBe(1);
  const [kept] = await ready.annotations();
  await page.reload();
  await expect(chip(page, "Normalising")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByText(/^Undone: removed “Betrayed trust”/).last()).toBeVisible();
  await expect(chip(page, "Betrayed trust")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(chip(page, "Betrayed trust")).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(chip(page, "Normalising")).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(chip(page, "Normalising")).toBeVisible();
  await expect
    .poll(async () => (await ready.annotations()).map(({ id }) => id))
    .toEqual([kept?.id]);
});

test("what a colleague built on is not undone, and the reason is told", async ({
  page,
  browser,
  baseURL,
  refusals,
}) => {
  refusals.allowed = true;
  const ready = await readyThread(page, "Built upon");
  const ilse = await colleague("ilse", ready, browser, baseURL ?? "");
  await openLive(page, ready.url);
  await press(page, "j", "j", "1");
  await saved(page);
  await openLive(ilse.page, ready.url);
  await chip(ilse.page, "Normalising").click();
  await press(ilse.page, "m");
  await ilse.page.getByRole("textbox", { name: "Memo" }).fill("Ilse's reason.");
  await ilse.page.keyboard.press("Control+Enter");
  await saved(ilse.page);
  await page.keyboard.press("Control+z");
  const reason = page.getByRole("alert").filter({ hasText: "Not undone" });
  await expect(reason).toContainText("Ilse Brandt");
  await expect(chip(page, "Normalising")).toBeVisible();
  await ilse.context.close();
});

test("the history tells who changed what, and puts it back", async ({ page }) => {
  const ready = await readyThread(page, "History");
  await openLive(page, ready.url);
  await press(page, "j", "j", "1", "x");
  await saved(page);
  await expect.poll(async () => (await ready.annotations()).length).toBe(0);
  await page.getByRole("link", { name: "History" }).click();
  const removed = page.getByRole("listitem").filter({ hasText: "removed “Normalising”" });
  await expect(removed).toContainText("Nora Pfefferle");
  await expectAccessible(page, "history");
  await expect(removed.getByRole("link", { name: /, comment 1$/ })).toHaveAttribute(
    "href",
    /\/threads\/\d+#p1$/,
  );
  const stood = await removed.boundingBox();
  await removed.getByRole("button", { name: "Put back as before" }).click();
  await expect.poll(async () => (await ready.annotations()).length).toBe(1);
  // What came of it waits above the list, and moves nothing below the pointer.
  const news = page.getByRole("button", { name: /new change/ });
  await expect(news).toBeVisible();
  await expect(removed.getByText("Put back", { exact: true })).toBeFocused();
  await expect(removed.getByRole("button")).toHaveCount(0);
  expect(await removed.boundingBox()).toEqual(stood);
  await news.click();
  const events = page.getByRole("list", { name: "Changes, newest first" }).getByRole("listitem");
  const applied = events.filter({ hasText: "applied “Normalising” to a comment" });
  await expect(applied).toHaveCount(2);
});

test("who is in the thread, and what they read, is seen until they leave or switch it off", async ({
  page,
  browser,
  baseURL,
}) => {
  const ready = await readyThread(page, "Presence");
  const ilse = await colleague("ilse", ready, browser, baseURL ?? "");
  await openLive(page, ready.url);
  await openLive(ilse.page, ready.url);
  await press(ilse.page, "j", "j");
  const people = page.getByRole("list", { name: "Also in this thread" });
  await expect(people.getByText("Ilse Brandt")).toBeAttached();
  const comment = page.getByRole("article", { name: "Comment 1 by Brigid Sallow" });
  await expect(comment.getByText("Ilse Brandt is reading this")).toBeVisible();
  await expect(ilse.page.getByRole("list", { name: "Also in this thread" })).toBeVisible();
  await expectAccessible(page, "presence");
  await ilse.page.goto("/account");
  await expect(people).toHaveCount(0);
  await ilse.page.getByLabel(/Colleagues see that I am here/).uncheck();
  await openLive(ilse.page, ready.url);
  await expect(ilse.page.getByRole("list", { name: "Also in this thread" })).toBeVisible();
  await expect(people).toHaveCount(0);
  await ilse.context.close();
});
