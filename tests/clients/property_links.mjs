// Asks mdbase (a program over typed front matter) where the links in properties lead: its reader of front matter, its
// parser of links and its resolver. Its own queries ask file by file and take minutes for a week of papers.
// node property_links.mjs FOLDER_OF_node_modules < JSON: {"root": "…", "properties": ["…"]}
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const program = path.join(process.argv[2], "@callumalpass/mdbase/dist/index.js");
const { Collection } = await import(pathToFileURL(program));
const { root, properties } = JSON.parse(fs.readFileSync(0, "utf8"));

const { collection, error } = await Collection.open(root);
if (error) throw new Error(JSON.stringify(error));
const files = await collection.scanFiles();
const notes = new Map();
for (const file of files) {
  const note = await collection.read(file);
  if (note.error) throw new Error(`${file}: ${JSON.stringify(note.error)}`);
  notes.set(file, note);
}
const links = [];
for (const [file, note] of notes)
  for (const property of properties)
    for (const link of [note.frontmatter[property] ?? []].flat())
      if (String(link).startsWith("[[")) {
        const found = collection.resolveLinkFullWithFiles(link, file, files, undefined, notes, new Set());
        links.push({ file, property, link, leads: found.resolved, ambiguous: Boolean(found.ambiguous) });
      }
await collection.close();
process.stdout.write(JSON.stringify(links));
