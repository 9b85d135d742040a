// Collects the interface's messages into locales/en.json for translators (id = English text).
// Run by `npm run messages`; a catalogue of another language has the same keys.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const MESSAGE = /(?<![\w.])t\(\s*("(?:[^"\\]|\\.)*")/g;

const found = new Set();
for (const name of readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })) {
  if (!/(?<!\.test)\.tsx?$/.test(name)) continue;
  const text = readFileSync(join(root, "src", name), "utf8");
  for (const [, literal] of text.matchAll(MESSAGE)) found.add(JSON.parse(literal));
}
const messages = Object.fromEntries([...found].sort().map((message) => [message, message]));
mkdirSync(join(root, "locales"), { recursive: true });
writeFileSync(join(root, "locales/en.json"), `${JSON.stringify(messages, null, 2)}\n`);
console.log(`${found.size} messages in locales/en.json`);
