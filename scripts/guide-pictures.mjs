// Takes the pictures of docs/guide from the demo corpus in a Catena of its own: `make pictures`.
//
// usage: node guide-pictures.mjs [columns]     (only those of the columns of tables)
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const out = join(root, "docs/guide");
const { chromium } = createRequire(join(root, "frontend/package.json"))("@playwright/test");
const PASSWORD = "plum-orchard-77";
const only = process.argv[2];
const TABLE = `post_id,topic_id,topic_title,reply_to,member,created,message,board,joined
8812,411,Who drained the pond?,,Hester Lindqvist-Amis,03/04/2019 18:41,"I would like to see the ledgers before anybody drains anything else.",Water,2011
8813,411,Who drained the pond?,8812,Compost Corner Carl,03/04/2019 19:02,A dry spring and a wet autumn.,Water,2016
8814,411,Who drained the pond?,8813,maudokonjo,03/04/2019 21:10,I do not know if you remember the last time.,Water,2018
8820,412,Notes on a hosepipe ban,,Ansel B.,05/04/2019 07:02,Nobody asked us about this one either.,Bees,2018
8821,412,Notes on a hosepipe ban,8820,Kit Harrowgate,05/04/2019 08:02,"Nobody ever does, do they?",Bees,2011
`;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];

const port = await new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});
const home = mkdtempSync(join(tmpdir(), "catena-guide-"));
const env = {
  ...process.env,
  CATENA_HOME: home,
  CATENA_PORT: String(port),
  CATENA_ADMIN_USERNAME: "nora",
  CATENA_ADMIN_PASSWORD: PASSWORD,
};
const python = join(root, ".venv/bin/python");
const site = `http://127.0.0.1:${port}`;
const server = spawn(python, ["-m", "catena", "up"], { cwd: root, env, stdio: "ignore" });

async function answering() {
  for (let tries = 0; tries < 240; tries += 1) {
    const health = await fetch(`${site}/api/v1/health/`).then((reply) => reply.json(), () => null);
    if (health?.status === "ok") return;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error("Catena did not start.");
}

async function signedIn(browser, options) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  await page.goto(site);
  await page.getByLabel("User name").fill("nora");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: /demo corpus/ }).first().click();
  await page.getByRole("table").waitFor();
  return page;
}

async function keep(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(out, `${name}.png`) });
  console.log(`docs/guide/${name}.png`);
}

async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

async function inReader(page) {
  await page.getByRole("link", { name: "Who waters the allotments in August?" }).click();
  await page.getByRole("feed").waitFor();
  await page.locator("article").nth(2).waitFor();
  await keep(page, "reader");
  await press(page, "j", "j", "j", "J");
  await keep(page, "annotation");
  await press(page, "c");
  await page.keyboard.type("fai");
  await keep(page, "palette");
  await press(page, "Escape", "?");
  await keep(page, "keys");
  await press(page, "Escape");
}

/** A table whose columns get a meaning: the question, then the answer, then what is remembered. */
async function ofColumns(page) {
  const file = { name: "allotment-board.csv", mimeType: "text/csv", buffer: Buffer.from(TABLE) };
  await page.getByLabel("Files to upload").first().setInputFiles(file);
  await page.getByRole("link", { name: "Say what the columns mean" }).click();
  const meaning = (column) => page.getByRole("combobox", { name: `What “${column}” holds` });
  await meaning("post_id").selectOption({ label: "Its own id" });
  await page.getByRole("heading", { name: "Who drained the pond?" }).waitFor();
  await keep(page, "columns");
  await page.getByRole("button", { name: "The day comes first" }).click();
  await meaning("member").selectOption({ label: "Author" });
  await meaning("reply_to").selectOption({ label: "Id of what it answers" });
  await meaning("topic_id").selectOption({ label: "Thread it belongs to" });
  await meaning("topic_title").selectOption({ label: "Title of the thread" });
  await meaning("board").selectOption({ label: "Attribute of the thread" });
  await meaning("joined").selectOption({ label: "Attribute of the author" });
  await page.getByText("board: Water").waitFor();
  await page.getByRole("group", { name: /Which row is the entry/ }).scrollIntoViewIfNeeded();
  await keep(page, "columns-done");
  await page.getByRole("button", { name: "Read the whole file" }).click();
  await page.getByRole("link", { name: "Notes on a hosepipe ban" }).waitFor();
  await page.getByRole("link", { name: "Remembered columns" }).click();
  await page.getByRole("heading", { name: "allotment-board" }).waitFor();
  await keep(page, "columns-remembered");
}

async function all(browser, laptop) {
  await inReader(laptop);
  await laptop.getByRole("link", { name: "Codebook" }).click();
  await laptop.getByRole("row", { name: /Fairness/ }).click();
  await keep(laptop, "codebook");
  const phone = await signedIn(browser, { viewport: { width: 390, height: 760 }, hasTouch: true });
  await phone.getByRole("link", { name: "Who waters the allotments in August?" }).click();
  await phone.locator("article").nth(1).waitFor();
  await keep(phone, "phone");
}

try {
  await answering();
  const demo = spawnSync(python, ["-m", "catena", "demo"], { cwd: root, env, stdio: "inherit" });
  if (demo.status !== 0) throw new Error("The demo corpus could not be loaded.");
  const browser = await chromium.launch({
    executablePath: process.env.CATENA_CHROMIUM,
    args: FLAGS,
  });
  const laptop = await signedIn(browser, { viewport: { width: 1280, height: 800 } });
  if (only !== "columns") await all(browser, laptop);
  await ofColumns(await signedIn(browser, { viewport: { width: 1280, height: 800 } }));
  await browser.close();
} finally {
  server.kill("SIGTERM");
  await new Promise((done) => server.once("exit", done));
  rmSync(home, { recursive: true, force: true });
}
