// Refuses a build whose first visit, or any page's own script, is larger than the goals. Run by `npm run build`.
//
// usage: node check-bundle.mjs [dist]
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";

const INITIAL_KB = 130;
const READER_KB = 100;
const ALL_KB = 260;
const dist = resolve(process.argv[2] ?? resolve(import.meta.dirname, "../dist"));
const assets = resolve(dist, "assets");
const page = readFileSync(resolve(dist, "index.html"), "utf8");

const sizes = new Map();
/** Gzipped size of a script in kB. */
function sizeOf(file) {
  if (!sizes.has(file))
    sizes.set(file, gzipSync(readFileSync(resolve(assets, file))).length / 1000);
  return sizes.get(file);
}

/** The script and all that it imports at once (what it fetches later, `import()`, is not counted). */
function withImports(files, found = new Set()) {
  for (const file of files) {
    if (found.has(file)) continue;
    found.add(file);
    const text = readFileSync(resolve(assets, file), "utf8");
    const imported = [...text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)];
    withImports(
      imported.map(([, name]) => name),
      found,
    );
  }
  return found;
}

const sum = (files) => [...files].reduce((total, file) => total + sizeOf(file), 0);

/** What the page names itself: its script and what is preloaded with it. */
const named = [...page.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(([, file]) => file);
const initial = withImports(named);
const first = sum(initial);
const faults = [];
const report = [`First visit: ${first.toFixed(1)} kB of script (gzip), goal ${INITIAL_KB} kB.`];
if (first > INITIAL_KB) faults.push(`The first visit fetches ${first.toFixed(1)} kB.`);

/** Pages are the scripts that `import()` fetches and the first visit does not. */
const lazy = readdirSync(assets).filter((file) => {
  if (!file.endsWith(".js") || initial.has(file)) return false;
  return named.some(
    (entry) =>
      readFileSync(resolve(assets, entry), "utf8").includes(`import("./${file}")`) ||
      readFileSync(resolve(assets, entry), "utf8").includes(`import(\`./${file}\`)`),
  );
});
const routes = lazy
  .map((file) => [file, sum([...withImports([file])].filter((one) => !initial.has(one)))])
  .sort(([, a], [, b]) => b - a);
for (const [file, own] of routes) {
  const isReader = file.startsWith("reader-");
  if (isReader && own > READER_KB)
    faults.push(`The reader fetches ${own.toFixed(1)} kB of its own.`);
  if (first + own > ALL_KB) faults.push(`${file} makes ${(first + own).toFixed(1)} kB in all.`);
  if (isReader) report.push(`Reader: ${own.toFixed(1)} kB more, goal ${READER_KB} kB.`);
}
const [largest, more] = routes[0] ?? ["none", 0];
report.push(`Largest page: ${largest} ${(first + more).toFixed(1)} kB in all, goal ${ALL_KB} kB.`);
if (!routes.some(([file]) => file.startsWith("reader-")))
  faults.push("No reader was found in the build.");
console.log(report.join("\n"));
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
