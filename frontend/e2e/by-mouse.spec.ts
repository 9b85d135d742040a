import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, expectAccessibleEverywhere, test } from "./fixtures";

const CAPTURE = readFileSync(
  resolve(import.meta.dirname, "../../tests/data/wordpress-classic-text.txt"),
  "utf8",
);

test("by mouse: from an empty page to an exported corpus", async ({ page }) => {
  test.setTimeout(180_000);
  await test.step("create a corpus", async () => {
    await page.goto("/");
    await page.getByRole("button", { name: "New corpus" }).click();
    const dialog = page.getByRole("dialog", { name: "New corpus" });
    await expectAccessibleEverywhere(page, "new corpus");
    await dialog.getByLabel("Title").fill("Allotment quarrels");
    await dialog.getByLabel("Description").fill("What gardeners argue about.");
    await dialog.getByRole("button", { name: "Create the corpus" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Allotment quarrels" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "No threads yet" })).toBeVisible();
    await expectAccessibleEverywhere(page, "corpus empty");
  });

  await test.step("paste a page with fifteen comments", async () => {
    await page.getByRole("button", { name: "Paste a page" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Paste a page" });
    await dialog.getByLabel("Text of the page").fill(CAPTURE);
    await expectAccessibleEverywhere(page, "paste a page");
    await dialog.getByLabel("Name").fill("missing-ledgers.txt");
    await dialog.getByRole("button", { name: "Read this page" }).click();
    const uploads = page.getByRole("complementary", { name: "Uploads" });
    await expect(
      uploads.getByText(/16 found = 16 imported \+ 0 skipped \+ 0 failed/),
    ).toBeVisible();
    await expect(uploads.getByText("Done", { exact: true })).toBeVisible();
    const row = page.getByRole("table", { name: "Threads of this corpus" }).getByRole("row").nth(1);
    await expect(row.getByRole("cell").nth(2)).toHaveText("15", { useInnerText: true });
    await expectAccessibleEverywhere(page, "corpus");
  });

  await test.step("the same page again is a duplicate", async () => {
    await page.getByRole("button", { name: "Paste a page" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Paste a page" });
    await dialog.getByLabel("Text of the page").fill(CAPTURE);
    await dialog.getByRole("button", { name: "Read this page" }).click();
    await expect(page.getByText("Duplicate", { exact: true })).toBeVisible();
    await expect(page.getByRole("region", { name: "Threads" }).getByText("1 thread")).toBeVisible();
  });

  await test.step("what was found can be looked at", async () => {
    const here = page.url();
    const uploads = await page.request.get(`/api/v1${new URL(here).pathname}/uploads/`);
    const [first] = (await uploads.json()).results.slice(-1);
    await page.goto(`${here}/uploads/${first.id}`);
    await expect(page.getByText("Comment 15", { exact: true })).toBeVisible();
    await expectAccessibleEverywhere(page, "review");
    await page.goto(here);
  });

  await test.step("write a codebook", async () => {
    await page.getByRole("link", { name: "Codebook" }).click();
    await expect(page.getByRole("heading", { name: "No codes yet" })).toBeVisible();
    await page.getByRole("button", { name: "New code" }).click();
    await page.getByLabel("Name").fill("Accountability");
    await page.getByLabel("Definition").fill("Somebody is asked to answer for what was done.");
    await expectAccessibleEverywhere(page, "new code");
    await page.getByRole("button", { name: "Add the code" }).click();
    await page.getByRole("button", { name: "New subcode" }).click();
    await page.getByLabel("Name").fill("Demand for evidence");
    await page.getByRole("button", { name: "Add the code" }).click();
    await expect(page.getByRole("row", { name: /Demand for evidence/ })).toHaveAttribute(
      "aria-level",
      "2",
    );
    await expectAccessibleEverywhere(page, "codebook");
    await page.getByRole("button", { name: "Archive" }).click();
    await expect(page.getByRole("row", { name: /Demand for evidence/ })).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("row", { name: /Demand for evidence/ })).toBeVisible();
  });

  await test.step("search, and read a hit in its place", async () => {
    await page.getByRole("link", { name: "Search" }).click();
    await expectAccessibleEverywhere(page, "search empty");
    await page.getByRole("searchbox", { name: "Search the texts" }).fill("the");
    await page.getByRole("button", { name: "Search" }).click();
    await expect(page.getByRole("table", { name: "Hits in context" })).toBeVisible();
    await expectAccessibleEverywhere(page, "search");
    await page.getByRole("table").getByRole("link").first().click();
    await expect(page).toHaveURL(/\/threads\/\d+\?post=\d+&start=\d+&end=\d+/);
    const comment = page.getByRole("article", { name: /Comment 1 by/ });
    await comment.hover();
    await comment.getByRole("button", { name: /Code comment/ }).click();
    await page.getByRole("option", { name: /Demand for evidence/ }).click();
    await expect(page.getByText("All saved")).toBeVisible();
    await page.goBack();
    await page.getByRole("searchbox").fill("xylophone");
    await page.getByRole("button", { name: "Search" }).click();
    await expect(page.getByRole("heading", { name: "No hit for “xylophone”" })).toBeVisible();
  });

  await test.step("export the annotations", async () => {
    await page.getByRole("link", { name: "Export" }).click();
    await page.getByRole("button", { name: "Make the export" }).click();
    await expect(page.getByText("Done", { exact: true })).toBeVisible();
    await expectAccessibleEverywhere(page, "export");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /Download/ }).click(),
    ]);
    const rows = readFileSync(await file.path(), "utf8");
    expect(rows).toMatch(/^annotation_id,level,code_id,code,/);
    expect(rows).toContain("Accountability > Demand for evidence");
  });

  await test.step("invite somebody", async () => {
    await page.getByRole("link", { name: "Team" }).click();
    await page.getByRole("button", { name: "Invite by link" }).click();
    await page.getByRole("button", { name: "Make the link" }).click();
    await expect(page.getByText(/\/invitation\//)).toBeVisible();
    await expectAccessibleEverywhere(page, "invitation link");
    await page.getByRole("button", { name: "Done" }).click();
    await expectAccessibleEverywhere(page, "team");
  });
});
