/** Every vector of `spec/vectors`: the same verdict and the same code as stated there. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { CLOCK_CALLS } from "./calls_clock.js";
import { type Call, ENCODING_CALLS } from "./calls_encoding.js";
import { LOG_CALLS } from "./calls_log.js";
import { UPPER_CALLS } from "./calls_upper.js";
import { type Json, object, parseJson, string, vectorFiles, vectorText } from "./json.js";
import { Refused } from "../src/errors.js";

const CALLS: ReadonlyMap<string, Call> = new Map(
  Object.entries({ ...ENCODING_CALLS, ...LOG_CALLS, ...CLOCK_CALLS, ...UPPER_CALLS }),
);

/** Areas of calls that this reader does not make, each with the reason. */
const NOT_OURS: ReadonlyMap<string, string> = new Map([
  ["witness", "a witness cosigns; a verifier only reads what witnesses cosigned"],
]);

const called = new Set<string>();

/** Folders of files that are no cases: public data, and histories on which cases build. */
const NO_CASES = ["public/", "regime/base/"];

for (const path of vectorFiles(".").filter((name) => !NO_CASES.some((folder) => name.startsWith(folder)))) {
  const vector = object(parseJson(vectorText(path)));
  const name = string(vector["call"]);
  const reason = NOT_OURS.get(name.split(".")[0]!);
  test(path, { skip: reason ?? false }, async () => {
    const call = CALLS.get(name);
    assert.ok(call, `no call ${name} in this reader`);
    called.add(name);
    let got: Json;
    try {
      got = { ok: await call(object(vector["input"])) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      got = { code: error.code };
    }
    assert.deepEqual(got, vector["expect"], string(vector["why"]));
  });
}

test("every call of this reader has a vector", () => {
  assert.deepEqual(
    [...CALLS.keys()].filter((name) => !called.has(name)),
    [],
  );
});
