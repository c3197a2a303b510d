/**
 * The strict profile over both implementations of its equation: the platform's WebCrypto and noble.
 *
 * Every public case and every case of our own must get the stated verdict from each of them.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { data, list, object, parseJson, string, vectorFiles, vectorText } from "./json.js";
import { utf8 } from "../src/encoding/bytes.js";
import { type Equation, nobleEquation, verify, webCryptoEquation } from "../src/encoding/ed25519.js";
import { Refused } from "../src/errors.js";

interface Case {
  readonly name: string;
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

const EQUATIONS: readonly Equation[] = [webCryptoEquation, nobleEquation];

/** Resolves to `accepted` or the code of the refusal, the same from both implementations. */
async function verdict({ name, key, message, signature }: Case): Promise<string> {
  const verdicts = await Promise.all(
    EQUATIONS.map((equation) =>
      verify(key, message, signature, equation).then(
        () => "accepted",
        (error: unknown) => {
          if (error instanceof Refused) return error.code;
          throw error;
        },
      ),
    ),
  );
  assert.equal(verdicts[0], verdicts[1], `WebCrypto and noble disagree on ${name}`);
  return verdicts[0]!;
}

test("of CCTV's edge cases the one without a flag is accepted", async () => {
  const cases = list(parseJson(vectorText("public/cctv/ed25519vectors.json"))).map(object);
  const counts = { valid: 0, invalid: 0 };
  for (const edge of cases) {
    const name = `CCTV ${edge["number"]}`;
    const [key, message, signature] = [data(edge["key"]), utf8(string(edge["msg"])), data(edge["sig"])];
    const valid = edge["flags"] === null;
    assert.equal((await verdict({ name, key, message, signature })) === "accepted", valid, name);
    counts[valid ? "valid" : "invalid"] += 1;
  }
  assert.deepEqual(counts, { valid: 1, invalid: 913 });
});

test("Wycheproof's verdicts are ours", async () => {
  const groups = list(object(parseJson(vectorText("public/wycheproof/ed25519_test.json")))["testGroups"]);
  const counts = { valid: 0, invalid: 0 };
  for (const group of groups.map(object)) {
    for (const vector of list(group["tests"]).map(object)) {
      const name = `Wycheproof ${vector["tcId"]}`;
      const [key, message] = [data(object(group["publicKey"])["pk"]), data(vector["msg"])];
      const got = await verdict({ name, key, message, signature: data(vector["sig"]) });
      const result = string(vector["result"]);
      assert.ok(result === "valid" || result === "invalid");
      assert.equal(got === "accepted", result === "valid", name);
      counts[result] += 1;
    }
  }
  assert.deepEqual(counts, { valid: 88, invalid: 63 });
});

test("our own cases get their codes from both", async () => {
  const paths = vectorFiles("ed25519").map((name) => `ed25519/${name}`);
  let count = 0;
  for (const path of paths) {
    const vector = object(parseJson(vectorText(path)));
    if (vector["call"] !== "ed25519.verify") continue;
    const given = object(vector["input"]);
    const [key, message, signature] = ["key_hex", "message_hex", "signature_hex"].map((name) => data(given[name]));
    const got = await verdict({ name: path, key: key!, message: message!, signature: signature! });
    assert.equal(got, object(vector["expect"])["code"] ?? "accepted", path);
    count += 1;
  }
  assert.ok(count > 0);
});
