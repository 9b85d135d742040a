import { deflateRawSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, expectAccessibleEverywhere, test } from "./fixtures";

async function newCorpus(page: Page, title: string): Promise<number> {
  await page.goto("/");
  return page.evaluate(async (name) => {
    const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
    const answer = await fetch("/api/v1/corpora/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ title: name }),
    });
    return (await answer.json()).id as number;
  }, title);
}

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** A ZIP of a few small files, written out by hand: no library is needed for it. */
function zip(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const raw = Buffer.from(text);
    const data = deflateRawSync(raw);
    let crc = 0xffffffff;
    for (const byte of raw) crc = (CRC[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE((crc ^ 0xffffffff) >>> 0, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(raw.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    parts.push(head, Buffer.from(name), data);
    directory.push(entry, Buffer.from(name));
    offset += head.length + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const line = (title: string, author: string) =>
  `${JSON.stringify({
    title,
    site: `${title.toLowerCase()}.example`,
    text: `About ${title}.`,
    comments: [{ author, text: `I, ${author}, was there.` }],
  })}\n`;

test("a thread is typed in, renamed, taken away and brought back", async ({ page }) => {
  const corpus = await newCorpus(page, "Typed by hand");
  await page.goto(`/corpora/${corpus}`);
  await page.getByRole("button", { name: "Type a thread" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Fog over the allotments");
  await page.getByLabel("Text of the entry").fill("It was thick 🌫.");
  const first = page.getByRole("group", { name: "Comment 1" });
  await first.getByLabel("Author").fill("Kit");
  await first.getByLabel("Text").fill("Thick as soup.");
  await page.getByRole("button", { name: "Another comment" }).click();
  const second = page.getByRole("group", { name: "Comment 2" });
  await second.getByLabel("It answers").selectOption({ label: "comment 1" });
  await second.getByLabel("Text").fill("Pea soup?");
  await expectAccessibleEverywhere(page, "typing a thread");
  await page.getByRole("button", { name: "Add the thread" }).click();
  await expect(page.getByRole("article")).toHaveCount(3);
  await expect(page.getByRole("article").nth(2)).toContainText(/to .Kit., 1/);

  await page.getByRole("button", { name: "Change this thread" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Fog over the plots");
  await expectAccessibleEverywhere(page, "changing a thread");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Fog over the plots" }).last()).toBeVisible();
  await page.getByRole("button", { name: "Change this thread" }).click();
  await page.getByRole("button", { name: "Take this thread away" }).click();
  await expect(page.getByRole("heading", { name: "No threads yet" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "Fog over the plots" })).toBeVisible();
});

test("an archive shows its files; two names become one person and are parted again", async ({
  page,
}) => {
  const corpus = await newCorpus(page, "From an archive");
  await page.goto(`/corpora/${corpus}`);
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "choose files" }).click(),
  ]);
  const buffer = zip({
    "a/fog.jsonl": line("Fog", "Kit"),
    "b/rain.jsonl": line("Rain", "Kit H."),
    "b/picture.png": "\u0089PNG not really",
  });
  await chooser.setFiles({ name: "pages.zip", mimeType: "application/zip", buffer });
  await expect(page.getByRole("link", { name: "Rain", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Fog", exact: true })).toBeVisible();
  await page.getByText(/^2 files/).click();
  await expect(page.getByRole("link", { name: /rain\.jsonl/ })).toBeVisible();
  await expectAccessibleEverywhere(page, "an archive's files");

  await page.getByRole("link", { name: "Who they are" }).click();
  await page.getByRole("checkbox", { name: "Tick Kit", exact: true }).check();
  await page.getByRole("checkbox", { name: "Tick Kit H." }).check();
  await page.getByRole("button", { name: "These 2 are one person" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "They are one person" }).click();
  await expect(page.getByRole("button", { name: "Part again Kit H." })).toBeVisible();
  await expectAccessibleEverywhere(page, "participants merged");
  await page.getByRole("button", { name: "Part again Kit H." }).click();
  await expect(page.getByRole("checkbox", { name: "Tick Kit H." })).toBeVisible();
});

test("what is kept of commenters' addresses is the owner's word, and off at first", async ({
  page,
}) => {
  const corpus = await newCorpus(page, "Addresses");
  await page.goto(`/corpora/${corpus}`);
  await page.getByRole("button", { name: "Settings" }).click();
  const emails = page.getByRole("checkbox", { name: "Keep e-mail addresses" });
  await expect(emails).not.toBeChecked();
  await emails.check();
  await expectAccessibleEverywhere(page, "settings of a corpus");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: "Settings" }).click();
  await expect(emails).toBeChecked();
});
