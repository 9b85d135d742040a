import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, NORA, test } from "./fixtures";
import { readyThread } from "./reader-corpus";

const CAPTURE = readFileSync(
  resolve(import.meta.dirname, "../../tests/data/wordpress-classic-text.txt"),
  "utf8",
);

/** Presses Tab until `goal` has the focus; fails when that takes more than a page's worth. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  await expect(goal).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await goal.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${goal}`);
}

async function press(page: Page, goal: Locator): Promise<void> {
  await tabTo(page, goal);
  await page.keyboard.press("Enter");
}

test("by keyboard alone: from an empty page to an exported corpus", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/");
  await press(page, page.getByRole("button", { name: "New corpus" }));
  await page.keyboard.type("Choir troubles");
  await page.keyboard.press("Enter");
  const heading = page.getByRole("heading", { level: 1, name: "Choir troubles" });
  await expect(heading).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();

  await press(page, page.getByRole("button", { name: "Paste a page" }).first());
  await expect(page.getByLabel("Text of the page")).toBeFocused();
  await page.keyboard.insertText(CAPTURE);
  await press(page, page.getByRole("button", { name: "Read this page" }));
  await expect(page.getByText(/16 found = 16 imported/)).toBeVisible();

  await press(page, page.getByRole("link", { name: "Codebook" }));
  await expect(page.getByRole("heading", { name: "No codes yet" })).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Trust");
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("row", { name: /Trust/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Trust" })).toBeVisible();

  await press(page, page.getByRole("link", { name: "Search" }));
  const query = page.getByRole("searchbox", { name: "Search the texts" });
  await expect(query).toBeVisible();
  await page.keyboard.press("/");
  await expect(query).toBeFocused();
  await page.keyboard.type("the");
  await page.keyboard.press("Enter");
  await press(page, page.getByRole("table").getByRole("link").first());
  await expect(page).toHaveURL(/\/threads\/\d+\?post=/);
  await expect(page.getByRole("article", { name: /Comment 1 by/ })).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  await expect(page.getByRole("combobox", { name: "Find or make a code" })).toBeFocused();
  await page.keyboard.type("trust");
  await page.keyboard.press("Enter");
  await expect(page.getByText("All saved")).toBeVisible();

  await press(page, page.getByRole("link", { name: "Export" }));
  await press(page, page.getByRole("button", { name: "Make the export" }));
  await expect(page.getByText("Done", { exact: true })).toBeVisible();
  const download = page.waitForEvent("download");
  await press(page, page.getByRole("link", { name: /Download/ }));
  const rows = readFileSync(await (await download).path(), "utf8").split("\r\n");
  expect(rows[0]).toMatch(/^annotation_id,level,code_id,code,/);
  expect(rows[1]).toMatch(/,post,\d+,Trust,/);
});

/** Presses single keys and says how many they were. */
async function keys(page: Page, ...pressed: string[]): Promise<number> {
  for (const key of pressed) await page.keyboard.press(key);
  return pressed.length;
}

test("a whole working day without a mouse", async ({ page, browser, baseURL }) => {
  test.setTimeout(180_000);
  const { corpus, ask, annotations } = await readyThread(page, "A day of work");
  await ask("POST", `/corpora/${corpus}/threads/`, {
    title: "What the second morning brought",
    author: "Maud Okonjo-Reyes",
    written_at: "2016-03-01T09:00:00",
    text: "Nothing was found.",
    comments: [{ author: "Big Mick", text: "As I said." }],
  });
  const context = await browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    storageState: { cookies: [], origins: [] },
    viewport: { width: 1440, height: 900 },
  });
  const day = await context.newPage();
  const made = async () => (await annotations()).length;
  const saved = () => expect(day.getByText("All saved")).toBeVisible();

  await test.step("signs in", async () => {
    await day.goto(`/corpora/${corpus}`);
    await tabTo(day, day.getByLabel("User name"));
    await day.keyboard.type(NORA.username);
    await tabTo(day, day.getByLabel("Password", { exact: true }));
    await day.keyboard.type(NORA.password);
    await day.keyboard.press("Enter");
    await expect(day.getByRole("heading", { level: 1, name: "A day of work" })).toBeVisible();
  });

  await test.step("opens the first thread of the list and reads on", async () => {
    await press(day, day.getByRole("link", { name: /The Allotment Society/ }));
    await expect(day.getByRole("article", { name: /Entry by/ })).toBeVisible();
    await expect(day.getByRole("button", { name: /Code entry/ })).toBeVisible();
    await keys(day, "j", "j");
    await expect(day.getByRole("article", { name: /Comment 1 by/ })).toBeFocused();
  });

  await test.step("codes a comment with one key", async () => {
    expect(await keys(day, "1")).toBe(1);
    const comment = day.getByRole("article", { name: /Comment 1 by/ });
    await expect(comment.getByRole("button", { name: /Normalising whole comment/ })).toBeVisible();
    await expect.poll(made).toBe(1);
  });

  await test.step("codes a passage with at most three keys once it is selected", async () => {
    await keys(day, "e", "Control+ArrowRight", "Control+ArrowRight");
    for (let word = 0; word < 4; word += 1) await keys(day, "Shift+Control+ArrowRight");
    expect(await keys(day, "c", "b", "Enter")).toBeLessThanOrEqual(3);
    await expect(day.getByRole("button", { name: /^Betrayed trust by/ })).toBeVisible();
    await keys(day, "Shift+Alt+ArrowDown");
    expect(await keys(day, "q")).toBe(1);
    await expect.poll(made).toBe(3);
    await keys(day, "Escape");
  });

  await test.step("makes a code, writes a memo", async () => {
    await keys(day, "j", "c");
    await day.keyboard.type("Promise to clarify");
    await keys(day, "Enter");
    await expect(
      day.getByRole("button", { name: /Promise to clarify whole comment/ }),
    ).toBeVisible();
    await keys(day, "m");
    await day.keyboard.type("Compare with the entry.");
    await keys(day, "Control+Enter");
    await expect(day.getByText("Compare with the entry.")).toBeVisible();
    await saved();
    await expect.poll(made).toBe(4);
  });

  await test.step("takes a slip back", async () => {
    const slip = day.getByRole("button", { name: /Betrayed trust whole comment/ });
    await keys(day, "2");
    await expect(slip).toBeVisible();
    await saved();
    await keys(day, "Control+z");
    await expect(slip).toHaveCount(0);
    await expect.poll(made).toBe(4);
  });

  await test.step("goes to what has no code yet, and on to the next thread", async () => {
    await keys(day, "n");
    await expect(day.getByRole("article", { name: /Comment 3 by/ })).toBeFocused();
    await expectAccessible(day, "in the middle of the day");
    expect(await keys(day, ".")).toBe(1);
    await expect(
      day.getByRole("heading", { level: 1, name: "What the second morning brought" }),
    ).toBeAttached();
    await expect(day.getByRole("article").getByText("As I said.")).toBeVisible();
    await keys(day, ".");
    const said = day.getByRole("region", { name: "What was done" });
    await expect(said.getByText(/It was the last thread of the list/)).toBeVisible();
  });

  await test.step("searches and exports", async () => {
    await press(day, day.getByRole("link", { name: "Search" }));
    await expect(day.getByRole("searchbox", { name: "Search the texts" })).toBeVisible();
    await keys(day, "/");
    await day.keyboard.type("tomatoes");
    await keys(day, "Enter");
    await expect(day.getByRole("table").getByRole("link").first()).toBeVisible();
    await press(day, day.getByRole("link", { name: "Export" }));
    await press(day, day.getByRole("button", { name: "Make the export" }));
    await expect(day.getByText("Done", { exact: true })).toBeVisible();
    const download = day.waitForEvent("download");
    await press(day, day.getByRole("link", { name: /Download/ }));
    const rows = readFileSync(await (await download).path(), "utf8").split("\r\n");
    expect(rows.filter((row) => /,passage,|,post,/.test(row))).toHaveLength(4);
  });
  await context.close();
});

test("the skip link leads past the bar", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("a dialog gives the focus back to the button that opened it", async ({ page }) => {
  await page.goto("/");
  const button = page.getByRole("button", { name: "New corpus" });
  await press(page, button);
  await expect(page.getByLabel("Title")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(button).toBeFocused();
});
