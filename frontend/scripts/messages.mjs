// Collects the interface's messages into src/locales/en.json for translators (id = English text)
// and compares the other catalogues with it. `npm run messages` writes, `--check` only refuses: a
// message without a translation, one that nobody says any more, one whose translation has other
// arguments, and one that is said while a module loads, before the language is known.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(import.meta.dirname, "../src");
const locales = join(root, "locales");
const check = process.argv.includes("--check");
const faults = [];
const found = new Set();

function look(file, node, within) {
  const called = ts.isCallExpression(node) && ts.isIdentifier(node.expression);
  const name = called ? node.expression.text : "";
  if (name === "t" || name === "msg") {
    const [first] = node.arguments;
    const literal = first && ts.isStringLiteralLike(first);
    if (literal) found.add(first.text);
    else if (name === "msg") faults.push(`${file}: msg() takes a literal text`);
    if (literal && name === "t" && !within) {
      faults.push(`${file}: “${first.text}” is said while the module loads: name it by msg()`);
    }
  }
  const deeper = within || ts.isFunctionLike(node);
  ts.forEachChild(node, (child) => look(file, child, deeper));
}

for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
  if (!/(?<!\.test)\.tsx?$/.test(file) || file.endsWith(".d.ts")) continue;
  const text = readFileSync(join(root, file), "utf8");
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  look(file, tree, false);
}

const write = (language, messages) =>
  writeFileSync(join(locales, `${language}.json`), `${JSON.stringify(messages, null, 2)}\n`);
const read = (language) => JSON.parse(readFileSync(join(locales, `${language}.json`), "utf8"));
const inOrder = [...found].sort();

/** What a message is given: the names behind its opening braces, but for the branches of a plural. */
function given(message) {
  const names = message.matchAll(
    /(?<!(?:=\d+|zero|one|two|few|many|other)\s*)\{\s*(\w+)\s*(?=[,}])/g,
  );
  return new Set([...names].map(([, name]) => name));
}

const english = Object.fromEntries(inOrder.map((message) => [message, message]));
if (check && JSON.stringify(read("en")) !== JSON.stringify(english)) {
  faults.push("locales/en.json is out of date: run “npm run messages”");
}
if (!check) write("en", english);

for (const language of ["de", "es"]) {
  const known = read(language);
  const missing = inOrder.filter((message) => !known[message]);
  const stale = Object.keys(known).filter((message) => !found.has(message));
  for (const message of inOrder) {
    if (!known[message]) continue;
    const [ours, theirs] = [given(message), given(known[message])];
    const same = ours.size === theirs.size && [...ours].every((name) => theirs.has(name));
    if (!same) faults.push(`locales/${language}.json: other arguments in “${message}”`);
  }
  if (check) {
    for (const message of missing) faults.push(`locales/${language}.json lacks “${message}”`);
    for (const message of stale) faults.push(`locales/${language}.json: nobody says “${message}”`);
  } else {
    const kept = inOrder.filter((message) => known[message]);
    write(language, Object.fromEntries(kept.map((message) => [message, known[message]])));
    console.log(`${language}: ${kept.length} translated, ${missing.length} missing`);
  }
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`${found.size} messages in locales/en.json`);
