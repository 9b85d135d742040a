import type { Page } from "@playwright/test";
import { expect, expectAccessibleEverywhere, test } from "./fixtures";
import { openThread, readyThread } from "./reader-corpus";

async function tabTo(page: Page, name: string): Promise<void> {
  const goal = page.getByRole("button", { name });
  await expect(goal).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await goal.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${name}`);
}

test("by keyboard alone: a memo on the corpus links to a code and survives a reload", async ({
  page,
}) => {
  const { corpus } = await readyThread(page, "Memos by keys");
  await page.goto(`/corpora/${corpus}/memos`);
  await expect(page.getByRole("heading", { name: "No memos yet" })).toBeVisible();
  await expectAccessibleEverywhere(page, "no memos");
  await page.keyboard.press("m");
  const field = page.getByLabel("Memo in Markdown");
  await expect(field).toBeFocused();
  await page.keyboard.type("The choir is **always** an aside, see [[norm");
  await expect(page.getByRole("option", { name: /Normalising/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue(/\[Normalising\]\(catena:code\/\d+\)$/);
  await page.keyboard.type(". <b onclick=alert(1)>loud</b>");

  await page.reload();
  await expect(field).toHaveValue(/loud/);
  await expectAccessibleEverywhere(page, "writing a memo");
  await field.focus();
  await page.keyboard.press("Control+Enter");
  const memo = page.getByRole("article", { name: /Memo by/ });
  await expect(memo.locator("strong")).toHaveText("always");
  await expect(memo).toContainText("<b onclick=alert(1)>loud</b>");
  await expect(memo.locator("b")).toHaveCount(0);
  await expectAccessibleEverywhere(page, "memos");

  await memo.getByRole("link", { name: "Normalising" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 2, name: "Normalising" })).toBeVisible();
  await tabTo(page, "Write a memo");
  await page.keyboard.press("Enter");
  await page.keyboard.type("What of irony?");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("article", { name: /Memo by/ })).toContainText("What of irony?");
  await expect(page.getByRole("button", { name: "Write a memo" })).toBeFocused();
});

test("by mouse: memos are found by what they are about, changed, removed and brought back", async ({
  page,
}) => {
  const { corpus, thread, ask } = await readyThread(page, "Memos by mouse");
  const put = (n: number, target: object, text: string, kind: string) =>
    ask("PUT", `/corpora/${corpus}/memos/0190f5a2-0000-7000-8000-00000000030${n}/`, {
      target,
      text,
      kind,
    });
  await put(1, { type: "thread", id: thread }, "Ledgers stand for trust.", "analytic");
  await put(2, { type: "corpus", id: corpus }, "Ask two people to code this.", "todo");
  await page.goto(`/corpora/${corpus}/memos`);
  const memos = page.getByRole("article", { name: /Memo by/ });
  await expect(memos).toHaveCount(2);
  await page.getByLabel("About").selectOption("thread");
  await expect(memos).toHaveCount(1);
  await expect(memos).toContainText("Ledgers stand for trust.");
  await page.reload();
  await expect(memos).toHaveCount(1);
  await page.getByLabel("About").selectOption("");
  await page.getByRole("searchbox", { name: "Find in memos" }).fill("two people");
  await expect(memos).toHaveCount(1);
  await page.getByRole("button", { name: "Change this memo" }).click();
  await page.getByLabel("Memo in Markdown").fill("Ask three people to code this.");
  await page.getByText("Preview", { exact: true }).click();
  await expect(memos).toContainText("Ask three people");
  await page.getByRole("button", { name: "Save the memo" }).click();
  await page.getByRole("searchbox", { name: "Find in memos" }).fill("");
  await expect(memos.filter({ hasText: "Ask three people" })).toBeVisible();
  await memos
    .filter({ hasText: "Ledgers" })
    .getByRole("button", { name: "Remove this memo" })
    .click();
  await expect(memos).toHaveCount(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(memos).toHaveCount(2);
});

test("a change by somebody else leaves an open draft alone and is told when it is saved", async ({
  page,
  refusals,
}) => {
  refusals.allowed = true;
  const { corpus, ask } = await readyThread(page, "Memos by two");
  const id = "0190f5a2-0000-7000-8000-000000000401";
  const target = { type: "corpus", id: corpus };
  await ask("PUT", `/corpora/${corpus}/memos/${id}/`, { target, text: "One reading.", kind: "" });
  await page.goto(`/corpora/${corpus}/memos`);
  await page.getByRole("button", { name: "Change this memo" }).click();
  const field = page.getByLabel("Memo in Markdown");
  await field.fill("My reading.");
  const cookies = await page.context().cookies();
  const token = cookies.find(({ name }) => name === "csrftoken")?.value ?? "";
  const origin = new URL(page.url()).origin;
  await page.request.patch(`/api/v1/memos/${id}/`, {
    headers: { "X-CSRFToken": token, Referer: `${origin}/`, Origin: origin, "If-Match": '"1"' },
    data: { text: "Their reading." },
  });
  await expect(field).toHaveValue("My reading.");
  await page.getByRole("button", { name: "Save the memo" }).click();
  await expect(page.getByRole("alert")).toContainText("Their reading.");
  await page.getByRole("button", { name: "Save mine instead" }).click();
  await expect(page.getByRole("article", { name: /Memo by/ })).toContainText("My reading.");
});

test("a memo written while coding says so in the margin and stands among all memos", async ({
  page,
}) => {
  const { corpus, url } = await readyThread(page, "Memos while coding");
  await openThread(page, url);
  for (const key of ["j", "j", "1"]) await page.keyboard.press(key);
  await expect(page.getByRole("button", { name: /Normalising whole comment/ })).toBeVisible();
  await expect(page.getByText(/^All saved/)).toBeVisible();
  await page.keyboard.press("m");
  const field = page.getByRole("textbox", { name: "Memo" });
  await expect(field).toBeFocused();
  await field.fill("Is this irony?");
  await page.keyboard.press("Escape");
  await expect(field).toHaveValue("Is this irony?");
  await page.getByRole("button", { name: "Save the memo" }).focus();
  await page.keyboard.press("Control+Enter");
  const chip = page.getByRole("button", { name: /Normalising whole comment.* has a memo/ });
  await expect(chip).toBeVisible();
  await expect(page.getByText(/^All saved/)).toBeVisible();
  const inspector = page.getByRole("region", { name: "Inspector" });
  const memos = inspector.getByRole("article", { name: /Memo by/ });
  await expect(memos).toContainText("Is this irony?");

  await inspector.getByRole("button", { name: "Write another memo" }).click();
  await expect(inspector.getByRole("button", { name: "Save the memo" })).toBeInViewport();
  await page.getByLabel("Memo in Markdown").fill("Ask the others.");
  await page.getByLabel("Kind").fill("question");
  await page.keyboard.press("Control+Enter");
  await expect(memos).toHaveCount(2);
  await expect(memos.first()).toContainText("Is this irony?");
  await expectAccessibleEverywhere(page, "memos of an annotation");

  await page.goto(`/corpora/${corpus}/memos`);
  const listed = page.getByRole("article", { name: /Memo by/ });
  await expect(listed).toHaveCount(2);
  const own = page.getByRole("region", { name: "On annotations" }).getByRole("article");
  await expect(own).toContainText("Normalising");
  await expectAccessibleEverywhere(page, "memos of annotations");
  await page.getByLabel("About").selectOption("thread");
  await expect(listed).toHaveCount(0);
  await page.getByLabel("About").selectOption("annotation");
  await page.getByRole("searchbox", { name: "Find in memos" }).fill("IRONY");
  await expect(listed).toHaveCount(1);
  await own.getByRole("link").click();
  await expect(page).toHaveURL(/threads\/\d+\?post=\d+/);
});
