// Refuses imports against the order app > features > ui, api, text; a feature that reaches into
// another past its index.ts; and files over 250 lines. Run by `npm run check`.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../src");
const LONGEST = 250;
/** What each layer may import besides itself. */
const MAY = {
  app: ["features", "ui", "api", "text", "styles"],
  features: ["ui", "api", "text", "styles"],
  ui: ["text", "styles", "locales"],
  api: ["text"],
  text: [],
};
const GENERATED = new Set(["api/schema.d.ts"]);

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !GENERATED.has(name))
  .sort();

function imported(file, specifier) {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (!specifier.startsWith(".")) return null;
  return relative(root, resolve(dirname(join(root, file)), specifier));
}

function fault(file, target) {
  const [layer, feature] = file.split("/");
  const [otherLayer, otherFeature, ...rest] = target.split("/");
  if (!(layer in MAY)) return null;
  if (otherLayer !== layer && !MAY[layer].includes(otherLayer)) {
    return `${layer} may not import ${otherLayer}`;
  }
  const crosses = otherLayer === "features" && (layer !== "features" || otherFeature !== feature);
  if (crosses && rest.length > 0 && rest.join("/") !== "index") {
    return `use features/${otherFeature}, not what lies inside it`;
  }
  return null;
}

const faults = [];
for (const file of files) {
  const text = readFileSync(join(root, file), "utf8");
  const lines = text.split("\n").length - 1;
  if (lines > LONGEST) faults.push(`${file}: ${lines} lines, at most ${LONGEST} are allowed`);
  for (const match of text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)) {
    const target = imported(file, match[1]);
    const what = target === null ? null : fault(file, target);
    if (what) faults.push(`${file}: imports "${match[1]}": ${what}`);
  }
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`Layers: ${files.length} files, no import against the order.`);
