import { expect, expectAccessibleEverywhere, test } from "./fixtures";

test("an invited reader joins, sees the corpus, and no button that the role forbids", async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto("/");
  await page.getByRole("button", { name: "New corpus" }).click();
  await page.getByLabel("Title").fill("Letters to the editor");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Team" }).click();
  await page.getByRole("button", { name: "Invite by link" }).click();
  await page.getByLabel("Role", { exact: true }).selectOption("reader");
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.locator("dialog code").innerText();

  const guest = await browser.newContext({
    baseURL: baseURL ?? "",
    storageState: { cookies: [], origins: [] },
  });
  const theirs = await guest.newPage();
  await theirs.goto(new URL(link).pathname);
  await expect(theirs.getByText(/invites you to “Letters to the editor” as reader/)).toBeVisible();
  await expectAccessibleEverywhere(theirs, "invitation");
  await theirs.getByLabel("Your name").fill("Tarek Solheim");
  await theirs.getByLabel("User name").fill("tarek");
  await theirs.getByLabel("Password").fill("quince-orchard-78");
  await theirs.getByRole("button", { name: "Make the account and join" }).click();
  await expect(
    theirs.getByRole("heading", { level: 1, name: "Letters to the editor" }),
  ).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Upload" })).toHaveCount(0);
  await theirs.getByRole("link", { name: "Codebook" }).click();
  await expect(theirs.getByRole("heading", { name: "No codes yet" })).toBeVisible();
  await expect(theirs.getByRole("button", { name: "New code" })).toHaveCount(0);

  await page.getByRole("button", { name: "Done" }).click();
  const role = page.getByLabel("Role of Tarek Solheim");
  await expect(role).toHaveValue("reader");
  await role.selectOption("coder");
  await expect(page.getByText("Tarek Solheim is coder now", { exact: true })).toBeVisible();
  await theirs.reload();
  await expect(theirs.getByRole("button", { name: "New code" })).toBeVisible();
  await guest.close();
});
