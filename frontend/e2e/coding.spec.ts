import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, expectAccessibleEverywhere, test } from "./fixtures";
import { boxOf, drag, openThread, readyThread } from "./reader-corpus";

/** Selects with the mouse and waits, as hands do, until the palette is there. */
async function select(page: Page, words: string): Promise<void> {
  await drag(page, words);
  await expect(page.getByRole("combobox", { name: "Find or make a code" })).toBeFocused();
}

const PASSAGE = "I connect the cover-up";

test("letters typed after selecting write a code's name, whatever they are keys of", async ({
  page,
}) => {
  const { url, annotations } = await readyThread(page, "Distrust");
  await openThread(page, url);
  await drag(page, PASSAGE);
  const field = page.getByRole("combobox", { name: "Find or make a code" });
  await expect(field).toBeFocused();
  // Each letter is a key of the reader: next, in vivo, caret, thread, remove, repeat, memo …
  await page.keyboard.type("next jokes mix quite");
  await expect(field).toHaveValue("next jokes mix quite");
  expect(await annotations()).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^next jokes mix quite by/ })).toBeVisible();
  await expect.poll(async () => (await annotations()).map(({ quote }) => quote)).toEqual([PASSAGE]);
});

test("a code that is not drawn yet can be removed already: two keys in one breath", async ({
  page,
}) => {
  const { url, annotations } = await readyThread(page, "One breath");
  await openThread(page, url);
  for (const key of ["j", "j"]) await page.keyboard.press(key);
  await page.evaluate(() => {
    for (const key of ["1", "x"]) {
      const init = { key, bubbles: true, cancelable: true };
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", init));
    }
  });
  await expect(page.locator("p[role=status]")).toContainText("Normalising removed from comment 1");
  await expect(page.getByText(/^All saved/)).toBeVisible();
  expect(await annotations()).toEqual([]);
});

test("letters typed before the palette is there write into it, too, on a machine that is busy", async ({
  page,
}) => {
  const { url, annotations } = await readyThread(page, "Quick hands");
  await openThread(page, url);
  const field = page.getByRole("combobox", { name: "Find or make a code" });
  // While the page is busy with the end of the selection the keys wait in line behind it.
  await page.evaluate(() =>
    document.addEventListener("mouseup", () => {
      const until = performance.now() + 600;
      while (performance.now() < until);
    }),
  );
  const { from, to } = await boxOf(page, PASSAGE);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y);
  // Not awaited: the letters are on their way before the page has answered.
  await Promise.all([page.mouse.up(), page.keyboard.type("Keeping count")]);
  await expect(field).toHaveValue("Keeping count");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  const word = await boxOf(page, "clearer");
  // A third click could still come: who types does not wait for it.
  await page.mouse.click(word.from.x + 4, word.from.y);
  await page.mouse.down({ clickCount: 2 });
  await Promise.all([page.mouse.up({ clickCount: 2 }), page.keyboard.type("Kinder")]);
  await expect(field).toHaveValue("Kinder");
  expect(await annotations()).toEqual([]);
});

test("a known code takes one key by its digit, one when it was used last, three by its name", async ({
  page,
}) => {
  const { url, annotations } = await readyThread(page, "Few keys");
  await openThread(page, url);
  const codes = async () => (await annotations()).length;
  await select(page, PASSAGE);
  await page.keyboard.press("2");
  await expect.poll(codes).toBe(1);
  await select(page, "I will make that clearer");
  await page.keyboard.press("Enter");
  await expect.poll(codes).toBe(2);
  await select(page, "it was in my choir");
  for (const key of ["n", "o", "Enter"]) await page.keyboard.press(key);
  await expect.poll(codes).toBe(3);
  await expect(page.getByRole("button", { name: /^Betrayed trust by/ })).toHaveCount(2);
  await expect(page.getByRole("button", { name: /^Normalising by/ })).toHaveCount(1);

  await page.keyboard.press("j");
  await page.keyboard.press("1");
  await expect.poll(codes).toBe(4);
});

test("an offered passage: its ends move, Escape gives it back, a copy takes it", async ({
  page,
}) => {
  const { url, annotations } = await readyThread(page, "Offered");
  await openThread(page, url);
  await select(page, PASSAGE);
  const palette = page.getByRole("dialog", { name: "Code this passage" });
  await page.keyboard.press("]");
  await expect(palette).toContainText("I connect the cover-up with");
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
  expect(await page.evaluate(() => String(document.getSelection()))).toBe(`${PASSAGE} with`);
  await page.keyboard.press("c");
  await page.keyboard.press("Alt+i");
  await expect(page.getByRole("button", { name: /^I connect the cover-up with by/ })).toBeVisible();
  await expect.poll(async () => (await annotations()).length).toBe(1);
});

test("double-click takes the word, triple-click the sentence", async ({ page }) => {
  const { url, annotations } = await readyThread(page, "Clicks");
  await openThread(page, url);
  const quotes = async () => (await annotations()).map(({ quote }) => quote);
  const word = await boxOf(page, "clearer");
  await page.mouse.dblclick(word.from.x + 4, word.from.y);
  await expect(page.getByRole("combobox", { name: "Find or make a code" })).toBeFocused();
  await page.keyboard.press("1");
  await expect.poll(quotes).toEqual(["clearer"]);
  const again = await boxOf(page, "clearer");
  await page.mouse.click(again.from.x + 4, again.from.y, { clickCount: 3, delay: 20 });
  await expect(page.getByRole("combobox", { name: "Find or make a code" })).toBeFocused();
  await page.keyboard.press("2");
  await expect.poll(quotes).toEqual(["clearer", "I will make that clearer when I get a chance."]);
});

test("what is selected snaps to words or sentences when that is set, and to neither with Alt", async ({
  page,
}) => {
  const { url, ask, annotations } = await readyThread(page, "Snapping");
  const set = (snap: string) => ask("PATCH", "/me/", { preferences: { snap } });
  const quotes = async () => (await annotations()).map(({ quote }) => quote);
  await set("word");
  await openThread(page, url);
  await select(page, "onnect the cov");
  await page.keyboard.press("1");
  await expect.poll(quotes).toEqual(["connect the cover"]);
  await page.keyboard.down("Alt");
  await select(page, "ill make");
  await page.keyboard.up("Alt");
  await page.keyboard.press("1");
  await expect.poll(quotes).toEqual(["connect the cover", "ill make"]);
  await set("sentence");
  await openThread(page, url);
  await select(page, "when I get");
  await page.keyboard.press("2");
  await expect
    .poll(quotes)
    .toEqual(["connect the cover", "ill make", "I will make that clearer when I get a chance."]);
  await set("grapheme");
});

test("the caret goes by sentence and paragraph, and overlapping passages are chosen in turn", async ({
  page,
}) => {
  const { url, annotations } = await readyThread(page, "Stepping");
  await openThread(page, url);
  const { keyboard } = page;
  for (const key of ["j", "j", "j", "e"]) await keyboard.press(key);
  await keyboard.press("Alt+ArrowDown");
  await keyboard.press("Shift+Alt+ArrowDown");
  await keyboard.press("1");
  const sentence = "I will make that clearer when I get a chance.";
  const quotes = async () => (await annotations()).map(({ quote }) => quote);
  await expect.poll(quotes).toEqual([sentence]);
  await keyboard.press("Control+Home");
  await keyboard.press("Shift+Control+ArrowDown");
  await keyboard.press("2");
  await expect.poll(async () => (await quotes()).length).toBe(2);
  await keyboard.press("Alt+ArrowUp");
  const chosen = page.getByRole("article", { name: /Comment 2 by/ }).locator("[aria-pressed=true]");
  const spoken = page.locator("p[role=status]");
  await keyboard.press("o");
  await expect(chosen).toHaveText(/^Betrayed trust|^Normalising/);
  const [first] = await chosen.allInnerTexts();
  await keyboard.press("o");
  await expect(spoken).toContainText("of 2");
  await expect(chosen).not.toHaveText(first ?? "");
  await keyboard.press("Escape");
  await keyboard.press("n");
  await expect(page.getByRole("article", { name: /Comment 3 by/ })).toBeFocused();
});

test("the words themselves name a code, and a digit is given to it in the palette", async ({
  page,
}) => {
  const { url, corpus, ask } = await readyThread(page, "In vivo");
  await openThread(page, url);
  const { keyboard } = page;
  for (const key of ["j", "j", "j", "e"]) await keyboard.press(key);
  for (let word = 0; word < 2; word += 1) await keyboard.press("Shift+Control+ArrowRight");
  await keyboard.press("i");
  await expect(page.getByRole("button", { name: /^I connect by/ })).toBeVisible();
  await keyboard.press("Escape");
  await keyboard.press("c");
  await keyboard.type("betr");
  await keyboard.press("Alt+7");
  await expect(page.locator("p[role=status]")).toHaveText(
    "Key 7 applies Betrayed trust from now on",
  );
  const me = await ask<{ preferences: { bindings: Record<string, Record<string, number>> } }>(
    "GET",
    "/me/",
  );
  expect(Object.keys(me.preferences.bindings[String(corpus)] ?? {})).toEqual(["7"]);
  await keyboard.press("Escape");
  await keyboard.press("j");
  await keyboard.press("7");
  const comment = page.getByRole("article", { name: /Comment 3 by/ });
  await expect(comment.getByRole("button", { name: /Betrayed trust whole comment/ })).toBeVisible();
});

test("changing a code says in the palette which one goes, and the ends move by mouse", async ({
  page,
}) => {
  const { url, annotations } = await readyThread(page, "Instead");
  await openThread(page, url);
  await select(page, PASSAGE);
  await page.keyboard.press("1");
  await expect(page.getByRole("button", { name: /^Normalising by/ })).toBeVisible();
  await page.getByRole("button", { name: "End one word later" }).click();
  await expect.poll(async () => (await annotations())[0]?.quote).toBe(`${PASSAGE} with`);
  await page.getByRole("button", { name: "Change code" }).click();
  const palette = page.getByRole("dialog", { name: "Change the code" });
  await expect(palette.getByText("instead of Normalising")).toBeVisible();
  await expect(palette.getByPlaceholder("Find or make a code")).toBeFocused();
  await expectAccessible(page, "changing a code");
  await page.keyboard.type("betr");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Betrayed trust by/ })).toBeVisible();
});

test("an empty codebook asks for the first code's name", async ({ page }) => {
  const { url, corpus, ask } = await readyThread(page, "No codes");
  const { results } = await ask<{ results: { id: number; version: number }[] }>(
    "GET",
    `/corpora/${corpus}/codes/`,
  );
  for (const { id, version } of results) {
    const token = (await page.context().cookies()).find(({ name }) => name === "csrftoken");
    await page.request.delete(`/api/v1/codes/${id}/`, {
      headers: {
        "X-CSRFToken": token?.value ?? "",
        "If-Match": `"${version}"`,
        Referer: page.url(),
      },
    });
  }
  await openThread(page, url);
  await select(page, PASSAGE);
  await expect(page.getByText("No codes yet. Type the name of the first one.")).toBeVisible();
  await expectAccessible(page, "palette without codes");
  await page.keyboard.type("Cover-up");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Cover-up by/ })).toBeVisible();
});

test("keys are changed on the account page, swapped when taken, and hold in the reader", async ({
  page,
}) => {
  const { url, ask } = await readyThread(page, "Own keys");
  await page.goto("/account");
  const keyOf = (action: string) => page.getByRole("button", { name: new RegExp(`^${action}: `) });
  await keyOf("next comment").click();
  await page.keyboard.press("5");
  await expect(page.getByText("5 belongs to the codes")).toBeVisible();
  await page.keyboard.press("k");
  await expect(page.getByText("K is taken: previous comment")).toBeVisible();
  await expectAccessibleEverywhere(page, "account keys");
  await page.getByRole("button", { name: "Swap the two" }).click();
  await expect(keyOf("previous comment")).toHaveText("J");
  await keyOf("write a memo").click();
  await page.keyboard.press("y");
  await expect(keyOf("write a memo")).toHaveText("Y");
  await openThread(page, url);
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await expect(page.getByRole("article", { name: /Comment 1 by/ })).toBeFocused();
  await page.keyboard.press("j");
  await expect(page.getByRole("article", { name: /Entry by/ })).toBeFocused();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await expect(sheet.getByText("write a memo")).toBeVisible();
  await sheet.getByRole("checkbox").click();
  await expect(sheet.getByRole("checkbox")).not.toBeChecked();
  await page.keyboard.press("Escape");
  await page.keyboard.press("k");
  await expect(page.getByRole("article", { name: /Entry by/ })).toBeFocused();
  await page.goto("/account");
  await page.getByRole("checkbox", { name: /Single keys/ }).click();
  await page.getByRole("button", { name: "Reset all keys" }).click();
  await expect(keyOf("next comment")).toHaveText("J");
  await ask("PATCH", "/me/", { preferences: { keys: {}, single_keys: true } });
});

test("a code is dragged onto a passage, a bar and a name; the ends of a passage onto other words", async ({
  page,
}) => {
  const { url, annotations } = await readyThread(page, "Taking hold");
  await openThread(page, url);
  const said = async () =>
    (await annotations()).map(({ code, quote }) => `${code}: ${quote}`).toSorted();
  const carry = async (from: Locator, to: { x: number; y: number }) => {
    const box = await from.boundingBox();
    if (!box) throw new Error("nothing to take hold of");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y - 3, { steps: 4 });
    await page.mouse.move(to.x, to.y);
    await page.mouse.up();
  };
  const middle = async (locator: Locator) => {
    const box = await locator.boundingBox();
    return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  };
  await select(page, PASSAGE);
  await page.keyboard.press("1");
  await select(page, "when I get a chance");
  await page.keyboard.press("2");
  const first = page.getByRole("button", { name: /^Normalising by/ }).first();
  const second = page.getByRole("button", { name: /^Betrayed trust by/ }).first();
  await expect.poll(async () => (await said()).length).toBe(2);
  const [one = 0, two = 0] = (await annotations()).map(({ code }) => code).toSorted();

  // Onto the passage: one more code on the same words.
  const passage = await boxOf(page, PASSAGE);
  await carry(second, { x: passage.from.x + 20, y: passage.from.y });
  await expect.poll(said).toContain(`${two}: ${PASSAGE}`);
  // Onto the name at the other passage: in its place.
  await carry(first, await middle(page.getByRole("button", { name: /^Betrayed trust by/ }).last()));
  await expect(page.locator("p[role=status]")).toContainText("stands now in the place of");
  await expect
    .poll(said)
    .toEqual([`${one}: ${PASSAGE}`, `${one}: when I get a chance`, `${two}: ${PASSAGE}`]);
  // Onto its bar: one more.
  await carry(second, await middle(page.locator("i[data-annotations]").last()));
  await expect.poll(said).toContain(`${two}: when I get a chance`);
  await expect.poll(async () => (await said()).length).toBe(4);

  const chosen = page.getByRole("button", { name: /^Normalising by/ }).first();
  await chosen.click();
  const handle = page.locator("i[data-end=end]");
  await expect(handle).toBeVisible();
  const box = await handle.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  const goal = await boxOf(page, "with him");
  await carry(handle, { x: goal.to.x, y: goal.to.y + 20 });
  await expect.poll(said).toContain(`${one}: ${PASSAGE} with him`);
});
