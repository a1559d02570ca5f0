// Renders notes as GitHub does: GitHub Flavored Markdown with its front matter set apart (remark-gfm).
// node render_as_github.mjs FOLDER_OF_node_modules < JSON: ["file", …]; answers {"file": {"text": "…", "links": [], "headings": []}}
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const from = createRequire(path.join(process.argv[2], "x.js"));
const load = async (name) => import(pathToFileURL(from.resolve(name)));
const { unified } = await load("unified");
const [parse, gfm, frontmatter, rehype, raw] = await Promise.all(
  ["remark-parse", "remark-gfm", "remark-frontmatter", "remark-rehype", "rehype-raw"].map(load),
);
const page = unified()
  .use(parse.default)
  .use(gfm.default)
  .use(frontmatter.default)
  .use(rehype.default, { allowDangerousHtml: true })
  .use(raw.default);

const textOf = (node) => node.value ?? (node.children ?? []).map(textOf).join("");
const answers = {};
for (const file of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const tree = await page.run(page.parse(fs.readFileSync(file, "utf8")));
  const found = { text: "", links: [], headings: [], elements: [] };
  const walk = (node) => {
    if (node.type === "comment") return;
    if (node.type === "text") found.text += node.value;
    if (node.type === "element") {
      found.elements.push(node.tagName);
      if (node.tagName === "a") found.links.push(node.properties.href);
      if (/^h[1-6]$/.test(node.tagName)) found.headings.push(textOf(node));
    }
    (node.children ?? []).forEach(walk);
  };
  walk(tree);
  answers[file] = found;
}
process.stdout.write(JSON.stringify(answers));
