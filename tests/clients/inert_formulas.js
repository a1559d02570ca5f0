// Sets formulas with MathJax as Obsidian does (CHTML), and prints those that link, load, style or take much room.
// node inert_formulas.js FOLDER_OF_node_modules < JSON: ["…", …]
const fs = require("fs");
const path = require("path");
const from = (name) => require(path.join(process.argv[2], "mathjax-full/js", name));
const { mathjax } = from("mathjax.js");
const { TeX } = from("input/tex.js");
const { CHTML } = from("output/chtml.js");
const { liteAdaptor } = from("adaptors/liteAdaptor.js");
const { RegisterHTMLHandler } = from("handlers/html.js");
const { AllPackages } = from("input/tex/AllPackages.js");

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);
const page = mathjax.document("", {
  InputJax: new TeX({ packages: AllPackages }),
  OutputJax: new CHTML({ fontURL: "about:blank" }),
});

const OPENS = /\s(?:href|src|on\w+|action|xlink:href)\s*=/i;
const LOADS = /style="[^"]*(?:url\(|image|position\s*:\s*(?:fixed|absolute)|expression)/i;
const ROOM = /style="[^"]*(?<![\d.])\d{3,}(?:\.\d+)?(?:em|ex|px|pt|cm|in)/i;
const OWN_CLASS = /\s(?:class|id)="[^"]*evil/;

const found = [];
for (const tex of JSON.parse(fs.readFileSync(0, "utf8"))) {
  let html = "";
  try {
    html = adaptor.outerHTML(page.convert(tex, { display: false }));
  } catch (error) {
    found.push({ tex, said: "MathJax gives up" });
    continue;
  }
  if (html.includes("<mjx-merror")) continue; // the formula is shown as text
  const said = [["opens", OPENS], ["loads", LOADS], ["takes room", ROOM], ["has a class of its own", OWN_CLASS]]
    .filter(([, pattern]) => pattern.test(html))
    .map(([what]) => what);
  if (said.length) found.push({ tex, said: said.join(", ") });
}
process.stdout.write(JSON.stringify(found));
