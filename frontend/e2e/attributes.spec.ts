import type { Page } from "@playwright/test";
import { expect, expectAccessibleEverywhere, test } from "./fixtures";

async function newCorpus(page: Page, title: string): Promise<number> {
  await page.goto("/");
  return page.evaluate(async (name) => {
    const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
    const answer = await fetch("/api/v1/corpora/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ title: name }),
    });
    return (await answer.json()).id as number;
  }, title);
}

const line = (title: string, more: object) =>
  `${JSON.stringify({
    title,
    id: title,
    url: `https://lamps.example/${title.replaceAll(" ", "-")}`,
    author: "Isa Marl",
    text: "The wick was too short.",
    comments: [
      { author: "Jorn Reed", text: "Trim it." },
      { author: "Ada Finch", text: "Or buy a longer one." },
    ],
    ...more,
  })}\n`;

const THREADS = [
  line("On wicks", { attributes: { Mood: "dry", Pages: 3 } }),
  line("On oil", { attributes: { Mood: "wet", Pages: 12 } }),
  line("On fog", {}),
].join("");

const PEOPLE = "Name;Age;Town\nJorn Reed;44;Old Port\nada finch;31;New Port\nNobody Here;9;Sea\n";

test("attributes are columns, filtered by, set in place, and taken back", async ({ page }) => {
  const corpus = await newCorpus(page, "Lamps");
  await page.goto(`/corpora/${corpus}`);
  await page
    .getByLabel("Files to upload")
    .first()
    .setInputFiles({ name: "lamps.jsonl", mimeType: "text/plain", buffer: Buffer.from(THREADS) });
  const table = page.getByRole("table", { name: "Threads of this corpus" });
  await expect(table.getByRole("link", { name: "On fog" })).toBeVisible({ timeout: 30_000 });

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Mood" }).check();
  await page.getByRole("checkbox", { name: "Pages" }).check();
  await page.keyboard.press("Escape");
  await expect(table.getByRole("columnheader", { name: "Pages" })).toBeVisible();

  const mood = page.getByRole("button", { name: "Mood of On fog: set" });
  await mood.click();
  await page.getByRole("textbox", { name: "Mood of On fog" }).fill("dry");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Mood of On fog: dry. Change" })).toBeFocused();

  await page.getByRole("button", { name: "Filter by attribute" }).click();
  await page.getByLabel("Attribute", { exact: true }).selectOption("Mood");
  await page.getByLabel("Value", { exact: true }).fill("DRY");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page.getByText("Mood is DRY")).toBeVisible();
  await expect(table.getByRole("link", { name: "On oil" })).toBeHidden();
  await expect(table.getByRole("link", { name: "On fog" })).toBeVisible();
  await expectAccessibleEverywhere(page, "threads with attributes");

  await page.reload();
  await expect(page.getByText("Mood is DRY")).toBeVisible();
  await expect(table.getByRole("columnheader", { name: "Mood" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(table.getByRole("link", { name: "On fog" })).toBeHidden();
  await page.getByRole("button", { name: "No longer: Mood is DRY" }).click();
  await expect(page.getByRole("button", { name: "Mood of On fog: set" })).toBeVisible();
});

test("a second table says of people what it knows, seen before it is done", async ({ page }) => {
  const corpus = await newCorpus(page, "Lamp people");
  await page.goto(`/corpora/${corpus}`);
  await page
    .getByLabel("Files to upload")
    .first()
    .setInputFiles({ name: "lamps.jsonl", mimeType: "text/plain", buffer: Buffer.from(THREADS) });
  await expect(page.getByRole("link", { name: "On fog" })).toBeVisible({ timeout: 30_000 });
  await page.goto(`/corpora/${corpus}/participants`);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("button", { name: "Take in a second table" }).click();
  const dialog = page.getByRole("dialog", { name: "Take in a second table" });
  await dialog
    .getByLabel("Table (CSV, Excel, ODS, JSON)")
    .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(PEOPLE) });
  await expect(dialog.getByText("2 of 3 rows fit")).toBeVisible();
  await expect(dialog.getByText("1 row fits nothing: Nobody Here")).toBeVisible();
  await expect(dialog.getByLabel("Column that names them")).toHaveValue("Name");
  await dialog.getByRole("checkbox", { name: "Town" }).uncheck();
  await expect(dialog.getByRole("columnheader", { name: "Town" })).toBeHidden();
  await expectAccessibleEverywhere(page, "a second table");
  await dialog.getByRole("button", { name: "Take it in" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Age of Jorn Reed: 44. Change" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Age of Isa Marl: set" })).toBeVisible();

  await page.keyboard.press("Control+z");
  await expect(page.getByRole("button", { name: "Age of Jorn Reed: 44. Change" })).toBeHidden();

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("button", { name: "Make and change attributes" }).click();
  const manage = page.getByRole("dialog", { name: "Attributes of participants" });
  await manage.getByLabel("New attribute").fill("Role");
  await manage.getByRole("button", { name: "Add" }).click();
  await expect(manage.getByLabel("Name of Role")).toBeVisible();
  await expectAccessibleEverywhere(page, "attributes of participants");
  await manage.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("columnheader", { name: "Role" })).toBeVisible();
});
