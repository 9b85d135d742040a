import type { Page } from "@playwright/test";
import { expect, expectAccessibleEverywhere, test } from "./fixtures";

/** The first comment quotes an older one with its author line: a reader must take it for two. */
const CAPTURE = `The Pier Log

October 4, 2017

Wind on the pier

Filed under: weather — ines @ 6:41 pm

It blew all day, and nobody came.


  1. Did it blow on Monday, too? I still have what was said last year: 🌬

    It was calmer then.

    Comment by Old Tom — October 1, 2016 @ 9:00 pm

    So much for that.

    Comment by Bo — October 4, 2017 @ 9:17 pm

  2. It always blows.

    Comment by Kit — October 5, 2017 @ 8:02 am

RSS feed for comments on this post. TrackBack URI
`;

async function pasted(page: Page, title: string): Promise<{ corpus: number; upload: string }> {
  await page.goto("/");
  return page.evaluate(
    async ([name, text]) => {
      const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
      const ask = async (path: string, body: object) => {
        const answer = await fetch(`/api/v1${path}`, {
          method: "POST",
          headers,
          body: JSON.stringify(body),
        });
        return answer.json();
      };
      const corpus = (await ask("/corpora/", { title: name })).id as number;
      const paste = { name: "pier.txt", text };
      const { results } = await ask(`/corpora/${corpus}/uploads/`, paste);
      return { corpus, upload: results[0].id as string };
    },
    [title, CAPTURE] as const,
  );
}

async function toReview(page: Page, corpus: number): Promise<void> {
  await page.goto(`/corpora/${corpus}`);
  await page.getByRole("link", { name: "Review before loading" }).click();
  await expect(page.getByRole("listbox", { name: "Lines of the page" })).toBeVisible();
}

const found = (page: Page) => page.getByRole("region", { name: "What was found" });
const post = (page: Page, name: RegExp) => found(page).getByRole("button", { name });

test("a wrongly split comment is joined with the mouse, and the repair survives a new reading", async ({
  page,
}) => {
  const { corpus, upload } = await pasted(page, "Mended with the mouse");
  await toReview(page, corpus);
  await expect(post(page, /Comment 3 by Kit/)).toBeVisible();
  await expectAccessibleEverywhere(page, "review before mending");
  await page.getByRole("option", { name: "So much for that." }).click();
  await page.getByRole("button", { name: "Belongs to the one before" }).click();
  await expect(post(page, /Comment 2 by Kit/)).toBeVisible();
  await post(page, /Comment 1 by/).click();
  await page.getByRole("button", { name: "Author…" }).click();
  await page.getByLabel("Name, as it stands on the page").fill("Bo");
  await page.getByRole("button", { name: "Set the author" }).click();
  await expect(post(page, /Comment 1 by Bo/)).toBeVisible();
  await expectAccessibleEverywhere(page, "review mended");
  await page.getByRole("button", { name: "Load 1 thread" }).click();
  await page.getByRole("link", { name: "Wind on the pier" }).click();
  await expect(page.getByRole("article", { name: /Comment 1 by Bo/ })).toContainText("So much");
  await expect(page.getByRole("article")).toHaveCount(3);

  await page.goto(`/corpora/${corpus}/uploads/${upload}`);
  await page.getByRole("button", { name: "Read again…" }).click();
  await expect(page.getByText("Nothing would change.")).toBeVisible();
  await expectAccessibleEverywhere(page, "read again");
  await page.getByRole("button", { name: "Apply the difference" }).click();
  await page.getByRole("link", { name: "Wind on the pier" }).click();
  await expect(page.getByRole("article", { name: /Comment 1 by Bo/ })).toContainText("So much");
  await expect(page.getByRole("article")).toHaveCount(3);
});

test("by keyboard alone: join, take back, split, leave out, name, load", async ({ page }) => {
  const { corpus } = await pasted(page, "Mended by keyboard");
  await toReview(page, corpus);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(post(page, /Comment 2 by Bo/)).toBeFocused();
  await page.keyboard.press("m");
  await expect(post(page, /Comment 1 by Bo/)).toBeVisible();
  await expect(post(page, /Comment 2 by Kit/)).toBeVisible();
  await page.keyboard.press("u");
  await expect(post(page, /Comment 3 by Kit/)).toBeVisible();
  await post(page, /Comment 2 by Bo/).focus();
  await page.keyboard.press("m");
  await expect(post(page, /Comment 2 by Kit/)).toBeVisible();

  // From the post to its lines, down to the quoted author line, and out with it.
  await page.keyboard.press("t");
  const lines = page.getByRole("listbox", { name: "Lines of the page" });
  await expect(lines).toBeFocused();
  const quoted = page.getByRole("option", { name: /Comment by Old Tom/ });
  for (let steps = 0; steps < 6; steps += 1) {
    if ((await quoted.getAttribute("aria-selected")) === "true") break;
    await page.keyboard.press("ArrowDown");
  }
  await expect(quoted).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("x");
  await expect(page.getByRole("group", { name: "Left out: page furniture" }).first()).toContainText(
    "Old Tom",
  );

  await post(page, /Comment 1 by/).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("a");
  await page.getByLabel("Name, as it stands on the page").fill("Bo Sandvik");
  await page.keyboard.press("Enter");
  await expect(post(page, /Comment 1 by Bo Sandvik/)).toBeVisible();
  const load = page.getByRole("button", { name: "Load 1 thread" });
  await load.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Wind on the pier" }).click();
  const article = page.getByRole("article", { name: /Comment 1 by Bo Sandvik/ });
  await expect(article).toContainText("So much for that.");
  await expect(article).not.toContainText("Old Tom");
});
