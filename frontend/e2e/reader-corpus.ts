/** An invented thread with emoji, replies and right-to-left words, and two codes, made through the API. */
import { expect, type Page } from "@playwright/test";
import type { Annotation } from "../src/api/types";

const THREAD = {
  title: "The Allotment Society, the missing ledgers, and a second chance",
  site: "The Unweeded Garden",
  author: "Maud Okonjo-Reyes",
  written_at: "2017-10-04T18:41:00",
  language: "en",
  text: "In recent years I have come to respect the Harrow Lane Allotment Society.\n\nThe quarrel goes back to 2012, when plot-holders asked to see the ledgers.",
  comments: [
    {
      id: "a",
      author: "Brigid Sallow",
      written_at: "2017-10-05T03:32:00",
      text: "It happens EVERYWHERE: it was in my choir, it was the nice man upstairs with the tomatoes 🍅 on the roof, and now it is among the people I trusted with my spare key 👩‍👩‍👧‍👦.",
    },
    {
      id: "b",
      parent: "a",
      author: "Maud Okonjo-Reyes",
      written_at: "2017-10-05T10:32:00",
      text: "I connect the cover-up with him. I will make that clearer when I get a chance.",
    },
    { id: "c", author: "Samir Haddad", text: "قال لي: «نعم» and then 🇩🇪 he laughed." },
    { id: "d", author: "Big Mick", text: "Agreed." },
  ],
};

export interface Ready {
  readonly corpus: number;
  readonly thread: number;
  readonly url: string;
  /** Asks the server, as the person who is signed in. */
  readonly ask: <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;
  readonly annotations: () => Promise<Annotation[]>;
}

export async function readyThread(page: Page, title: string): Promise<Ready> {
  await page.goto("/");
  const ask = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const cookies = await page.context().cookies();
    const token = cookies.find(({ name }) => name === "csrftoken")?.value ?? "";
    const origin = new URL(page.url()).origin;
    const answer = await page.request.fetch(`/api/v1${path}`, {
      method,
      headers: { "X-CSRFToken": token, Referer: `${origin}/`, Origin: origin },
      ...(body === undefined ? {} : { data: body }),
    });
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as Answer;
  };
  const { id: corpus } = await ask<{ id: number }>("POST", "/corpora/", { title });
  for (const [name, colour] of [
    ["Normalising", "folium"],
    ["Betrayed trust", "kermes"],
  ]) {
    await ask("POST", `/corpora/${corpus}/codes/`, { name, colour });
  }
  await ask("POST", `/corpora/${corpus}/uploads/`, {
    name: "ledgers.jsonl",
    text: `${JSON.stringify(THREAD)}\n`,
  });
  let thread = 0;
  await expect(async () => {
    const page = await ask<{ results: { id: number }[] }>("GET", `/corpora/${corpus}/threads/`);
    thread = page.results[0]?.id ?? 0;
    expect(thread).toBeGreaterThan(0);
  }).toPass({ timeout: 30_000 });
  const annotations = async () => {
    const path = `/threads/${thread}/annotations/`;
    return (await ask<{ results: Annotation[] }>("GET", path)).results;
  };
  return { corpus, thread, url: `/corpora/${corpus}/threads/${thread}`, ask, annotations };
}

/** Opens the thread and waits until it can be coded. */
export async function openThread(page: Page, url: string): Promise<void> {
  const codes = page.waitForResponse((answer) => answer.url().includes("/codes/"));
  await page.goto(url);
  await codes;
  await expect(page.getByRole("article")).toHaveCount(THREAD.comments.length + 1);
}

/** Where some words stand on the page, in pixels. */
export async function boxOf(page: Page, words: string) {
  return page.evaluate((wanted) => {
    for (const block of document.querySelectorAll("p[data-at]")) {
      const node = block.firstChild as Text;
      const at = node.data.indexOf(wanted);
      if (at === -1) continue;
      block.scrollIntoView({ block: "center" });
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const lines = [...range.getClientRects()];
      const [first, last] = [lines[0] as DOMRect, lines[lines.length - 1] as DOMRect];
      const whole = range.getBoundingClientRect();
      return {
        from: { x: first.left + 0.5, y: first.top + first.height / 2 },
        to: { x: last.right - 0.5, y: last.top + last.height / 2 },
        whole: { left: whole.left, right: whole.right, top: whole.top, bottom: whole.bottom },
      };
    }
    throw new Error(`not on the page: ${wanted}`);
  }, words);
}

/** Selects words by dragging the mouse over them. */
export async function drag(page: Page, words: string): Promise<void> {
  const { from, to } = await boxOf(page, words);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}
