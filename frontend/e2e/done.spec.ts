import { expect, expectAccessible, test } from "./fixtures";
import { openThread, readyThread } from "./reader-corpus";

test("a thread that one is done with says so, by key and by mouse, and can be taken back", async ({
  page,
}) => {
  const { url } = await readyThread(page, "Done with it");
  await openThread(page, url);
  const said = page.getByRole("region", { name: "What was done" });
  const done = page.getByRole("button", { name: "Done", exact: true });
  await expect(done).toHaveCount(2);
  await page.keyboard.press(".");
  await expect(said.getByText(/is done\. It was the last thread of the list/)).toBeVisible();
  await expect(done.first()).toHaveAttribute("aria-pressed", "true");
  await expect(done.last()).toHaveAttribute("aria-pressed", "true");
  await said.getByRole("button", { name: "Undo" }).click();
  await expect(done.first()).toHaveAttribute("aria-pressed", "false");

  await done.last().click();
  await expect(said.getByText(/is done\. 1 of 1 threads done/)).toBeVisible();
  await expect(done.first()).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page, "a thread that is done");
  await page.reload();
  await expect(done.first()).toHaveAttribute("aria-pressed", "true");
});

test("what an undo brings back is chosen again, and says so alone", async ({ page }) => {
  const { url, annotations } = await readyThread(page, "Brought back");
  await openThread(page, url);
  for (const key of ["j", "j", "1"]) await page.keyboard.press(key);
  const chip = page.getByRole("button", { name: /Normalising whole comment/ });
  await expect.poll(async () => (await annotations()).length).toBe(1);
  await page.keyboard.press("x");
  await expect.poll(async () => (await annotations()).length).toBe(0);
  const said = page.getByRole("region", { name: "What was done" });
  await expect(said.getByRole("button")).toHaveCount(1);
  await page.keyboard.press("Control+z");
  await expect(chip).toHaveAttribute("aria-pressed", "true");
  await expect(said.getByText(/^Undone: /)).toBeVisible();
  await expect(said.getByRole("button")).toHaveText(["Redo"]);
});
