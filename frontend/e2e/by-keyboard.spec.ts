import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";

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
