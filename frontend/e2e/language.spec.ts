import { expect, expectAccessibleEverywhere, test } from "./fixtures";

test("the chosen language is spoken everywhere and kept for the next visit", async ({ page }) => {
  // The page is drawn anew in the other language, so what was clicked is gone.
  const choose = (name: string) => page.getByText(name, { exact: true }).click();
  await page.goto("/account");
  await choose("Deutsch");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("heading", { name: "Tastatur" })).toBeVisible();
  await expectAccessibleEverywhere(page, "account in German");
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Korpora" })).toBeVisible();
  await expectAccessibleEverywhere(page, "corpora in German");
  await page.goto("/account");
  await choose("Español");
  await expect(page.getByRole("heading", { name: "Teclado" })).toBeVisible();
  await choose("English");
  await expect(page.getByRole("heading", { name: "Keyboard" })).toBeVisible();
});

test("before anybody has signed in, the browser's language is spoken", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({
    locale: "es-AR",
    baseURL: baseURL ?? "",
    storageState: { cookies: [], origins: [] },
  });
  const page = await context.newPage();
  await page.goto("/signin");
  await expect(page.getByRole("button", { name: "Iniciar sesión" })).toBeVisible();
  await context.close();
});
