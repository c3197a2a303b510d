/**
 * Many changes of one file, verified in one process; run by hand and by tests that compare the two readers.
 *
 *     node dist/test/mutants.js FILE [ANCHORS] < CHANGES
 *
 * A line of CHANGES is a JSON array of edits, as in vectors of the attestation:
 * `[{"at":31,"remove":1,"insert_hex":"41"}]`. For each, a line is printed: the code and the step of the refusal, or
 * `accepted` and the exit code that the report would have had.
 */

import { readFileSync } from "node:fs";

import { edited } from "./calls_upper.js";
import { list, object, parseJson } from "./json.js";
import * as anchors from "../src/attestation/anchors.js";
import { Stopped, verify } from "../src/attestation/verify.js";

const [path, anchorsPath] = process.argv.slice(2);
if (path === undefined) throw new TypeError("want a file");
const whole = readFileSync(path);
const trusted = anchorsPath === undefined ? undefined : anchors.parse(readFileSync(anchorsPath));

for (const line of readFileSync(0, "utf-8").split("\n").slice(0, -1)) {
  const changed = edited(whole, list(parseJson(line)).map(object));
  try {
    const { anchored } = await verify(changed, trusted);
    console.log(`accepted ${anchored ? 0 : 3}`);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    console.log(`${error.code} ${error.step}`);
  }
}
