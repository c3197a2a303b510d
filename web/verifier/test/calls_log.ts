/** The calls that vectors of the log layer make: JSON values in, JSON values out, refusals pass through. */

import assert from "node:assert/strict";

import type { Call } from "./calls_encoding.js";
import { type Given, type Json, data, datas, integer, list, object, string, strings } from "./json.js";
import { compareText, equal, hex, utf8 } from "../src/encoding/bytes.js";
import * as checkpoint from "../src/log/checkpoint.js";
import * as cosignature from "../src/log/cosignature.js";
import * as fork from "../src/log/fork.js";
import * as note from "../src/log/note.js";
import * as policy from "../src/log/policy.js";
import * as proof from "../src/log/proof.js";
import * as threshold from "../src/log/threshold.js";
import * as tile from "../src/log/tile.js";
import * as tree from "../src/log/tree.js";
import * as vkey from "../src/log/vkey.js";

function keys(given: Given): vkey.Keys {
  return vkey.index(strings(given["vkeys"]).map(vkey.parse));
}

function trust(given: Given): policy.Policy {
  return policy.parse(utf8(string(given["policy"])));
}

function placeOf(given: Given): tile.Tile {
  return { level: integer(given["level"]), index: integer(given["index"]), width: integer(given["width"]) };
}

export const LOG_CALLS: Readonly<Record<string, Call>> = {
  "vkey.parse": (given) => {
    const key = vkey.parse(string(given["text"]));
    assert.equal(vkey.encode(key), given["text"]);
    return { name: key.name, id_hex: hex(key.keyId), type: BigInt(key.type), key_hex: hex(key.key) };
  },
  "note.parse": (given) => {
    const encoded = data(given["note_hex"]);
    const parsed = note.parse(encoded);
    assert.ok(equal(note.encode(parsed), encoded));
    const lines = parsed.lines.map(({ name, keyId, body }) => ({ name, id_hex: hex(keyId), body_hex: hex(body) }));
    return { text_hex: hex(parsed.text), lines };
  },
  "note.verify": async (given) => {
    const verify = string(given["mode"]) === "every" ? note.verifyEvery : note.verifyKnown;
    return { signers: (await verify(note.parse(data(given["note_hex"])), keys(given))).map(vkey.encode) };
  },
  "note.foreign": async (given) => ({
    note_hex: hex(note.encode(await note.fromForeign(data(given["note_hex"]), keys(given)))),
  }),
  "threshold.persons": (given) => {
    const holders = list(given["keys"])
      .map(object)
      .map((key) => ({
        key: data(key["key_hex"]),
        person: string(key["person"]),
        role: string(key["role"]),
      }));
    const need = Object.entries(object(given["need"])).map(([role, count]): [string, number] => [
      role,
      Number(integer(count)),
    ]);
    threshold.require(holders, datas(given["signers_hex"]), new Map(need));
    return {};
  },
  "threshold.keys": (given) => {
    threshold.checkKeys(strings(given["vkeys"]).map(vkey.parse));
    return {};
  },
  "tree.root": (given) => ({ root_hex: hex(tree.root(datas(given["leaves_hex"]).map(tree.leafHash))) }),
  "tree.inclusion": (given) => {
    const [leafHash, root] = [data(given["leaf_hash_hex"]), data(given["root_hex"])];
    tree.verifyInclusion(integer(given["index"]), integer(given["size"]), leafHash, datas(given["proof_hex"]), root);
    return {};
  },
  "tree.consistency": (given) => {
    const [oldSize, newSize] = [integer(given["old_size"]), integer(given["new_size"])];
    const [oldRoot, newRoot] = [data(given["old_root_hex"]), data(given["new_root_hex"])];
    tree.verifyConsistency(oldSize, newSize, oldRoot, newRoot, datas(given["proof_hex"]));
    return {};
  },
  "checkpoint.parse": (given) => {
    const text = data(given["text_hex"]);
    const parsed = checkpoint.parse(text);
    assert.ok(equal(checkpoint.encode(parsed), text));
    return { origin: parsed.origin, size: parsed.size, root_hex: hex(parsed.root) };
  },
  "checkpoint.growth": (given) => {
    const [older, newer] = ["old_text_hex", "new_text_hex"].map((name) => checkpoint.parse(data(given[name])));
    checkpoint.verifyGrowth(older!, newer!, datas(given["proof_hex"]));
    return {};
  },
  "cosignature.verify": async (given) => {
    const key = vkey.parse(string(given["vkey"]));
    return { time: await cosignature.verify(key, data(given["text_hex"]), data(given["body_hex"])) };
  },
  "tile.path": (given) => ({ path: tile.path(placeOf(given)) }),
  "tile.bundle_path": (given) => ({ path: tile.bundlePath(integer(given["index"]), integer(given["width"])) }),
  "tile.tiles": (given) => {
    // Level by level: the number of full tiles and the width of the unfinished one, 0 without one.
    const height = Number(integer(given["height"]));
    const levels: { full: bigint; partial: bigint }[] = [];
    for (const { level, index, width } of tile.tiles(integer(given["size"]), height)) {
      if (level === BigInt(levels.length)) levels.push({ full: 0n, partial: 0n });
      const last = levels.at(-1)!;
      assert.ok(level === BigInt(levels.length - 1) && index === last.full && last.partial === 0n);
      if (width === 1n << BigInt(height)) last.full += 1n;
      else last.partial = width;
    }
    return { levels };
  },
  "tile.cut": (given) => {
    const leafHashes = datas(given["leaves_hex"]).map(tree.leafHash);
    return { tile_hex: hex(tile.cut(leafHashes, placeOf(given), Number(integer(given["height"])))) };
  },
  "tile.bundle": (given) => ({ bundle_hex: hex(tile.bundle(datas(given["entries_hex"]))) }),
  "tile.unbundle": (given) => ({
    entries_hex: tile.unbundle(data(given["bundle_hex"]), datas(given["leaf_hashes_hex"])).map(hex),
  }),
  "tile.read": (given) => {
    const served = object(given["tiles_hex"]);
    const fetch: tile.Fetch = ({ level, index }) => {
      const tileHex = served[`${level}/${index}`];
      return tileHex === undefined ? undefined : data(tileHex);
    };
    const [size, height] = [integer(given["size"]), Number(integer(given["height"]))];
    const reader = new tile.Reader(size, data(given["root_hex"]), fetch, height);
    return { leaf_hashes_hex: reader.leafHashes(integer(given["start"]), integer(given["end"])).map(hex) };
  },
  "policy.parse": (given) => {
    const parsed = policy.parse(data(given["policy_hex"]));
    const groups = [...parsed.groups].map(([name, { members, threshold, all }]): [string, Json] => [
      name,
      { members, threshold: BigInt(threshold), all },
    ]);
    const witnesses = [...parsed.witnesses].map(([name, key]): [string, Json] => [name, vkey.encode(key)]);
    return {
      logs: parsed.logs.map(vkey.encode),
      witnesses: Object.fromEntries(witnesses),
      groups: Object.fromEntries(groups),
      quorum: parsed.quorum,
    };
  },
  "policy.require": (given) => {
    policy.require(trust(given), new Set(strings(given["present"])), given["classical"] === true);
    return {};
  },
  "policy.minimal": (given) => {
    policy.requireMinimal(trust(given), new Set(strings(given["present"])), given["classical"] === true);
    return {};
  },
  "policy.open": async (given) => {
    const read = note.parse(data(given["note_hex"]));
    const { checkpoint: opened, present } = await policy.open(trust(given), read, string(given["origin"]));
    return { size: opened.size, root_hex: hex(opened.root), witnesses: [...present].sort(compareText) };
  },
  "proof.parse": (given) => {
    const file = data(given["file_hex"]);
    const parsed = proof.parse(file);
    assert.ok(equal(proof.encode(parsed), file));
    const hashes_hex = parsed.hashes.map(hex);
    return { index: parsed.index, hashes_hex, note_hex: hex(note.encode(parsed.checkpoint)) };
  },
  "proof.verify": async (given) => {
    const parsed = proof.parse(data(given["file_hex"]));
    return { index: await proof.verify(parsed, data(given["entry_hex"]), trust(given), string(given["origin"])) };
  },
  "fork.verify": async (given) => {
    const [first, second] = [data(given["first_hex"]), data(given["second_hex"])];
    const [one, other] = await fork.verify(first, second, trust(given));
    const roots = { first_root_hex: hex(one.root), second_root_hex: hex(other.root) };
    return { origin: one.origin, size: one.size, ...roots };
  },
};
