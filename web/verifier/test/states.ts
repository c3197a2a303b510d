/**
 * What the second reader makes of a history: `node dist/test/states.js < history.json`.
 *
 * Given: `{agreement, trust_file, entries: [[log, entry], ...], nows: [...]}`; or, in place of `entries`, in any order,
 * `placed: [[log, index, entry in hexadecimal], ...]`; and, if there are any, `documents` that amend the agreement, as
 * texts, which come last, in place of what is waited for. Printed: for each hour a line of canonical JSON with the state's
 * subjects, its digest, and the findings.
 */

import { readFileSync } from "node:fs";

import { integer, list, object, parseJson, string, strings } from "./json.js";
import * as document from "../src/agreement/document.js";
import { assess, valueOf } from "../src/assessment/finding.js";
import { hex, text, unhex, utf8 } from "../src/encoding/bytes.js";
import * as canonical from "../src/encoding/canonical.js";
import type { Value } from "../src/encoding/canonical.js";
import * as policy from "../src/log/policy.js";
import { Regime } from "../src/regime/fold.js";
import { subjectsOf } from "../src/regime/judge.js";

const given = object(parseJson(readFileSync(0, "utf-8")));
const agreement = document.parse(utf8(string(given["agreement"])));
const regime = new Regime(agreement, policy.parse(utf8(string(given["trust_file"]))));
const sizes = new Map<string, number>();
for (const entry of list(given["placed"] ?? [])) {
  const [log, index, data] = list(entry);
  await regime.feed(string(log), Number(integer(index)), unhex(string(data)));
}
for (const entry of list(given["entries"] ?? [])) {
  const [log, data] = strings(entry);
  const index = sizes.get(log!) ?? 0;
  sizes.set(log!, index + 1);
  await regime.feed(log!, index, utf8(data!));
}
for (const document of strings(given["documents"] ?? [])) await regime.supply(utf8(document));
for (const now of list(given["nows"])) {
  const state = regime.judge(Number(integer(now)));
  const findings: Value = assess(state.document, state).map(valueOf);
  const told = new Map<string, Value>([
    ["digest", hex(state.digest)],
    ["findings", findings],
    ["subjects", new Map(subjectsOf(state))],
  ]);
  console.log(text(canonical.encode(told)));
}
