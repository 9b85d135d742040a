import type { Page } from "@playwright/test";
import { expect, expectAccessibleEverywhere, test } from "./fixtures";
import { packed } from "./packing";

const TEXT = "Wren 🐞 wrote:\r\nThe café lost its basil.\r\nRobin: ours 🌱🌱 froze, all of it.\r\n";

/** A passage as NVivo counts it: UTF-16 units, and a line end is two. */
function passage(quote: string, code: string, coder: string): string {
  const start = TEXT.indexOf(quote);
  return `<PlainTextSelection guid="P${start}${code}" startPosition="${start}" endPosition="${
    start + quote.length
  }" name="${quote}"><Coding guid="K${start}${code}" creatingUser="${coder}"><CodeRef targetGUID="${code}"/></Coding></PlainTextSelection>`;
}

const PROJECT = packed({
  "project.qde": `<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Allotments" origin="Elsewhere 1.0">
<Users><User guid="U1" name="Kim Sample"/><User guid="U2" name="Lee Sample"/></Users>
<CodeBook><Codes><Code guid="C1" name="Frost" isCodable="true"/></Codes></CodeBook>
<Sources><TextSource guid="S1" name="On frost" plainTextPath="internal://S1.txt">
${passage("lost its basil", "C1", "U1")}${passage("🌱🌱 froze", "C1", "U2")}
</TextSource></Sources><Links><Link guid="L1"/></Links></Project>`,
  "Sources/S1.txt": `\ufeff${TEXT}`,
});

async function newCorpus(page: Page, title: string): Promise<number> {
  await page.goto("/");
  return page.evaluate(async (name) => {
    const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const body = JSON.stringify({ title: name });
    const answer = await fetch("/api/v1/corpora/", { method: "POST", headers, body });
    return (await answer.json()).id;
  }, title);
}

test("a project of another program is looked at, then loaded with its codings", async ({
  page,
}) => {
  const corpus = await newCorpus(page, "From elsewhere");
  await page.goto(`/corpora/${corpus}`);
  await page.getByRole("link", { name: "Bring in a project coded elsewhere" }).click();
  await expect(page.getByRole("heading", { name: "No project yet" })).toBeVisible();
  await page.getByLabel("Project to bring in").setInputFiles({
    name: "allotments.qdpx",
    mimeType: "application/octet-stream",
    buffer: PROJECT,
  });
  await expect(page.getByText("Look at it")).toBeVisible();
  const right = page.getByRole("radio", { name: "UTF-16 units, a line end is two", exact: true });
  await expect(right).toBeChecked();
  await expect(page.locator("mark", { hasText: "🌱🌱 froze" })).toBeVisible();
  await expectAccessibleEverywhere(page, "project to review");
  await page.getByRole("radio", { name: "code points, a line end is one", exact: true }).check();
  await expect(page.locator("mark", { hasText: /^🌱🌱 froze$/ })).toHaveCount(0);
  await right.check();
  await expect(page.getByText("Links between things are left out.")).toBeVisible();
  await page.getByRole("button", { name: "Load it" }).click();
  await expect(page.getByText("2 annotations")).toBeVisible();
  await expectAccessibleEverywhere(page, "project loaded");
  await page.goto(`/corpora/${corpus}`);
  await page.getByRole("link", { name: "On frost" }).click();
  await expect(page.getByText("ours 🌱🌱 froze, all of it.")).toBeVisible();
});
