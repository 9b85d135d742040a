/**
 * The page as journeys use it: signed in, and watched. A journey fails when anything was asked of
 * another host, when the content security policy blocked something, or when an error was logged.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as base, expect, type Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const NORA = { name: "Nora Pfefferle", username: "nora", password: "plum-orchard-77" };

interface Watched {
  /** Set it for journeys in which the server is meant to refuse something. */
  refusals: { allowed: boolean };
  watching: undefined;
}

function watch(page: Page, origin: string, faults: string[], refusals: { allowed: boolean }): void {
  page.on("request", (request) => {
    const url = new URL(request.url());
    const isLocal = ["data:", "blob:"].includes(url.protocol) || url.origin === origin;
    if (!isLocal) faults.push(`asked of another host: ${request.url()}`);
  });
  page.on("console", (message) => {
    const isRefusal = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !(isRefusal && refusals.allowed)) {
      faults.push(`logged: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => faults.push(`thrown: ${error.message}`));
}

export const test = base.extend<Watched>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
  baseURL: async ({}, use) => use(process.env.CATENA_E2E_URL),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
  storageState: async ({}, use) => use(process.env.CATENA_E2E_STATE),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
  refusals: async ({}, use) => use({ allowed: false }),
  watching: [
    async ({ page, baseURL, refusals }, use) => {
      const faults: string[] = [];
      watch(page, baseURL ?? "", faults, refusals);
      await use(undefined);
      expect(faults, "what the page did on the side").toEqual([]);
    },
    { auto: true },
  ],
});

/** Runs axe on what is shown now and expects no violation. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(AXE);
  const results = await page.evaluate(
    (values) =>
      (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
        runOnly: { type: "tag", values },
      }),
    RULES,
  );
  const found = results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`,
  );
  expect(found, what).toEqual([]);
}

/** The same in light and dark, on a laptop and on a phone; leaves the page as it was. */
export async function expectAccessibleEverywhere(page: Page, what: string): Promise<void> {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, `${what}, ${colorScheme}, ${width} px`);
      await expectNoSidewaysScrolling(page, `${what}, ${width} px`);
      await keepPicture(page, `${what}-${colorScheme}-${width}`);
    }
  }
  // 320 px is a laptop's window at 400 % zoom.
  await page.setViewportSize({ width: 320, height: 900 });
  await expectNoSidewaysScrolling(page, `${what}, 320 px`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

async function expectNoSidewaysScrolling(page: Page, what: string): Promise<void> {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(over, `${what}: pixels beyond the right edge`).toBe(0);
}

/** With CATENA_E2E_SHOTS set, pictures of every screen are left in that folder. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.CATENA_E2E_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name.replace(/\W+/g, "-")}.png` });
}

export { expect };
