/**
 * What the second reader makes of many agreements: `node dist/test/agreements.js < texts.json`.
 *
 * Given: an array of documents, each as text. Printed: for each a line with the code and the place of the refusal, or
 * `accepted`.
 */

import { readFileSync } from "node:fs";

import { parseJson, strings } from "./json.js";
import { parse } from "../src/agreement/document.js";
import { utf8 } from "../src/encoding/bytes.js";
import { Refused } from "../src/errors.js";

for (const text of strings(parseJson(readFileSync(0, "utf-8")))) {
  try {
    parse(utf8(text));
    console.log("accepted");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.log(`${error.code} ${error.where}`);
  }
}
