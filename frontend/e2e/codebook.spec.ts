import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, expectAccessibleEverywhere, test } from "./fixtures";
import { readyThread } from "./reader-corpus";

const row = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByText(name, { exact: true }) });

/** The names in the tree from top to bottom, indented by their level. */
const drawn = (page: Page) =>
  page
    .getByRole("row")
    .filter({ has: page.locator("[data-code], td") })
    .evaluateAll((rows) =>
      rows.map((one) => {
        const words = one.querySelector("[dir=auto]")?.textContent ?? "";
        return `${"-".repeat(Number(one.getAttribute("aria-level")))} ${words}`;
      }),
    );

/** Five codes: Framing with two below it, Stance, Tone. */
async function book(page: Page, title: string) {
  const ready = await readyThread(page, title);
  const make = (name: string, parent: number | null = null) =>
    ready.ask<{ id: number }>("POST", `/corpora/${ready.corpus}/codes/`, { name, parent });
  const framing = await make("Framing");
  await make("Irony", framing.id);
  await make("Comparison", framing.id);
  await page.goto(`/corpora/${ready.corpus}/codebook`);
  await expect(row(page, "Comparison")).toBeVisible();
  return ready;
}

async function dragTo(page: Page, from: Locator, to: Locator, share: number): Promise<void> {
  const [a, b] = [await from.boundingBox(), await to.boundingBox()];
  if (!a || !b) throw new Error("a row is not on the page");
  await page.mouse.move(a.x + 90, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(a.x + 100, a.y + a.height / 2 - 8);
  await page.mouse.move(b.x + 100, b.y + b.height * share);
  await page.mouse.up();
}

test("by mouse: a code is dragged below another, and undo puts it back", async ({ page }) => {
  await book(page, "Dragging");
  const before = ["- Normalising", "- Betrayed trust", "- Framing", "-- Irony", "-- Comparison"];
  expect(await drawn(page)).toEqual(before);
  await dragTo(page, row(page, "Betrayed trust"), row(page, "Irony"), 0.9);
  await expect(page.getByText("“Betrayed trust” was moved", { exact: true })).toBeVisible();
  const after = ["- Normalising", "- Framing", "-- Irony", "-- Betrayed trust", "-- Comparison"];
  expect(await drawn(page)).toEqual(after);
  await page.reload();
  await expect(row(page, "Comparison")).toBeVisible();
  expect(await drawn(page)).toEqual(after);
  await dragTo(page, row(page, "Normalising"), row(page, "Comparison"), 0.5);
  await expect(row(page, "Normalising")).toHaveAttribute("aria-level", "3");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Normalising")).toHaveAttribute("aria-level", "1");
  expect(await drawn(page)).toEqual(after);
});

test("by keyboard alone: go, find, fold, rename, add, move and archive codes", async ({ page }) => {
  await book(page, "Codebook by keys");
  const first = row(page, "Normalising");
  for (let presses = 0; presses < 40; presses += 1) {
    if (await first.evaluate((node) => node === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(first).toBeFocused();
  await page.keyboard.press("End");
  await expect(row(page, "Comparison")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(row(page, "Framing")).toBeFocused();
  await page.keyboard.press("-");
  await expect(row(page, "Irony")).toHaveCount(0);
  await page.keyboard.press("+");
  await page.keyboard.type("ir");
  await expect(row(page, "Irony")).toBeFocused();

  await page.keyboard.press("F2");
  await page.keyboard.type("Irony, mockery");
  await page.keyboard.press("Enter");
  await expect(row(page, "Irony, mockery")).toBeFocused();
  await expect(page.getByText(/“Irony” is called “Irony, mockery” now/).first()).toBeVisible();

  await page.keyboard.press("Control+x");
  await expect(page.getByRole("status").first()).toContainText("is picked up");
  await page.keyboard.press("Home");
  await expect(page.getByRole("status").first()).toContainText("at the top, as the first");
  await expectAccessible(page, "a code that is being moved");
  await page.keyboard.press("Enter");
  await expect(row(page, "Irony, mockery")).toHaveAttribute("aria-level", "1");
  await expect(row(page, "Irony, mockery")).toBeFocused();
  expect((await drawn(page))[0]).toBe("- Irony, mockery");
  await page.keyboard.press("Alt+Shift+ArrowDown");
  await expect(async () => expect((await drawn(page))[1]).toBe("- Irony, mockery")).toPass();

  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Irony, mockery" })).toBeVisible();
  await page.keyboard.press("Shift+N");
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("at the entry author");
  await page.keyboard.press("Enter");
  await expect(row(page, "at the entry author")).toHaveAttribute("aria-level", "2");
  await expect(row(page, "at the entry author")).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(row(page, "at the entry author")).toHaveCount(0);
});

test("merging says first what will change, and one undo takes all of it back", async ({ page }) => {
  const { ask, corpus, thread, annotations } = await book(page, "Merging");
  const codes = await ask<{ results: { id: number; name: string }[] }>(
    "GET",
    `/corpora/${corpus}/codes/`,
  );
  const idOf = (name: string) => codes.results.find((one) => one.name === name)?.id;
  await ask("PUT", `/corpora/${corpus}/annotations/0190f5a2-0000-7000-8000-000000000001/`, {
    code: idOf("Normalising"),
    thread,
  });
  await page.goto(`/corpora/${corpus}/codebook?code=${idOf("Normalising")}`);
  await page.getByRole("button", { name: "Merge…" }).click();
  await page.getByLabel("Merge into").first().fill("betr");
  await expect(page.getByText("One annotation is “Betrayed trust” then.")).toBeVisible();
  await expectAccessible(page, "merging");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Betrayed trust" })).toBeVisible();
  await expect(row(page, "Normalising")).toHaveCount(0);
  expect((await annotations()).map(({ code }) => code)).toEqual([idOf("Betrayed trust")]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Normalising")).toBeVisible();
  expect((await annotations()).map(({ code }) => code)).toEqual([idOf("Normalising")]);
});

test("what was coded before a definition changed is looked at again by keys", async ({ page }) => {
  const { ask, corpus, thread, annotations } = await book(page, "Second look");
  const { results } = await ask<{ results: { id: number; name: string }[] }>(
    "GET",
    `/corpora/${corpus}/codes/`,
  );
  const code = results.find((one) => one.name === "Normalising")?.id;
  const whole = await ask<{ posts: { id: number }[] }>("GET", `/threads/${thread}/`);
  for (const [index, post] of whole.posts.slice(0, 3).entries()) {
    const id = `0190f5a2-0000-7000-8000-00000000010${index}`;
    await ask("PUT", `/corpora/${corpus}/annotations/${id}/`, { code, post: post.id });
  }
  await page.goto(`/corpora/${corpus}/codebook?code=${code}`);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByLabel("Definition").fill("The misconduct is presented as common.");
  await page.getByRole("button", { name: "Save the code" }).click();
  await page.getByRole("link", { name: "Look again" }).click();
  await expect(page.getByText("3 are left.")).toBeVisible();
  await expectAccessibleEverywhere(page, "second look");
  await page.locator("[aria-current=true]").focus();
  await page.keyboard.press("k");
  await expect(page.getByText("2 are left.")).toBeVisible();
  await page.keyboard.press("1");
  await expect(page.getByText("One is left.")).toBeVisible();
  await page.keyboard.press("x");
  await expect(page.getByText("Nothing is left.")).toBeVisible();
  await expect(async () => {
    const left = await annotations();
    expect(left).toHaveLength(2);
    expect(left.filter((one) => one.code === code)).toHaveLength(1);
  }).toPass();
});

test("a codebook goes out as a file and comes in again, problems told by line", async ({
  page,
}) => {
  const { corpus } = await book(page, "Out and in");
  await page.getByRole("button", { name: "Versions" }).click();
  await page.getByLabel("Name of the new version").fill("Round 1");
  await page.getByRole("button", { name: "Keep this version" }).click();
  await expect(page.getByText("Nothing changed between them.")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).last().click();

  await page.getByRole("button", { name: "Import, export" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "JSON, with everything" }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  expect(text).toContain("Comparison");
  const field = page.getByLabel("Or paste it here");
  await field.fill(text);
  await expect(page.getByText(/5 stay as they are/)).toBeVisible();
  await field.fill(text.replaceAll("Comparison", "Juxtaposition"));
  await expect(page.getByText(/One code is new/)).toBeVisible();
  await expectAccessibleEverywhere(page, "importing a codebook");
  await page.getByRole("button", { name: "Import it" }).click();
  await expect(row(page, "Juxtaposition")).toBeVisible();

  await page.getByRole("button", { name: "Versions" }).click();
  const changed = page.getByRole("region", { name: "What changed" });
  await expect(changed).toContainText("Juxtaposition");
  await expectAccessibleEverywhere(page, "versions");
  await page.goto(`/corpora/${corpus}/codebook`);
  await expect(row(page, "Juxtaposition")).toBeVisible();
});

test("a thousand codes are one tree: few rows are drawn, all can be reached", async ({ page }) => {
  const { ask, corpus } = await readyThread(page, "A thousand codes");
  const lines = ["path,definition"];
  for (let family = 1; family <= 25; family += 1) {
    lines.push(`Family ${family},`);
    for (let n = 1; n <= 39; n += 1) lines.push(`Family ${family} > Code ${family}.${n},`);
  }
  await ask("POST", `/corpora/${corpus}/codebook/import/`, {
    format: "csv",
    text: `${lines.join("\n")}\n`,
    dry_run: false,
  });
  await page.goto(`/corpora/${corpus}/codebook`);
  await expect(row(page, "Family 1")).toBeVisible();
  const rows = page.locator("tr[data-code]");
  expect(await rows.count()).toBeLessThan(120);
  await row(page, "Normalising").click();
  await page.keyboard.press("End");
  await expect(row(page, "Code 25.39")).toBeFocused();
  await page.keyboard.type("code 12.3");
  await expect(row(page, "Code 12.3")).toBeFocused();
  await page.getByRole("searchbox", { name: "Find a code" }).fill("12.39");
  await expect(rows).toHaveCount(2);
  await expectAccessible(page, "a thousand codes");
});
