// Formats notes in place: node format_notes.mjs FOLDER_OF_node_modules < JSON: {"how": "prettier", "files": ["file", …]}
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const from = createRequire(path.join(process.argv[2], "x.js"));
const load = async (name) => import(pathToFileURL(from.resolve(name)));
const { how, files } = JSON.parse(fs.readFileSync(0, "utf8"));

const formatters = {
  prettier: async () => {
    const { default: prettier } = await load("prettier");
    return (text) => prettier.format(text, { parser: "markdown" });
  },
  "prettier, paragraphs wrapped": async () => {
    const { default: prettier } = await load("prettier");
    return (text) => prettier.format(text, { parser: "markdown", proseWrap: "always" });
  },
  remark: async () => {
    const { unified } = await load("unified");
    const names = ["remark-parse", "remark-gfm", "remark-frontmatter", "remark-stringify"];
    const plugins = await Promise.all(names.map(load));
    const remark = plugins.reduce((all, plugin) => all.use(plugin.default), unified());
    return async (text) => String(await remark.process(text));
  },
  "npm yaml": async () => {
    const { default: yaml } = await load("yaml");
    return (text) =>
      text.replace(/^---\n([\s\S]*?)^---\n/m, (_, head) => `---\n${yaml.stringify(yaml.parse(head))}---\n`);
  },
};
const format = await formatters[how]();
const changed = [];
for (const file of files) {
  const text = fs.readFileSync(file, "utf8");
  const after = await format(text);
  if (after !== text) changed.push(file);
  fs.writeFileSync(file, after);
}
process.stdout.write(JSON.stringify(changed));
