import { expect, expectAccessibleEverywhere, NORA, test } from "./fixtures";

test("a token is shown once, opens the API, and opens nothing once revoked", async ({
  page,
  playwright,
  baseURL,
}) => {
  await page.goto("/account");
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog", { name: "New token" });
  await dialog.getByLabel("Name").fill("R at the office");
  await expectAccessibleEverywhere(page, "new token");
  await dialog.getByRole("button", { name: "Make the token" }).click();
  await expect(page.getByText("Copy “R at the office” now.")).toBeVisible();
  await expectAccessibleEverywhere(page, "account");
  const token = await page.locator("code").innerText();
  const script = await playwright.request.newContext({
    baseURL: baseURL ?? "",
    extraHTTPHeaders: { Authorization: `Bearer ${token}` },
  });
  expect((await script.get("/api/v1/corpora/")).status()).toBe(200);
  await page.reload();
  await expect(page.getByText(token)).toHaveCount(0);
  await page.getByRole("button", { name: "Revoke R at the office" }).click();
  await expect(page.getByRole("cell", { name: "R at the office" })).toHaveCount(0);
  expect((await script.get("/api/v1/corpora/")).status()).toBe(401);
  await script.dispose();
});

test("the chosen theme is kept for the next visit", async ({ page }) => {
  await page.goto("/account");
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("radio", { name: "As the system" }).check();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
});

test("a corpus of others and an unknown address are told as such", async ({ page, refusals }) => {
  refusals.allowed = true;
  await page.goto("/corpora/999999");
  await expect(page.getByText("Nothing lies at this address")).toBeVisible();
  await expectAccessibleEverywhere(page, "not found");
  await page.goto("/nowhere/at/all");
  await expect(page.getByText("Nothing lies at this address")).toBeVisible();
});

test("while the server is away the page says so, and tries again when asked", async ({
  page,
  refusals,
}) => {
  refusals.allowed = true;
  await page.goto("/account");
  await expect(page.getByRole("heading", { level: 1, name: NORA.name })).toBeVisible();
  await page.route("**/api/**", (route) => route.abort());
  await page.getByRole("link", { name: "all corpora" }).click();
  await expect(page.getByRole("alert")).toContainText("The server does not answer");
  await expectAccessibleEverywhere(page, "server away");
  await page.unroute("**/api/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("signing out ends it for all tabs", async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    baseURL: baseURL ?? "",
    storageState: { cookies: [], origins: [] },
  });
  const page = await context.newPage();
  await page.goto("/signin");
  await page.getByLabel("User name").fill(NORA.username);
  await page.getByLabel("Password").fill(NORA.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Corpora" })).toBeVisible();
  await page.getByRole("link", { name: "Account of" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/signin/);
  await context.close();
});
