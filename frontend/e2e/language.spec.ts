import { expect, expectAccessibleEverywhere, test } from "./fixtures";

test("the chosen language is spoken everywhere and kept for the next visit", async ({ page }) => {
  await page.goto("/account");
  await page.getByRole("radio", { name: "Deutsch" }).check();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("heading", { name: "Tastatur" })).toBeVisible();
  await expectAccessibleEverywhere(page, "account in German");
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Ihre Korpora" })).toBeVisible();
  await expectAccessibleEverywhere(page, "corpora in German");
  await page.goto("/account");
  await page.getByRole("radio", { name: "Español" }).check();
  await expect(page.getByRole("heading", { name: "Teclado" })).toBeVisible();
  await page.getByRole("radio", { name: "English" }).check();
  await expect(page.getByRole("heading", { name: "Keyboard" })).toBeVisible();
});

test("before anybody has signed in, the browser's language is spoken", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ locale: "es-AR", baseURL: baseURL ?? "" });
  const page = await context.newPage();
  await page.goto("/signin");
  await expect(page.getByRole("button", { name: "Iniciar sesión" })).toBeVisible();
  await context.close();
});
