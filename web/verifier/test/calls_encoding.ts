/** The calls that vectors of the encoding layer make: JSON values in, JSON values out, refusals pass through. */

import assert from "node:assert/strict";

import {
  type Given,
  type Json,
  data,
  datas,
  fromValue,
  integer,
  list,
  object,
  string,
  strings,
  toValue,
} from "./json.js";
import { equal, hex } from "../src/encoding/bytes.js";
import * as canonical from "../src/encoding/canonical.js";
import * as ed25519 from "../src/encoding/ed25519.js";
import { fraction } from "../src/encoding/fraction.js";
import * as shape from "../src/encoding/shape.js";
import * as strict from "../src/encoding/strict.js";
import * as tagged from "../src/encoding/tagged.js";

export type Call = (given: Given) => Json | Promise<Json>;

/** Returns the shape that a vector describes: `{"KIND": {its fields}}`. */
function shapeOf(description: Given): shape.Shape<Json> {
  const [[kind, json] = ["nothing", null]] = Object.entries(description);
  const fields = object(json);
  const number = (name: string): number | undefined =>
    fields[name] === undefined ? undefined : Number(integer(fields[name]));
  const text = (name: string): string | undefined => (fields[name] === undefined ? undefined : string(fields[name]));
  switch (kind) {
    case "text":
      return shape.text(text("pattern"), number("length_max"));
    case "choice":
      return shape.choice(strings(fields["words"]));
    case "integer":
      return back(shape.integer(number("low"), number("high")), BigInt);
    case "bytes":
      return back(shape.bytes(number("size")), hex);
    case "rational": {
      const bound = (name: string) => {
        if (fields[name] === undefined) return undefined;
        const [numerator, denominator] = list(fields[name]).map(integer);
        return fraction(numerator!, denominator);
      };
      return back(shape.rational(bound("low"), bound("high")), strict.rationalText);
    }
    case "list": {
      const item = shapeOf(object(fields["item"]));
      const keyOf = (read: Json) => (typeof read === "bigint" ? Number(read) : string(read));
      const key = fields["ascending"] === true ? keyOf : undefined;
      return shape.listOf(item, number("low"), number("high"), key);
    }
    case "map": {
      const item = shapeOf(object(fields["item"]));
      return back(shape.mapOf(item, text("pattern"), number("low"), number("high")), Object.fromEntries<Json>);
    }
    case "record": {
      const [members, optional] = ["members", "optional"].map((part) =>
        Object.fromEntries(
          Object.entries(object(fields[part] ?? {})).map(([name, member]) => [name, shapeOf(object(member))]),
        ),
      );
      return back(shape.record(members!, optional), (read) => read as Given);
    }
    default:
      throw new TypeError(`no shape ${kind}`);
  }
}

/** Returns a shape whose values are turned back into JSON, as its `write` does in Python. */
function back<T>(read: shape.Shape<T>, write: (value: T) => Json): shape.Shape<Json> {
  return (value, where) => write(read(value, where));
}

export const ENCODING_CALLS: Readonly<Record<string, Call>> = {
  "canonical.parse": (given) => {
    const document = data(given["json_hex"]);
    const value = canonical.parse(document);
    assert.ok(equal(canonical.encode(value), document));
    return { value: fromValue(value) };
  },
  "canonical.encode": (given) => ({ json_hex: hex(canonical.encode(toValue(given["value"]!))) }),
  "strict.base64": (given) => {
    const decoded = strict.base64Decode(string(given["text"]));
    assert.equal(strict.base64Encode(decoded), given["text"]);
    return { data_hex: hex(decoded) };
  },
  "strict.integer": (given) => ({ decimal: String(strict.integer(string(given["text"]))) }),
  "strict.digest": (given) => ({ data_hex: hex(strict.digest(string(given["text"]))) }),
  "strict.rational": (given) => {
    const value = strict.rational(string(given["text"]));
    assert.equal(strict.rationalText(value), given["text"]);
    return { numerator_hex: value.numerator.toString(16), denominator_hex: value.denominator.toString(16) };
  },
  "tagged.lp": (given) => ({ data_hex: hex(tagged.lp(data(given["data_hex"]))) }),
  "tagged.hash": (given) => ({
    hash_hex: hex(tagged.taggedHash(string(given["tag"]), ...datas(given["parts_hex"]))),
  }),
  "ed25519.admit": (given) => {
    ed25519.admit(data(given["key_hex"]));
    return {};
  },
  "ed25519.verify": async (given) => {
    const [key, message, signature] = ["key_hex", "message_hex", "signature_hex"].map((name) => data(given[name]));
    await ed25519.verify(key!, message!, signature!);
    return {};
  },
  "shape.read": (given) => ({ value: shapeOf(object(given["shape"]))(toValue(given["value"]!), "") }),
};
