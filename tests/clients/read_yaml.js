// Reads the front matter of notes as Obsidian does (`yaml` 2.x, YAML 1.2) and prints their values as JSON.
// node read_yaml.js FOLDER_OF_node_modules < list of files, one a line
const fs = require("fs");
const path = require("path");
const yaml = require(path.join(process.argv[2], "yaml"));

const found = {};
for (const file of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const match = /^---\n([\s\S]*?)^---\n/m.exec(fs.readFileSync(file, "utf8"));
  if (!match || match.index !== 0) continue;
  const document = yaml.parseDocument(match[1]);
  found[file] = {
    problems: [...document.errors, ...document.warnings].map(String),
    values: document.toJS(),
  };
}
process.stdout.write(JSON.stringify(found));
