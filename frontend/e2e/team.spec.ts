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

test("a manager sees how far a coder is, lets them pause and come back, and makes a password link by keyboard", async ({
  page,
  browser,
  baseURL,
  refusals,
}) => {
  refusals.allowed = true;
  await page.goto("/");
  await page.getByRole("button", { name: "New corpus" }).click();
  await page.getByLabel("Title").fill("Allotment minutes");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Team" }).click();
  await page.getByRole("button", { name: "Invite by link" }).click();
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.locator("dialog code").innerText();
  const guest = await browser.newContext({
    baseURL: baseURL ?? "",
    storageState: { cookies: [], origins: [] },
  });
  const theirs = await guest.newPage();
  await theirs.goto(new URL(link).pathname);
  await theirs.getByLabel("Your name").fill("Wilhelmina Oberst-Lindqvist");
  await theirs.getByLabel("User name").fill("wilma");
  await theirs.getByLabel("Password").fill("quince-orchard-79");
  await theirs.getByRole("button", { name: "Make the account and join" }).click();
  const title = { level: 1, name: "Allotment minutes" } as const;
  await expect(theirs.getByRole("heading", title)).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await page.reload();
  const row = page.getByRole("row", { name: /Wilhelmina/ });
  await expect(row).toContainText("no threads yet");
  await expectAccessibleEverywhere(page, "team");

  await page.getByRole("button", { name: "Deactivate Wilhelmina" }).focus();
  await page.keyboard.press("Enter");
  await expect(row).toContainText("deactivated");
  await theirs.reload();
  await expect(theirs.getByRole("heading", title)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(row).not.toContainText("deactivated");
  await theirs.reload();
  await expect(theirs.getByRole("heading", title)).toBeVisible();

  await page.getByRole("button", { name: "Password link Wilhelmina" }).press("Enter");
  await page.getByRole("button", { name: "Make the link" }).press("Enter");
  const reset = await page.locator("dialog code").innerText();
  await expectAccessibleEverywhere(page, "password link");
  await page.getByRole("button", { name: "Done" }).press("Enter");
  const { pathname, search } = new URL(reset);
  await theirs.goto(pathname + search);
  await expectAccessibleEverywhere(theirs, "new password");
  await theirs.getByLabel("New password").fill("medlar-orchard-80");
  await theirs.keyboard.press("Enter");
  await expect(theirs.getByRole("link", { name: "Allotment minutes" })).toBeVisible();
  await guest.close();
});
