import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expect, expectAccessibleEverywhere, test } from "./fixtures";

const CAPTURE = readFileSync(
  resolve(import.meta.dirname, "../../tests/data/wordpress-classic-text.txt"),
  "utf8",
);
const THREAD = {
  title: "On sharing a water butt",
  site: "The Unweeded Garden",
  text: "Whose rain is it?",
  comments: [{ author: "Kit Harrowgate", text: "Ours." }],
};

/** Asks the API from inside the page, as the interface does. */
async function ask<Answer>(page: Page, path: string, body: object): Promise<Answer> {
  return page.evaluate(
    async ([url, json]) => {
      const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
      const answer = await fetch(url, { method: "POST", headers, body: json });
      return answer.json();
    },
    [`/api/v1${path}`, JSON.stringify(body)] as const,
  );
}

async function newCorpus(page: Page, title: string): Promise<number> {
  await page.goto("/");
  const { id } = await ask<{ id: number }>(page, "/corpora/", { title });
  return id;
}

const threads = (page: Page) => page.getByRole("table", { name: "Threads of this corpus" });

test("what asks to be looked at is loaded by one button", async ({ page }) => {
  const corpus = await newCorpus(page, "To be looked at");
  const paste = { name: "ledgers.txt", text: CAPTURE, options: { confirm: "ask" } };
  await ask(page, `/corpora/${corpus}/uploads/`, paste);
  await page.goto(`/corpora/${corpus}`);
  await expect(page.getByText("Look at it")).toBeVisible();
  await expectAccessibleEverywhere(page, "upload to review");
  await page.getByRole("link", { name: "Review before loading" }).click();
  await expect(page.getByText("Comment 15", { exact: true })).toBeVisible();
  await expectAccessibleEverywhere(page, "review open");
  await page.getByRole("button", { name: "Load 1 thread" }).click();
  await expect(threads(page).getByRole("link")).toHaveCount(1);
});

test("what is left out is not loaded, and its file is kept", async ({ page }) => {
  const corpus = await newCorpus(page, "To be left out");
  const paste = { name: "ledgers.txt", text: CAPTURE, options: { confirm: "ask" } };
  await ask(page, `/corpora/${corpus}/uploads/`, paste);
  await page.goto(`/corpora/${corpus}`);
  await page.getByRole("link", { name: "Review before loading" }).click();
  await page.getByRole("button", { name: "Leave it out" }).click();
  await expect(page.getByText("Nothing of it was loaded. The file is kept.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "No threads yet" })).toBeVisible();
});

test("a chosen file is sent, read and listed without a reload", async ({ page }) => {
  const corpus = await newCorpus(page, "From a file");
  await page.goto(`/corpora/${corpus}`);
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Upload" }).click(),
  ]);
  await chooser.setFiles({
    name: "water-butt.jsonl",
    mimeType: "application/x-ndjson",
    buffer: Buffer.from(`${JSON.stringify(THREAD)}\n`),
  });
  await expect(threads(page).getByRole("link", { name: THREAD.title })).toBeVisible();
  await expect(page.getByText("2 found = 2 imported + 0 skipped + 0 failed")).toBeVisible();
});

test("a file that nothing can read says so in its place", async ({ page, refusals }) => {
  refusals.allowed = true;
  const corpus = await newCorpus(page, "Unreadable");
  await page.goto(`/corpora/${corpus}`);
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "choose files" }).click(),
  ]);
  await chooser.setFiles({
    name: "ledger-scans.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from("%PDF-1.7 not a blog page"),
  });
  const uploads = page.getByRole("complementary", { name: "Uploads" });
  await expect(uploads.getByText(/Not read|Not sent|Look at it/)).toBeVisible();
  await expectAccessibleEverywhere(page, "upload refused");
});

test("removing an upload can be taken back; left alone it takes its threads along", async ({
  page,
}) => {
  const corpus = await newCorpus(page, "Removing");
  const text = `${JSON.stringify(THREAD)}\n`;
  await ask(page, `/corpora/${corpus}/uploads/`, { name: "water-butt.jsonl", text });
  await page.goto(`/corpora/${corpus}`);
  const remove = page.getByRole("button", { name: "Remove water-butt.jsonl" });
  await remove.click();
  await expect(remove).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(remove).toBeVisible();
  await expect(threads(page).getByRole("link", { name: THREAD.title })).toBeVisible();
  await remove.click();
  await expect(page.getByRole("heading", { name: "No threads yet" })).toBeVisible();
});
