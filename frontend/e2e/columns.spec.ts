/** A table comes in: its columns are given a meaning once, and the next file needs no hand. */
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectAccessibleEverywhere, test } from "./fixtures";

const HEAD = "post_no,topic_no,topic,reply_to,member,created,message,board,joined";
const FIRST = `${HEAD}
8812,411,Who drained the pond?,,Hester Lindqvist-Amis,03/04/2019 18:41,"I would like to see the ledgers before anybody drains anything else.

It was full on Monday.",Water,2011
8813,411,Who drained the pond?,8812,Compost Corner Carl,03/04/2019 19:02,A dry spring and a wet autumn.,Water,2016
8814,411,Who drained the pond?,8813,maudokonjo,03/04/2019 21:10,I do not know if you remember the last time.,Water,2018
8820,412,Notes on a hosepipe ban,,Ansel B.,05/04/2019 07:02,Nobody asked us about this one either.,Bees,2018
`;
const SECOND = `${HEAD}
8901,430,Minutes of a meeting,,Brigid Sallow,02/05/2019 20:00,The meeting did not take place.,Water,2012
8902,430,Minutes of a meeting,8901,Ansel B.,03/05/2019 07:10,I have the minutes here.,Water,2018
`;
const RECORDS = JSON.stringify({
  site: { name: "The Unweeded Garden" },
  posts: [
    { key: "a1", in: "t1", by: { nick: "Kit" }, says: "Whose rain is it, then, I ask you all?" },
    { key: "a2", in: "t1", by: { nick: "Bo" }, says: "It is ours, for we have the butt to show." },
  ],
});

/** Makes a corpus and sends it a file through the API, as the interface does. */
async function sent(page: Page, title: string, name: string, text: string): Promise<number> {
  await page.goto("/");
  const corpus = await page.evaluate(async (named) => {
    const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const body = JSON.stringify({ title: named });
    const answer = await fetch("/api/v1/corpora/", { method: "POST", headers, body });
    return (await answer.json()).id as number;
  }, title);
  await sendTo(page, corpus, name, text);
  return corpus;
}

async function sendTo(page: Page, corpus: number, name: string, text: string): Promise<void> {
  await page.evaluate(
    async ([c, file, words]) => {
      const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
      const form = new FormData();
      form.append("file", new Blob([words]), file);
      const headers = { "X-CSRFToken": token };
      await fetch(`/api/v1/corpora/${c}/uploads/`, { method: "POST", headers, body: form });
    },
    [corpus, name, text] as const,
  );
}

const preview = (page: Page) => page.getByRole("region", { name: "How it would be read" });
const meaning = (page: Page, column: string) =>
  page.getByRole("combobox", { name: `What “${column}” holds` });
const threads = (page: Page) => page.getByRole("table", { name: "Threads of this corpus" });

test("columns get a meaning once; the next file with them is loaded without a hand", async ({
  page,
}) => {
  test.slow();
  const corpus = await sent(page, "From a table", "board-april.csv", FIRST);
  await page.goto(`/corpora/${corpus}`);
  await page.getByRole("link", { name: "Say what the columns mean" }).click();
  await expect(page.getByRole("heading", { name: "board-april.csv" })).toBeVisible();

  // What the file says by itself is filled in; nothing is loaded by a guess.
  await expect(meaning(page, "message")).toHaveValue("text");
  await expect(preview(page)).toContainText("Who drained the pond?");
  const read = page.getByRole("button", { name: "Read the whole file" });
  await expect(read).toHaveAttribute("aria-disabled", "true");
  await expectAccessibleEverywhere(page, "columns guessed");

  // Day or month: the file does not say, and it is asked.
  await page.getByRole("button", { name: "The day comes first" }).click();
  await expect(preview(page)).toContainText("3 Apr 2019, 18:41");
  await meaning(page, "member").selectOption({ label: "Author" });
  await meaning(page, "post_no").selectOption({ label: "Its own id" });
  await meaning(page, "reply_to").selectOption({ label: "Id of what it answers" });
  await meaning(page, "topic_no").selectOption({ label: "Thread it belongs to" });
  await meaning(page, "topic").selectOption({ label: "Title of the thread" });
  await meaning(page, "board").selectOption({ label: "Attribute of the thread" });
  await page.getByRole("textbox", { name: "Name of the attribute" }).fill("Board");
  await page.getByRole("textbox", { name: "Name of the attribute" }).press("Enter");
  await meaning(page, "joined").selectOption({ label: "Attribute of the author" });
  await expect(preview(page)).toContainText("2 threads, 2 comments");
  await expect(preview(page)).toContainText("Board: Water");
  await expectAccessibleEverywhere(page, "columns with a meaning");
  await page.getByLabel("Remembered as").fill("The board");
  await read.click();
  await expect(threads(page).getByRole("link")).toHaveCount(2);
  await page.getByRole("link", { name: "Who drained the pond?" }).click();
  await expect(page.getByRole("article")).toHaveCount(3);
  await expect(page.getByRole("article", { name: /Comment 2 by maudokonjo/ })).toBeVisible();

  await sendTo(page, corpus, "board-may.csv", SECOND);
  await page.goto(`/corpora/${corpus}`);
  await expect(threads(page).getByRole("link")).toHaveCount(3);
  await expect(page.getByText("Say what the columns mean")).toHaveCount(0);

  // What is remembered can be seen, named anew, and forgotten.
  await page.getByRole("link", { name: "Remembered columns" }).click();
  await expect(page.getByRole("heading", { name: "The board" })).toBeVisible();
  await expectAccessibleEverywhere(page, "remembered columns");
  await page.getByRole("button", { name: "Rename… The board" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Allotment board");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await page.getByRole("button", { name: "Forget… Allotment board" }).click();
  await expectAccessible(page, "forget columns");
  await page.getByRole("button", { name: "Forget them" }).click();
  await expect(page.getByRole("heading", { name: "Nothing remembered yet" })).toBeVisible();
  await expectAccessible(page, "no columns remembered");
});

test("by keyboard alone: answer, choose, try, load", async ({ page }) => {
  const corpus = await sent(page, "A table by keyboard", "board.csv", FIRST);
  await page.goto(`/corpora/${corpus}`);
  const link = page.getByRole("link", { name: "Say what the columns mean" });
  await link.focus();
  await page.keyboard.press("Enter");
  await expect(preview(page)).toContainText("Who drained the pond?");
  const answer = page.getByRole("button", { name: "The month comes first" });
  await answer.focus();
  await page.keyboard.press("Enter");
  await expect(answer).toBeFocused();
  await expect(answer).toHaveAttribute("aria-pressed", "true");
  await expect(preview(page)).toContainText("4 Mar 2019, 18:41");
  await meaning(page, "member").focus();
  await page.keyboard.press("Home");
  await expect(preview(page)).toContainText("No column holds the authors.");
  await page.keyboard.type("Author");
  await expect(preview(page)).not.toContainText("No column holds the authors.");
  await page.keyboard.press("Control+Enter");
  await expect(threads(page).getByRole("link")).toHaveCount(2);
});

test("records of JSON that nobody knows are matched by their paths", async ({ page }) => {
  const corpus = await sent(page, "From records", "garden.json", RECORDS);
  await page.goto(`/corpora/${corpus}`);
  await page.getByRole("link", { name: "Say what the columns mean" }).click();
  await meaning(page, "says").selectOption({ label: "Text" });
  await meaning(page, "by.nick").selectOption({ label: "Author" });
  await meaning(page, "in").selectOption({ label: "Thread it belongs to" });
  await meaning(page, "../site.name").selectOption({ label: "Site" });
  await page.getByRole("radio", { name: "The first row of each thread" }).check();
  await expect(preview(page)).toContainText("1 thread, 1 comment");
  await page.getByRole("checkbox", { name: /Read the next file/ }).uncheck();
  await page.getByRole("button", { name: "Read the whole file" }).click();
  await expect(threads(page).getByRole("link")).toHaveCount(1);
  await page.goto(`/corpora/${corpus}/mappings`);
  await expect(page.getByRole("heading", { name: "Nothing remembered yet" })).toBeVisible();
});

test("a file that says itself what it is asks for no columns", async ({ page, refusals }) => {
  refusals.allowed = true;
  const text = "Kit said...\nWhose rain is it?\n\nBo said...\nOurs.\n";
  const corpus = await sent(page, "No table", "page.txt", text);
  const upload = await page.evaluate(async (c) => {
    const answer = await fetch(`/api/v1/corpora/${c}/uploads/`);
    return (await answer.json()).results[0].id as string;
  }, corpus);
  await page.goto(`/corpora/${corpus}/uploads/${upload}/columns`);
  await expect(page.getByRole("heading", { name: "This file is no table" })).toBeVisible();
});
