// Refuses a build whose first visit fetches more script than the goal. Run by `npm run build`.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 130;
const dist = resolve(import.meta.dirname, "../dist");
const page = readFileSync(resolve(dist, "index.html"), "utf8");

/** What the page names itself: its script and what is preloaded with it. */
const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path);
const bytes = scripts.reduce(
  (sum, path) => sum + gzipSync(readFileSync(resolve(dist, path))).length,
  0,
);
const kilobytes = (bytes / 1000).toFixed(1);
if (bytes > LIMIT_KB * 1000) {
  console.error(`The first visit fetches ${kilobytes} kB of script, the goal is ${LIMIT_KB} kB.`);
  process.exit(1);
}
console.log(`First visit: ${kilobytes} kB of script (gzip), goal ${LIMIT_KB} kB.`);
