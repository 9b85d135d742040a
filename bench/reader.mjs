// The reader's figures in Chromium: a production build, a Catena of its own, threads of 15 to 50,000 comments.
//
// usage: node bench/reader.mjs [15] [5000] [50000]      (comments; annotations are 100, 10,000, 100,000)
//        CATENA_DIST=folder    measures a build that is there instead of making one

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { annotationsFor, client, makeCodes, makeThread, ROOT, startSite, WHO } from "./reader_site.mjs";

const { chromium } = createRequire(join(ROOT, "frontend/package.json"))("@playwright/test");
const CODES = 1_000;
const USED_CODES = 40;
const COLD_RUNS = 3;
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const sizes = process.argv.slice(2).map(Number);
const rows = [];

function note(what, value, goal = "") {
  rows.push([what, value, goal]);
  console.error(`${what}: ${value}`);
}

const ms = (value) => `${Math.round(value)} ms`;
const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const p95 = (values) => sorted(values)[Math.max(0, Math.ceil(values.length * 0.95) - 1)];

async function newPage(browser, base, session) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    ...(session ? { storageState: session } : {}),
  });
  await context.addInitScript({ path: join(import.meta.dirname, "reader_probe.js") });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error("thrown:", error.message));
  return { context, page, base };
}

async function signIn(browser, base) {
  const { context, page } = await newPage(browser, base);
  await page.goto(`${base}/signin`);
  await page.evaluate(async (who) => {
    await fetch("/api/v1/session/");
    const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
    await fetch("/api/v1/session/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(who),
    });
  }, WHO);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Text, codes, and the end of the last long task: ms from the start of the navigation, cold cache. */
async function coldOpen(browser, base, session, url) {
  const opened = await newPage(browser, base, session);
  const { page } = opened;
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForFunction(() => window.probe?.text != null && window.probe.codes != null, null, {
    timeout: 120_000,
  });
  // Quiet for half a second: nothing keeps the main thread from answering any more.
  await page.waitForFunction(() => performance.now() - Math.max(probe.busyUntil, probe.codes) > 500);
  const { text, codes, busyUntil } = await page.evaluate(() => probe);
  return { ...opened, text, codes, interactive: Math.max(text, busyUntil) };
}

async function heap(context, page) {
  const devtools = await context.newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("Performance.enable");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const used = metrics.find(({ name }) => name === "JSHeapUsedSize").value / 1e6;
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  return { used, nodes };
}

async function addAnnotations(page, count) {
  const took = [];
  for (let turn = 0; turn < count; turn += 1) {
    await page.evaluate((number) => probe.select(number), turn);
    await page.evaluate(() => {
      probe.watched = probe.untilPainted(probe.newlyPainted);
    });
    await page.keyboard.press(String(1 + (turn % 9)));
    took.push(await page.evaluate(() => probe.watched));
    await page.waitForTimeout(60);
  }
  return took;
}

async function paletteKeys(page) {
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  const field = page.getByRole("combobox", { name: "Find or make a code" });
  await field.waitFor();
  const took = [];
  const press = async (key) => {
    await page.evaluate(() => {
      probe.watched = probe.untilPainted(() => true);
    });
    await page.keyboard.press(key);
    took.push(await page.evaluate(() => probe.watched));
  };
  for (let turn = 0; turn < 3; turn += 1) {
    for (const key of "theme") await press(key);
    for (let back = 0; back < 5; back += 1) await press("Backspace");
  }
  await page.keyboard.press("Escape");
  return took;
}

async function measure(browser, base, session, corpus, thread, comments) {
  const name = `${comments.toLocaleString("en")} / ${annotationsFor(comments).toLocaleString("en")}`;
  const huge = comments > 20_000;
  const url = `${base}/corpora/${corpus}/threads/${thread}`;
  const cold = [];
  for (let run = 0; run < COLD_RUNS; run += 1) {
    const opened = await coldOpen(browser, base, session, url);
    cold.push(opened);
    if (run < COLD_RUNS - 1) await opened.context.close();
  }
  const { context, page } = cold.at(-1);
  const runs = (key) => {
    const values = cold.map((one) => one[key]);
    return `${ms(median(values))} (${sorted(values).map(Math.round).join(", ")})`;
  };
  note(`${name}: text visible, cold`, runs("text"), huge ? "< 3,000 ms" : "< 1,000 ms");
  note(`${name}: codes painted, cold`, runs("codes"));
  note(`${name}: interactive, cold`, runs("interactive"), huge ? "< 3,000 ms" : "< 1,200 ms");
  const first = await heap(context, page);
  note(`${name}: JS heap, DOM elements after opening`, `${first.used.toFixed(1)} MB, ${first.nodes}`);
  // All pages of the codebook must have come before a digit can mean a code.
  await page.waitForFunction(() => {
    const codes = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/codes/"));
    return codes.length > 0 && performance.now() - codes.at(-1).responseEnd > 1_000;
  });
  const added = await addAnnotations(page, 25);
  note(
    `${name}: add an annotation, painted p50 / p95 / max`,
    [median(added), p95(added), Math.max(...added)].map(ms).join(" / "),
    "p95 < 50 ms",
  );
  const keys = await paletteKeys(page);
  note(
    `${name}: palette key, ${CODES.toLocaleString("en")} codes, p50 / max`,
    [median(keys), Math.max(...keys)].map(ms).join(" / "),
    "< 50 ms",
  );
  for (const step of [300, 500]) {
    await page.evaluate(() => probe.jump(0.1));
    await page.waitForTimeout(800);
    const { frames, blank, longest } = await page.evaluate((px) => probe.scroll(px, 120), step);
    note(
      `${name}: scroll ${step} px a frame, p50 / p95 / max`,
      [median(frames), p95(frames), Math.max(...frames)].map(ms).join(" / "),
      "p95 ≤ 25 ms, max ≤ 50 ms",
    );
    note(`${name}: frames without text mid-screen`, `${blank} of 120, longest ${ms(longest)}`, "few");
  }
  const jumps = [];
  for (const part of [0, 0.5, 1, 0.25, 0.75]) jumps.push(await page.evaluate((at) => probe.jump(at), part));
  note(`${name}: jump to a far place, text there`, `${ms(median(jumps))}, max ${ms(Math.max(...jumps))}`);
  const last = await heap(context, page);
  note(`${name}: JS heap, DOM elements after all`, `${last.used.toFixed(1)} MB, ${last.nodes}`, "< 40 MB, < 2,000");
  await context.close();
}

function table() {
  return ["| what | measured | goal |", "|---|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
}

const home = mkdtempSync(join(tmpdir(), "catena-reader-"));
const dist = process.env.CATENA_DIST ?? join(home, "dist");
if (!process.env.CATENA_DIST) {
  execFileSync("npx", ["vite", "build", "--outDir", dist, "--emptyOutDir", "--logLevel", "error"], {
    cwd: join(ROOT, "frontend"),
    stdio: ["ignore", "ignore", "inherit"],
  });
}
// It ends with 1 when a goal is missed: that is a figure here, not an error.
const checked = spawnSync("node", [join(ROOT, "frontend/scripts/check-bundle.mjs"), dist], { encoding: "utf8" });
for (const line of checked.stdout.trim().split("\n")) note("bundle", line);
const site = await startSite(home, dist);
const browser = await chromium.launch({
  executablePath: execFileSync(join(ROOT, "scripts/find-chromium"), { encoding: "utf8" }).trim(),
  args: userInfo().uid === 0 ? ["--no-sandbox", ...QUIET] : QUIET,
});
try {
  const ask = await client(site.base);
  const corpus = (await ask("POST", "/corpora/", { title: "Bench" })).id;
  const codes = await makeCodes(ask, corpus, CODES);
  const session = await signIn(browser, site.base);
  for (const comments of sizes.length > 0 ? sizes : [15, 5_000, 50_000]) {
    const thread = await makeThread(ask, corpus, codes.slice(0, USED_CODES), comments);
    await measure(browser, site.base, session, corpus, thread, comments);
  }
} finally {
  await browser.close();
  await site.stop();
  rmSync(home, { recursive: true, force: true });
  console.log(table());
}
