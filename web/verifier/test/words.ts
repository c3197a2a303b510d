/**
 * What the second reader says of reports: `node dist/test/words.js < reports`.
 *
 * Given: reports as canonical JSON, one a line. Printed: for each its text as a line of JSON.
 */

import { readFileSync } from "node:fs";

import * as report from "../src/attestation/report.js";
import { utf8 } from "../src/encoding/bytes.js";
import * as canonical from "../src/encoding/canonical.js";
import { isObject } from "../src/encoding/canonical.js";

for (const line of readFileSync(0, "utf-8").split("\n").slice(0, -1)) {
  const read = canonical.parse(utf8(line), 1_048_576);
  if (!isObject(read)) throw new Error("want a report");
  process.stdout.write(`${JSON.stringify(report.text(read))}\n`);
}
