import { expect, expectAccessibleEverywhere, test } from "./fixtures";

const STUB = { count: 12, name: "t1_c9", id: "c9", parent_id: "t1_c1", children: ["c9"] };
const listing = (...children: object[]) => ({ kind: "Listing", data: { children } });
const shared = { subreddit: "lamps", created_utc: 1616238000, link_id: "t3_q1" };
const PAGE = [
  listing({
    kind: "t3",
    data: {
      ...shared,
      id: "q1",
      author: "keeper",
      title: "Of oil and wicks",
      selftext: "The oil came late.",
      permalink: "/r/lamps/comments/q1/of_oil_and_wicks/",
      num_comments: 40,
    },
  }),
  listing({
    kind: "t1",
    data: {
      ...shared,
      id: "c1",
      author: "Ada",
      body: "Ours as well.",
      parent_id: "t3_q1",
      replies: listing({ kind: "more", data: STUB }),
    },
  }),
];

test("comments that were not collected are spoken of where they would stand", async ({ page }) => {
  await page.goto("/");
  const corpus = await page.evaluate(async (text) => {
    const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const ask = async (path: string, body: object) => {
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      return (await fetch(`/api/v1${path}`, init)).json();
    };
    const { id } = await ask("/corpora/", { title: "Lamps" });
    await ask(`/corpora/${id}/uploads/`, { name: "oil.json", text });
    return id as number;
  }, JSON.stringify(PAGE));
  await page.goto(`/corpora/${corpus}`);
  const threads = page.getByRole("table", { name: "Threads of this corpus" });
  await threads.getByRole("link", { name: "Of oil and wicks" }).click();
  await expect(page.getByText(/at least 39 comments/)).toBeVisible();
  await expect(page.getByText("has answers that were not collected")).toHaveCount(1);
  await expectAccessibleEverywhere(page, "thread with gaps");
});
