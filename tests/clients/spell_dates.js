// Spells days with Moment, in English, with weeks that begin on a given day (0 is Sunday).
// node spell_dates.js FOLDER_OF_node_modules < JSON: [["2026-02-23", "YYYY-MM-DD", 0], …]
const fs = require("fs");
const path = require("path");
const moment = require(path.join(process.argv[2], "moment"));

moment.locale("en");
const said = JSON.parse(fs.readFileSync(0, "utf8")).map(([day, pattern, weekStart]) => {
  moment.updateLocale("en", { week: { dow: weekStart } });
  return moment(day, "YYYY-MM-DD").format(pattern);
});
process.stdout.write(JSON.stringify(said));
