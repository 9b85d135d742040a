import { devices, type Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { type Ready, readyThread } from "./reader-corpus";

const COMMENTS = 1_200;
const RARE = "quindecimvir";

/** A thread that is too long for one reply; comment 2 answers 1, comment 3 answers 2. */
async function longThread(page: Page, title: string): Promise<Ready & { long: string }> {
  const ready = await readyThread(page, title);
  const text = (at: number) =>
    `Plot ${at} has its own water and nobody asks who pays.${at === 1_100 ? ` A ${RARE} 🍅 might know.` : ""}`;
  const thread = {
    title: "Twelve hundred plots",
    author: "Maud",
    text: "All about water.",
    comments: Array.from({ length: COMMENTS }, (_, at) => ({
      id: `c${at + 1}`,
      parent: at === 1 || at === 2 ? `c${at}` : null,
      author: `Gardener ${at % 40}`,
      text: text(at + 1),
    })),
  };
  await ready.ask("POST", `/corpora/${ready.corpus}/uploads/`, {
    name: "long.jsonl",
    text: `${JSON.stringify(thread)}\n`,
  });
  let id = 0;
  await expect(async () => {
    const path = `/corpora/${ready.corpus}/threads/?q=twelve`;
    id = (await ready.ask<{ results: { id: number }[] }>("GET", path)).results[0]?.id ?? 0;
    expect(id).toBeGreaterThan(0);
  }).toPass({ timeout: 30_000 });
  return { ...ready, long: `/corpora/${ready.corpus}/threads/${id}` };
}

test("a long thread: a link leads into its depth, the outline folds by keys, one comes back to where one was", async ({
  page,
}) => {
  const { long } = await longThread(page, "Long threads");
  await page.goto(`${long}#p900@0-8`);
  const linked = page.getByRole("article", { name: /^Comment 900 by/ });
  await expect(linked).toBeFocused();
  await expect(linked).toContainText("Plot 900 has its own water");
  await expect(page.locator("footer")).toContainText("Comment 900 of 1200");
  expect(await page.getByRole("article").count()).toBeLessThan(60);
  await expectAccessible(page, "long thread");

  await page.getByRole("region", { name: "Text of the thread" }).evaluate((pane) => {
    pane.scrollTop = pane.scrollHeight;
  });
  await expect(page.getByText("Plot 1200 has its own water")).toBeVisible();

  const outline = page.getByRole("navigation", { name: "Outline of the thread" });
  await linked.or(page.getByRole("article").last()).last().focus();
  await outline.locator("a[tabindex='0']").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  const first = outline.locator("a[href='#p1']");
  await expect(first).toBeFocused();
  await expect(first).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowLeft");
  await expect(first).toHaveAttribute("aria-expanded", "false");
  await expect(outline.locator("a[href='#p3']")).toHaveCount(0);
  await expect(first).toContainText("2 answers folded");
  await page.keyboard.press("ArrowRight");
  await expect(outline.locator("a[href='#p3']")).toHaveCount(1);

  const kept = page.waitForResponse(
    (answer) => answer.url().includes("/progress/") && answer.request().method() === "PUT",
  );
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article", { name: /^Comment 2 by/ })).toBeFocused();
  await kept;
  await expect(async () => {
    const asked = await page.request.get(`/api/v1/threads/${long.split("/").at(-1)}/progress/`);
    const { at, seen } = (await asked.json()) as { at: number | null; seen: number[][] };
    expect(at).not.toBeNull();
    expect(seen.some(([from = 0, to = 0]) => from <= 2 && 2 < to)).toBe(true);
  }).toPass();
  await page.goto(long.replace(/\/threads.*/, ""));
  await page.goto(long);
  await expect(page.locator("footer")).toContainText("Comment 2 of 1200");
});

test("find in a long thread: the hit far below is shown, and can be coded at once", async ({
  page,
}) => {
  const { long } = await longThread(page, "Finding");
  await page.goto(long);
  await expect(page.getByText("All about water.").first()).toBeVisible();
  await page.keyboard.press("Control+f");
  await page.keyboard.type(RARE.toUpperCase());
  await expect(page.getByRole("status").filter({ hasText: "1 of 1" })).toBeVisible();
  await expect(page.getByText(RARE)).toBeVisible();
  await expectAccessible(page, "find bar");
  await page.keyboard.press("Escape");
  await expect.poll(() => page.evaluate(() => String(getSelection()))).toBe(RARE);
  await page.keyboard.press("c");
  const palette = page.getByRole("dialog", { name: "Code this passage" });
  await expect(palette).toContainText("1 word, comment 1100");
  await palette.getByRole("option", { name: "Normalising" }).click();
  await expect(page.getByText("All saved")).toBeVisible();

  await page.getByRole("navigation", { name: "Outline of the thread" }).focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "All annotations as a list" }).click();
  const list = page.getByRole("dialog", { name: "Annotations of this thread" });
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page, "list of annotations");
  await list.getByRole("button", { name: /^Go to text: Normalising, comment 1100/ }).click();
  await expect(page.getByRole("article", { name: /^Comment 1100 by/ })).toBeFocused();
});

test.describe("by touch", () => {
  const { viewport, hasTouch, isMobile } = devices["Pixel 5"];
  test.use({ viewport, hasTouch, isMobile });

  test("a comment and a passage are coded on a phone", async ({ page }) => {
    const { url, annotations } = await readyThread(page, "Touch");
    await page.goto(url);
    const comment = page.getByRole("article", { name: "Comment 4 by Big Mick" });
    await comment.getByText("Agreed.").tap();
    await comment.getByRole("button", { name: "Code comment 4" }).tap();
    await page
      .getByRole("dialog", { name: "Code this comment" })
      .getByRole("option", { name: "Betrayed trust" })
      .tap();
    await expect
      .poll(async () => (await annotations()).map(({ level }) => level))
      .toEqual(["post"]);

    // What the native selection does when a finger rests on a word: tap, then the word is selected.
    const words = page.getByText("I connect the cover-up with him.");
    await words.tap();
    await words.evaluate((block) => {
      const node = block.firstChild as Text;
      getSelection()?.setBaseAndExtent(node, 2, node, 9);
    });
    const bar = page.getByRole("region", { name: "Selected words" });
    await expect(bar).toContainText("1 word, comment 2");
    await expectAccessible(page, "touch bar");
    await bar.getByRole("button", { name: "Code" }).tap();
    await page
      .getByRole("dialog", { name: "Code this passage" })
      .getByRole("option", { name: "Normalising" })
      .tap();
    await expect
      .poll(async () => (await annotations()).map(({ quote }) => quote).filter(Boolean))
      .toEqual(["connect"]);
  });
});
