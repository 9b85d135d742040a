/** How the page of the reader shows codes: filters, colours, renderers, crowds of codes, directions, paper. */
import type { Page } from "@playwright/test";
import type { Annotation } from "../src/api/types";
import { expect, expectAccessible, expectAccessibleEverywhere, test } from "./fixtures";
import { openThread, type Ready, readyThread } from "./reader-corpus";

const GERMAN = "Verantwortungsverschiebung auf Dritte in Rechtfertigungszusammenhängen";

interface Coded extends Ready {
  readonly codes: readonly number[];
  readonly posts: readonly { readonly id: number; readonly text: string }[];
  readonly code: (post: number, code: number, span?: readonly [number, number]) => Promise<void>;
}

async function coded(page: Page, title: string, names: readonly string[] = []): Promise<Coded> {
  const ready = await readyThread(page, title);
  await ready.ask("PATCH", "/me/", { preferences: { renderer: "highlights", colour_by: "code" } });
  const { ask, corpus, thread } = ready;
  for (const name of names) await ask("POST", `/corpora/${corpus}/codes/`, { name, colour: "sap" });
  const listed = await ask<{ results: { id: number }[] }>("GET", `/corpora/${corpus}/codes/`);
  const { posts } = await ask<{ posts: Coded["posts"] }>("GET", `/threads/${thread}/`);
  const code: Coded["code"] = async (post, id, span) => {
    const of = posts[post] as Coded["posts"][number];
    const [start, end] = span ?? [];
    const quote = span ? { start, end, quote: Array.from(of.text).slice(start, end).join("") } : {};
    await ask<Annotation>("PUT", `/corpora/${corpus}/annotations/${crypto.randomUUID()}/`, {
      post: of.id,
      code: id,
      ...quote,
    });
  };
  return { ...ready, posts, code, codes: listed.results.map(({ id }) => id) };
}

const first = (list: readonly number[], at = 0): number => list[at] as number;

test("filters: only one code, comments without it, and a link that shows the same", async ({
  page,
}) => {
  const { url, code, codes } = await coded(page, "Sifting");
  await code(1, first(codes), [0, 30]);
  await code(1, first(codes, 1), [10, 40]);
  await code(2, first(codes, 1));
  await openThread(page, url);
  const gloss = (name: string) => page.getByRole("button", { name: new RegExp(`^${name} by`) });
  await expect(gloss("Normalising")).toBeVisible();

  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("button", { name: "only Betrayed trust" }).click();
  await expectAccessible(page, "filter panel");
  await page.keyboard.press("Escape");
  await expect(gloss("Betrayed trust")).toBeVisible();
  await expect(gloss("Normalising")).toHaveCount(0);
  const bar = page.getByRole("region", { name: "Filters that are set" });
  await expect(bar).toContainText("2 of 3 annotations");

  await page.getByRole("button", { name: /^Filter/ }).click();
  await page.getByRole("radio", { name: "Without them" }).check();
  await page.keyboard.press("Escape");
  await expect(bar).toContainText("3 of 5 posts");
  await expect(page.getByRole("article")).toHaveCount(3);

  // What one codes now does not vanish under the hand.
  await page.getByRole("article", { name: /Comment 3 by/ }).focus();
  await page.keyboard.press("2");
  await expect(page.getByRole("button", { name: /Betrayed trust whole comment/ })).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(3);
  await bar.getByRole("button", { name: /Apply again/ }).click();
  await expect(page.getByRole("article")).toHaveCount(2);

  await page.reload();
  await expect(bar).toContainText("2 of 5 posts");
  await expectAccessibleEverywhere(page, "filtered");
  await bar.getByRole("button", { name: "Show all" }).click();
  await expect(page.getByRole("article")).toHaveCount(5);
  await expect(bar).toHaveCount(0);
  expect(new URL(page.url()).search).toBe("");
});

test("a filter that nothing matches says so and how to get out", async ({ page }) => {
  const { url, code, codes } = await coded(page, "Nothing matches");
  await code(1, first(codes), [0, 30]);
  await openThread(page, url);
  await page.goto(`${url}?code=${first(codes, 1)}&posts=coded`);
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  await expect(page.getByText("None of the 1 annotations here matches")).toBeVisible();
  await expectAccessible(page, "nothing matches");
});

test("ten codes on one passage: four lanes, the others behind a button, long names whole", async ({
  page,
}) => {
  const names = [GERMAN, "C", "D", "E", "F", "G", "H", "I"];
  const { url, code, codes } = await coded(page, "Ten codes", names);
  for (const id of codes) await code(1, id, [3, 60]);
  await openThread(page, url);
  const more = page.getByRole("button", { name: "6 more codes here" });
  await expect(more).toBeVisible();
  const lanes = await page.evaluate(
    () =>
      [...CSS.highlights].filter(([name, one]) => /l[0-3]q?$/.test(name) && one.size > 0).length,
  );
  expect(lanes).toBe(4);
  await expectAccessibleEverywhere(page, "ten codes");
  await more.click();
  const long = page.getByRole("button", { name: new RegExp(`^${GERMAN} by`) });
  const last = page.getByRole("button", { name: /^I by/ });
  await long.click();
  await expect(long).toHaveAttribute("aria-pressed", "true");
  const { clipped } = await long.evaluate((button) => ({
    clipped: button.scrollWidth > button.clientWidth,
  }));
  expect(clipped).toBe(false);
  // One for which no lane was free is tinted all the same when it is chosen.
  await last.click();
  await expect
    .poll(() =>
      page.evaluate(() =>
        [...CSS.highlights].some(([name, one]) => /l4$/.test(name) && one.size > 0),
      ),
    )
    .toBe(true);
});

test("flat marks say where codes begin and end; positions stay the same", async ({ page }) => {
  const { url, code, codes, annotations } = await coded(page, "Marks");
  await code(1, first(codes), [0, 30]);
  await code(1, first(codes, 1), [10, 40]);
  await openThread(page, url);
  await page.getByRole("button", { name: "View" }).click();
  await page.getByRole("radio", { name: "Marks" }).check();
  await expect(page.locator("mark")).toHaveCount(3);
  await page.reload();
  await expect(page.locator("mark").first()).toHaveAttribute("data-start", "start of Normalising");
  await expect(page.locator("mark").last()).toHaveAttribute("data-end", "end of Betrayed trust");
  await expectAccessibleEverywhere(page, "marks");

  // Selecting words inside marks still gives the same positions.
  await page.getByRole("article", { name: /Comment 1 by/ }).focus();
  await page.keyboard.press("e");
  for (let word = 0; word < 2; word += 1) await page.keyboard.press("Control+ArrowRight");
  await page.keyboard.press("Shift+Control+ArrowRight");
  await page.keyboard.press("1");
  await expect.poll(async () => (await annotations()).length).toBe(3);
  const made = (await annotations()).find(({ start }) => start !== 0 && start !== 10);
  expect(made?.quote).toMatch(/^\p{L}+$/u);

  await page.getByRole("button", { name: "View" }).click();
  await page.getByRole("checkbox", { name: /Read with codes/ }).check();
  await page.keyboard.press("Escape");
  await expectAccessible(page, "reading with codes");
  await page.getByRole("button", { name: "View" }).click();
  await page.getByRole("radio", { name: "Highlights" }).check();
});

test("colours by coder are lines of ink with a legend; people have no colours", async ({
  page,
}) => {
  const { url, code, codes } = await coded(page, "By coder");
  await code(1, first(codes), [0, 30]);
  await openThread(page, url);
  await page.getByRole("button", { name: "View" }).click();
  await page.getByRole("radio", { name: "Coder" }).check();
  await expect(page.getByRole("region", { name: "Colour by" })).toContainText("several agree");
  await expect.poll(() => page.evaluate(() => CSS.highlights.get("h1l0")?.size ?? 0)).toBe(1);
  expect(new URL(page.url()).searchParams.get("colour")).toBe("coder");
  await expectAccessible(page, "by coder");
  await page.getByRole("radio", { name: "Code", exact: true }).check();
  await expect.poll(() => page.evaluate(() => CSS.highlights.get("h1l0")?.size ?? 0)).toBe(0);
});

test("the page for printing has every post, letters in the text and names beside it", async ({
  page,
}) => {
  const { url, code, codes } = await coded(page, "On paper");
  await code(1, first(codes), [0, 30]);
  await code(1, first(codes, 1), [10, 40]);
  await code(2, first(codes, 1));
  await openThread(page, url);
  await page.getByRole("button", { name: "View" }).click();
  await page.getByRole("button", { name: "Page for printing" }).click();
  await expect(page.getByText("5 posts, 3 annotations")).toBeVisible();
  await expect(page.locator("mark").first()).toHaveAttribute("data-opens", "a");
  await expect(page.locator("mark").nth(1)).toHaveAttribute("data-opens", "b");
  await expectAccessibleEverywhere(page, "print");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await expect(page.getByRole("banner")).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("button", { name: "Back to the reader" }).click();
  await expect(page.getByRole("feed")).toBeVisible();
});

test("mixed directions: each paragraph runs its own way, names keep theirs", async ({ page }) => {
  const { url, code, codes, posts } = await coded(page, "Both directions", ["نقد لاذع"]);
  const arabic = posts.findIndex(({ text }) => text.startsWith("قال"));
  await code(arabic, first(codes, 2), [0, 8]);
  await openThread(page, url);
  const paragraph = page.locator("p[data-at]", { hasText: "قال لي" });
  await expect(paragraph).toHaveCSS("direction", "rtl");
  await expect(page.getByRole("button", { name: /^نقد لاذع by/ })).toBeVisible();
  await expectAccessibleEverywhere(page, "directions");
});

test("wider letters, forced colours and 200 % zoom clip nothing", async ({ page }) => {
  const { url, code, codes } = await coded(page, "Wide letters", [GERMAN]);
  await code(1, first(codes, 2), [0, 60]);
  await code(1, first(codes), [10, 40]);
  await openThread(page, url);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { letter-spacing: .12em !important; word-spacing: .16em !important; }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  await page.emulateMedia({ forcedColors: "active" });
  for (const width of [1440, 720, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const { over, clipped } = await page.evaluate(() => ({
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      clipped: [...document.querySelectorAll("[data-annotation] > span")].filter(
        (one) =>
          one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline",
      ).length,
    }));
    expect({ width, over, clipped }).toEqual({ width, over: 0, clipped: 0 });
  }
  await expectAccessible(page, "forced colours");
});
