import { expect, expectAccessible, expectAccessibleEverywhere, test } from "./fixtures";
import { boxOf, drag, openThread, readyThread } from "./reader-corpus";

const WORDS = "the nice man upstairs with the tomatoes 🍅 on the roof";

test("by mouse: a passage with an emoji, then a whole comment", async ({ page }) => {
  test.setTimeout(150_000);
  const { url, annotations } = await readyThread(page, "Coding by mouse");
  await openThread(page, url);

  await drag(page, WORDS);
  const palette = page.getByRole("dialog", { name: "Code this passage" });
  await expect(palette).toContainText("10 words, comment 1");
  const stands = await palette.boundingBox();
  const { whole } = await boxOf(page, WORDS);
  expect(stands && (stands.x >= whole.right || stands.y >= whole.bottom)).toBe(true);
  await expectAccessibleEverywhere(page, "palette");
  await palette.getByRole("option", { name: "Normalising" }).click();
  const gloss = page.getByRole("button", { name: /^Normalising by Nora Pfefferle/ });
  await expect(gloss).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText("All saved")).toBeVisible();

  const comment = page.getByRole("article", { name: "Comment 4 by Big Mick" });
  await comment.hover();
  await comment.getByRole("button", { name: "Code comment 4" }).click();
  await page
    .getByRole("dialog", { name: "Code this comment" })
    .getByRole("option", { name: "Betrayed trust" })
    .click();
  await expect(comment.getByRole("button", { name: /Betrayed trust whole comment/ })).toBeVisible();
  await expect(page.getByText("All saved")).toBeVisible();

  const made = await annotations();
  expect(made.map(({ level }) => level).sort()).toEqual(["passage", "post"]);
  const passage = made.find(({ level }) => level === "passage");
  expect(passage?.quote).toBe(WORDS);
  expect((passage?.end ?? 0) - (passage?.start ?? 0)).toBe(Array.from(WORDS).length);
  await expectAccessibleEverywhere(page, "reader");
});

test("by keyboard alone: caret, palette, digits, edges, memo, removal and undo", async ({
  page,
}) => {
  const { url, annotations } = await readyThread(page, "Coding by keyboard");
  const saved = async (count: number) => {
    await expect(page.getByText("All saved")).toBeVisible();
    const made = await annotations();
    expect(made).toHaveLength(count);
    return made;
  };
  await openThread(page, url);
  const { keyboard } = page;

  for (const key of ["j", "j"]) await keyboard.press(key);
  await expect(page.getByRole("article", { name: "Comment 1 by Brigid Sallow" })).toBeFocused();
  await keyboard.press("e");
  for (let word = 0; word < 3; word += 1) await keyboard.press("Control+ArrowRight");
  for (let word = 0; word < 4; word += 1) await keyboard.press("Shift+Control+ArrowRight");
  await keyboard.press("c");
  await expect(page.getByRole("combobox", { name: "Find or make a code" })).toBeFocused();
  await keyboard.type("trust");
  await keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const [first] = await saved(1);
  const length = first?.quote?.length ?? 0;
  expect(length).toBeGreaterThan(10);

  await keyboard.press("]");
  await expect.poll(async () => (await annotations())[0]?.quote?.length).toBeGreaterThan(length);

  // The caret stands behind what was coded: the next words can be selected at once.
  for (let word = 0; word < 2; word += 1) await keyboard.press("Shift+Control+ArrowRight");
  await keyboard.press("1");
  await expect.poll(async () => (await saved(2)).length).toBe(2);
  await keyboard.press("Escape");
  await keyboard.press("j");
  await expect(page.getByRole("article", { name: /Comment 2 by/ })).toBeFocused();
  await keyboard.press("1");
  await keyboard.press("j");
  await keyboard.press("q");
  await saved(4);

  await keyboard.press("t");
  await keyboard.type("Quarrel among neighbours");
  await keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /Quarrel among neighbours by/ })).toBeVisible();
  await expect.poll(async () => (await saved(5)).length).toBe(5);

  await keyboard.press("Shift+J");
  await keyboard.press("m");
  await keyboard.type("Compare comment 4.");
  await keyboard.press("Control+Enter");
  await expect(page.getByText("Compare comment 4.")).toBeVisible();
  await keyboard.press("x");
  await expect.poll(async () => (await saved(4)).length).toBe(4);
  await keyboard.press("Control+z");
  await expect.poll(async () => (await saved(5)).length).toBe(5);
  await keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await expectAccessibleEverywhere(page, "keys");
});

test("another window shows a new annotation within a second", async ({
  page,
  browser,
  baseURL,
}) => {
  const { url } = await readyThread(page, "Coding together");
  await openThread(page, url);
  const context = await browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    ...(process.env.CATENA_E2E_STATE ? { storageState: process.env.CATENA_E2E_STATE } : {}),
  });
  const other = await context.newPage();
  const live = other.waitForRequest(/\/live\/corpora\//);
  await openThread(other, url);
  await live;
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("2");
  const chip = { name: /Betrayed trust whole comment/ };
  await expect(page.getByRole("button", chip)).toBeVisible();
  await expect(other.getByRole("button", chip)).toBeVisible({ timeout: 1000 });
  await page.keyboard.press("x");
  await expect(other.getByRole("button", chip)).toHaveCount(0, { timeout: 1000 });
  await context.close();
});

test("a removed annotation comes back by the toast's button", async ({ page }) => {
  const { url, annotations } = await readyThread(page, "Removing");
  await openThread(page, url);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("1");
  const chip = page.getByRole("button", { name: /Normalising whole comment/ });
  await expect(chip).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Remove this annotation" }).click();
  await expect(chip).toHaveCount(0);
  const said = page.getByRole("region", { name: "What was done" });
  await said.getByRole("button", { name: "Undo" }).click();
  await expect(chip).toBeVisible();
  await expect.poll(async () => (await annotations()).length).toBe(1);
});

test("a refused annotation is taken back and says why", async ({ page, refusals }) => {
  refusals.allowed = true;
  const { url } = await readyThread(page, "Refusals");
  await openThread(page, url);
  await page.route("**/api/v1/corpora/*/annotations/*/", (route) =>
    route.fulfill({ status: 403, json: { code: "forbidden", detail: "You are a reader now." } }),
  );
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("1");
  await expect(page.getByRole("alert")).toContainText("You are a reader now.");
  await expect(page.getByRole("button", { name: /Normalising whole comment/ })).toHaveCount(0);
});

test("right-to-left words and flags keep their positions", async ({ page }) => {
  const { url, annotations } = await readyThread(page, "Directions");
  await openThread(page, url);
  await drag(page, "and then 🇩🇪 he laughed");
  await page.keyboard.press("1");
  await expect(page.getByText("All saved")).toBeVisible();
  const quotes = (await annotations()).map(({ quote }) => quote);
  expect(quotes).toEqual(["and then 🇩🇪 he laughed"]);
});

test("on a phone: outline, text and codes are one tap apart", async ({ page }) => {
  const { url } = await readyThread(page, "On a phone");
  await page.setViewportSize({ width: 390, height: 844 });
  await openThread(page, url);
  const pane = (name: string) =>
    page.getByRole("navigation", { name: "Panes" }).getByRole("button", { name });
  await pane("Outline").click();
  await expectAccessible(page, "outline on a phone");
  await page.getByRole("link", { name: /Big Mick/ }).click();
  const comment = page.getByRole("article", { name: "Comment 4 by Big Mick" });
  await expect(comment).toBeFocused();
  await expect(comment).toBeInViewport();
  await comment.getByRole("button", { name: "Code comment 4" }).click();
  await page.getByRole("option", { name: "Normalising" }).click();
  await expect(comment.getByRole("button", { name: /Normalising whole comment/ })).toBeVisible();
  await pane("Codes").click();
  await page.getByRole("button", { name: "Write a memo" }).click();
  await page.getByRole("textbox", { name: "Memo" }).fill("Only one word.");
  await page.getByRole("button", { name: "Save the memo" }).click();
  await expect(page.getByText("Only one word.")).toBeVisible();
  await expectAccessible(page, "inspector on a phone");
  await pane("Text").click();
  await expect(comment).toBeInViewport();
});

test("apply and stay: several codes on one passage without selecting it again", async ({
  page,
}) => {
  const { url, annotations } = await readyThread(page, "Staying");
  await openThread(page, url);
  await drag(page, "I connect the cover-up");
  await page.keyboard.press("c");
  const field = page.getByRole("combobox", { name: "Find or make a code" });
  await field.fill("norm");
  await page.keyboard.press("Shift+Enter");
  await expect(field).toHaveValue("");
  await field.fill("Accusation");
  await page.keyboard.press("Alt+n");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Accusation by/ })).toBeVisible();
  await expect.poll(async () => (await annotations()).length).toBe(2);
  const spans = (await annotations()).map(({ start, end }) => `${start}–${end}`);
  expect(new Set(spans).size).toBe(1);
});

test("a link to words in a post leads there", async ({ page }) => {
  const { url, ask, thread } = await readyThread(page, "Sent to a place");
  const { posts } = await ask<{ posts: { id: number; text: string }[] }>(
    "GET",
    `/threads/${thread}/`,
  );
  const last = posts.at(-1);
  await page.setViewportSize({ width: 1440, height: 400 });
  await openThread(page, `${url}?post=${last?.id}&start=0&end=6`);
  const comment = page.getByRole("article", { name: "Comment 4 by Big Mick" });
  await expect(comment).toBeFocused();
  await expect(comment.getByText("Agreed.")).toBeInViewport();
  await expect
    .poll(() => page.evaluate(() => [...(CSS.highlights.get("found") ?? [])].length))
    .toBe(1);
});
