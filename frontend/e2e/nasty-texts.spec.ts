import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "./fixtures";
import { readyThread } from "./reader-corpus";

interface Golden {
  readonly texts: readonly {
    readonly name: string;
    readonly text: string;
    readonly passages: readonly {
      readonly start: number;
      readonly end: number;
      readonly quote: string;
      readonly drawn: readonly [start: number, end: number];
    }[];
  }[];
}

const FILE = resolve(import.meta.dirname, "../../tests/data/nasty-texts.json");
const { texts } = JSON.parse(readFileSync(FILE, "utf8")) as Golden;

test("the browser makes exactly the passages of the golden file, and the server keeps them", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const { corpus, ask } = await readyThread(page, "Nasty texts");
  const comments = texts.map(({ text, name }) => ({ text, author: name }));
  const { id } = await ask<{ id: number }>("POST", `/corpora/${corpus}/threads/`, {
    title: "Nasty texts",
    author: "Maud Okonjo-Reyes",
    text: "An entry.",
    comments,
  });
  const { posts } = await ask<{ posts: { id: number }[] }>("GET", `/threads/${id}/`);
  await page.goto(`/corpora/${corpus}/threads/${id}`);
  await expect(page.getByRole("article")).toHaveCount(texts.length + 1);
  const field = page.getByRole("combobox", { name: "Find or make a code" });
  const wanted: string[] = [];
  for (const [index, { passages }] of texts.entries()) {
    const post = posts[index + 1]?.id ?? 0;
    for (const { start, end, quote, drawn } of passages) {
      // As a mouse that is let go leaves it: the selection, then the button.
      await page.evaluate(
        ([at, from, to]) => {
          const spot = (unit: number, after: boolean) => {
            for (const block of document.querySelectorAll<HTMLElement>(`p[data-post="${at}"]`)) {
              const node = block.firstChild as Text;
              const offset = unit - Number(block.dataset.at);
              const most = node.data.length;
              if (after ? offset > 0 && offset <= most : offset >= 0 && offset < most) {
                return [node, offset] as const;
              }
            }
            throw new Error(`no place ${unit} in post ${at}`);
          };
          const [begin, stop] = [spot(from as number, false), spot(to as number, true)];
          begin[0].parentElement?.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
          document.getSelection()?.setBaseAndExtent(...begin, ...stop);
          document.dispatchEvent(new MouseEvent("mouseup", { bubbles: true, detail: 1 }));
        },
        [post, ...drawn],
      );
      await expect(field).toBeFocused();
      await page.keyboard.press(wanted.length % 2 === 0 ? "1" : "2");
      await expect(field).toHaveCount(0);
      wanted.push(`${post}: ${start}–${end} ${quote}`);
    }
  }
  const stored = async () => {
    const answer = await ask<{
      results: { post: number; start: number; end: number; quote: string }[];
    }>("GET", `/threads/${id}/annotations/`);
    return answer.results.map(({ post, start, end, quote }) => `${post}: ${start}–${end} ${quote}`);
  };
  // The same passage drawn twice with the same code is one annotation.
  await expect.poll(async () => new Set(await stored())).toEqual(new Set(wanted));
});
