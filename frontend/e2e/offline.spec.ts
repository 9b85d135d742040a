import { expect, test } from "./fixtures";
import { OwnBrowser } from "./own-browser";
import { openThread, readyThread } from "./reader-corpus";

const COMMENTS = 200;

const LONG = {
  title: "Two hundred short answers",
  author: "Maud Okonjo-Reyes",
  text: "Say it in one line.",
  comments: Array.from({ length: COMMENTS }, (_, at) => ({
    author: `Neighbour ${at % 17}`,
    text: `Answer number ${at + 1}.`,
  })),
};

test("200 annotations without network, the browser killed: they arrive once each, in order", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(300_000);
  const { corpus, ask } = await readyThread(page, "Killed in the middle");
  const made = await ask<{ id: number }>("POST", `/corpora/${corpus}/threads/`, LONG);
  const url = `${baseURL}/corpora/${corpus}/threads/${made.id}`;
  const kept = async () => {
    const path = `/threads/${made.id}/annotations/`;
    return (await ask<{ results: { post: number; created_at: string }[] }>("GET", path)).results;
  };
  const browser = new OwnBrowser();
  try {
    const before = await browser.start();
    await before.goto(url);
    await expect(before.getByRole("article").first()).toBeVisible();
    await before.context().setOffline(true);
    await before.keyboard.press("j");
    // As fast as the page draws: a coder who holds nothing back.
    await before.evaluate(async (count) => {
      const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      for (let at = 0; at < count; at += 1) {
        for (const key of ["j", "1"]) {
          const init = { key, bubbles: true, cancelable: true };
          (document.activeElement ?? document.body).dispatchEvent(
            new KeyboardEvent("keydown", init),
          );
          await drawn();
          await drawn();
        }
      }
    }, COMMENTS);
    await expect(before.getByText("200 changes kept in this browser, trying again")).toBeVisible();
    expect(await kept()).toEqual([]);
    await browser.kill();

    const after = await browser.start();
    await after.goto(url);
    await expect(after.getByText(/^All saved/)).toBeVisible({ timeout: 60_000 });
    await expect(after.getByText("200 annotations")).toBeVisible();
    const { posts } = await ask<{ posts: { id: number }[] }>("GET", `/threads/${made.id}/`);
    const events = await ask<{ results: { after: { post: number } | null }[] }>(
      "GET",
      `/corpora/${corpus}/history/?action=annotation.created&page_size=500`,
    );
    const order = events.results.map(({ after: one }) => one?.post).reverse();
    expect(order).toEqual(posts.slice(1).map(({ id }) => id));
    expect(await kept()).toHaveLength(COMMENTS);
  } finally {
    await browser.remove();
  }
});

test("a reload in the middle shows what is not saved yet, and goes on", async ({
  page,
  refusals,
}) => {
  refusals.allowed = true;
  const { url, annotations } = await readyThread(page, "Reloaded in the middle");
  await openThread(page, url);
  await page.route("**/api/v1/corpora/*/annotations/*/", (route) => route.abort());
  for (const key of ["j", "j", "1", "j", "2"]) await page.keyboard.press(key);
  await expect(page.getByText("2 changes kept in this browser, trying again")).toBeVisible();
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(page.getByRole("button", { name: /Normalising whole comment/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /Betrayed trust whole comment/ })).toBeVisible();
  expect(await annotations()).toEqual([]);
  await page.unroute("**/api/v1/corpora/*/annotations/*/");
  // Any page goes on sending.
  await page.goto("/account");
  await expect.poll(async () => (await annotations()).length).toBe(2);
});

test("what waited while the sign-in ended is sent after signing in again", async ({
  page,
  refusals,
}) => {
  refusals.allowed = true;
  const { url, annotations } = await readyThread(page, "Signed out meanwhile");
  await openThread(page, url);
  await page.route("**/api/v1/corpora/*/annotations/*/", (route) =>
    route.fulfill({ status: 401, json: { code: "not_authenticated", detail: "Sign in first." } }),
  );
  for (const key of ["j", "j", "1"]) await page.keyboard.press(key);
  await expect(page.getByText("1 change waits: you are signed out")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in again" })).toBeVisible();
  await page.unroute("**/api/v1/corpora/*/annotations/*/");
  await expect(page.getByText(/^All saved/)).toBeVisible();
  expect(await annotations()).toHaveLength(1);
});
