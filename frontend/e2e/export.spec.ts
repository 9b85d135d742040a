import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectAccessibleEverywhere, test } from "./fixtures";
import { readyThread } from "./reader-corpus";

const made = (page: Page) => page.getByRole("region", { name: "Made so far" });
const snapshots = (page: Page) => page.getByRole("region", { name: "Snapshots" });

async function codedCorpus(page: Page, title: string) {
  const ready = await readyThread(page, title);
  const code = await ready.ask<{ id: number }>("POST", `/corpora/${ready.corpus}/codes/`, {
    name: "Frost at noon",
  });
  await ready.ask("POST", `/corpora/${ready.corpus}/annotations/`, {
    thread: ready.thread,
    code: code.id,
  });
  await page.goto(`/corpora/${ready.corpus}/export`);
  await expect(page.getByRole("radio", { name: /^CSV/ })).toBeChecked();
  return ready;
}

async function download(page: Page, name: RegExp): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    made(page).getByRole("link", { name }).first().click(),
  ]);
  return readFileSync(await file.path(), "utf8");
}

test("a file is chosen by what it is for, and made again with the same choices", async ({
  page,
}) => {
  await codedCorpus(page, "Chosen by purpose");
  await page.getByLabel("Contents").selectOption("codebook");
  await page.getByRole("button", { name: "Make the export" }).click();
  await expect(made(page).getByText("Done", { exact: true })).toHaveCount(1);
  await expect(made(page).locator("b", { hasText: "Codebook, CSV" })).toBeVisible();
  expect(await download(page, /Download Codebook/)).toContain("Frost at noon");

  await page.getByRole("radio", { name: "Another program" }).check();
  await page.getByRole("radio", { name: /^REFI-QDA project/ }).check();
  await page.getByLabel("For which program?").selectOption("nvivo");
  await page.getByText("Only a part of the corpus").click();
  await page.getByRole("checkbox", { name: "Frost at noon" }).check();
  await expectAccessibleEverywhere(page, "export form");
  await page.getByRole("button", { name: "Make the export" }).click();
  await expect(made(page).getByText("Done", { exact: true })).toHaveCount(2);
  await expect(made(page).getByText("NVivo · codes: Frost at noon")).toBeVisible();

  await made(page).getByRole("button", { name: "Same choices Codebook, CSV" }).click();
  await expect(page.getByRole("heading", { name: "New export" })).toBeFocused();
  await expect(page.getByRole("radio", { name: /^CSV/ })).toBeChecked();
  await expect(page.getByLabel("Contents")).toHaveValue("codebook");
  await expect(page.getByRole("checkbox", { name: "Frost at noon" })).not.toBeChecked();
});

test("a snapshot is made, cited and exported, and its file stays the same", async ({ page }) => {
  const { ask, corpus, thread } = await codedCorpus(page, "To be cited");
  await snapshots(page).getByRole("button", { name: "Make a snapshot" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("As submitted");
  await expectAccessible(page, "dialog of a new snapshot");
  await page.keyboard.press("Enter");
  await expect(snapshots(page).getByRole("button", { name: /^Export from it/ })).toBeVisible();

  await snapshots(page).getByRole("button", { name: "Cite As submitted" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Frost, coded");
  await page.getByRole("textbox", { name: "Licence" }).fill("CC-BY-4.0");
  await expect(page.getByText(/Frost, coded \(As submitted\) \[Data set\]/)).toBeVisible();
  await expectAccessible(page, "dialog of a citation");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The citation was saved").first()).toBeVisible();

  await snapshots(page)
    .getByRole("button", { name: /^Export from it/ })
    .click();
  await page.getByRole("button", { name: "Make the export" }).click();
  await expect(made(page).getByText("Done", { exact: true })).toHaveCount(1);
  const before = await download(page, /Download Annotations/);
  expect(before).toContain("Frost at noon");
  const later = await ask<{ id: number }>("POST", `/corpora/${corpus}/codes/`, { name: "Later" });
  await ask("POST", `/corpora/${corpus}/annotations/`, { thread, code: later.id });
  await page.getByRole("button", { name: "Make the export" }).click();
  await expect(made(page).getByText("Done", { exact: true })).toHaveCount(2);
  expect(await download(page, /Download Annotations/)).toBe(before);

  await page.getByRole("radio", { name: "Archive and publish" }).check();
  await page.getByRole("radio", { name: /^Data package/ }).check();
  await page.getByRole("button", { name: "Make the export" }).click();
  await expect(made(page).getByText("Done", { exact: true })).toHaveCount(3);
  await expectAccessibleEverywhere(page, "exports and snapshots");

  await snapshots(page).getByRole("button", { name: "Delete As submitted" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(snapshots(page).locator("b", { hasText: "As submitted" })).toBeVisible();
});
