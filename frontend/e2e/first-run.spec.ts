import { expect, expectAccessibleEverywhere, NORA, test } from "./fixtures";

test.use({ storageState: { cookies: [], origins: [] } });

test("the link from the terminal makes the first account and signs it in", async ({ page }) => {
  await page.goto("/signin");
  await expect(page.getByText("Nobody has an account here yet")).toBeVisible();
  await page.goto(process.env.CATENA_E2E_SETUP ?? "");
  await expect(page.getByRole("heading", { name: "Welcome" })).toBeVisible();
  await expectAccessibleEverywhere(page, "set up");
  await page.getByLabel("Your name").fill(NORA.name);
  await page.getByLabel("User name").fill(NORA.username);
  await page.getByLabel("Password").fill(NORA.password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page.getByRole("heading", { name: "No corpus yet" })).toBeVisible();
  await expectAccessibleEverywhere(page, "corpora empty");
  await page.context().storageState({ path: process.env.CATENA_E2E_STATE ?? "" });
});

test("the link works once", async ({ page, refusals }) => {
  refusals.allowed = true;
  await page.goto(process.env.CATENA_E2E_SETUP ?? "");
  await page.getByLabel("Your name").fill("Somebody Else");
  await page.getByLabel("User name").fill("somebody");
  await page.getByLabel("Password").fill("another-orchard-78");
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
});

test("a wrong password is told under the password, and the right one leads on", async ({
  page,
  refusals,
}) => {
  refusals.allowed = true;
  await page.goto("/account");
  await expect(page).toHaveURL(/\/signin\?next=/);
  await page.getByLabel("User name").fill(NORA.username);
  await page.getByLabel("Password").fill("wrong-orchard-00");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Password")).toHaveAccessibleDescription(
    "User name and password do not match.",
  );
  await expectAccessibleEverywhere(page, "sign in with error");
  await page.getByLabel("Password").fill(NORA.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: NORA.name })).toBeVisible();
});
