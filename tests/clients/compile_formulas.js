// Compiles formulas with MathJax as Obsidian sets it up, and prints those that do not compile.
// node compile_formulas.js FOLDER_OF_node_modules < JSON: [{"tex": "…", "display": false}, …]
const fs = require("fs");
const path = require("path");
const from = (name) => require(path.join(process.argv[2], "mathjax-full/js", name));
const { mathjax } = from("mathjax.js");
const { TeX } = from("input/tex.js");
const { SVG } = from("output/svg.js");
const { liteAdaptor } = from("adaptors/liteAdaptor.js");
const { RegisterHTMLHandler } = from("handlers/html.js");
const { AllPackages } = from("input/tex/AllPackages.js");

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);
// An unknown macro is to fail here, not to be shown in red.
const packages = AllPackages.filter((name) => !["noundefined", "noerrors"].includes(name));
const page = mathjax.document("", { InputJax: new TeX({ packages }), OutputJax: new SVG({ fontCache: "none" }) });

const bad = [];
for (const { tex, display } of JSON.parse(fs.readFileSync(0, "utf8"))) {
  let said = "";
  try {
    const html = adaptor.outerHTML(page.convert(tex, { display }));
    said = (/data-mjx-error="([^"]*)"/.exec(html) || [])[1] || "";
  } catch (error) {
    said = String(error.message || error);
  }
  if (said) bad.push({ tex, said });
}
process.stdout.write(JSON.stringify(bad));
