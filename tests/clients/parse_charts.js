// Parses charts with Mermaid, of the version that Obsidian ships, and prints those that it does not understand.
// node parse_charts.js FOLDER_OF_node_modules < JSON: ["xychart-beta …", …]
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const { JSDOM } = require(path.join(process.argv[2], "jsdom"));

// Mermaid cleans texts with the page's own parser, also where it only reads.
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;

async function main() {
  const file = path.join(process.argv[2], "mermaid/dist/mermaid.esm.min.mjs");
  const { default: mermaid } = await import(pathToFileURL(file));
  const bad = [];
  for (const chart of JSON.parse(fs.readFileSync(0, "utf8"))) {
    let said = "";
    try {
      const { diagramType } = await mermaid.parse(chart);
      said = diagramType === "xychart" ? "" : `it is a ${diagramType}`;
    } catch (error) {
      said = String(error.message || error);
    }
    if (said) bad.push({ chart, said });
  }
  process.stdout.write(JSON.stringify(bad));
}

main();
