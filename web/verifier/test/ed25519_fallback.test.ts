/** Where the platform has no WebCrypto, noble's equation is taken; on its own, because the choice is made once. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { data, object, parseJson, vectorText } from "./json.js";
import { verify } from "../src/encoding/ed25519.js";

test("without WebCrypto an honest signature verifies and a changed one does not", async () => {
  Object.defineProperty(globalThis, "crypto", { value: undefined });
  const given = object(object(parseJson(vectorText("ed25519/honest.json")))["input"]);
  const [key, message, signature] = ["key_hex", "message_hex", "signature_hex"].map((name) => data(given[name]));
  await verify(key!, message!, signature!);
  signature![33]! ^= 1;
  await assert.rejects(verify(key!, message!, signature!), { code: "signature-invalid" });
});
