/** The joint draw: its hashes against Node's, its picks against counting, its refusals. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { equal, u64be, utf8 } from "../src/encoding/bytes.js";
import { type Exchange, type Share, commitment, listDigest, picks, placeOf, seed } from "../src/sealing/draw.js";

const CHANNEL = `regime/${"0a".repeat(32)}`;
const [NOTICE, CUT] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const EXCHANGE: Exchange = { channel: CHANNEL, exchange: NOTICE, cut: CUT };
const POINTS = ["c1", "c10", "c2", "c3"];

/** th of the specification, written with Node's own SHA-256. */
function th(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of [utf8(tag), ...parts]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    hash.update(length).update(part);
  }
  return new Uint8Array(hash.digest());
}

function shareOf(party: string, role: string, byte: number): Share {
  const share = new Uint8Array(32).fill(byte);
  return { party, role, share, commitment: commitment(EXCHANGE, party, role, share) };
}

test("commitment, list digest and seed are the specification's hashes", () => {
  const [alpha, bravo] = [shareOf("alpha", "inspecting", 7), shareOf("bravo", "inspected", 8)];
  const none = new Uint8Array();
  const sealed = th(
    "counterseal.org/draw-commit/v1",
    utf8(CHANNEL),
    NOTICE,
    utf8("alpha"),
    utf8("inspecting"),
    CUT,
    none,
    alpha.share,
  );
  assert.deepEqual(alpha.commitment, sealed);
  const list = th("counterseal.org/draw-list/v1", ...POINTS.map(utf8));
  assert.deepEqual(listDigest(POINTS), list);
  const whole = [
    [utf8(CHANNEL), NOTICE, list, CUT],
    [utf8("alpha"), utf8("inspecting"), alpha.commitment, alpha.share],
    [utf8("bravo"), utf8("inspected"), bravo.commitment, bravo.share],
    [none],
  ].flat();
  assert.deepEqual(seed(EXCHANGE, POINTS, [bravo, alpha]), th("counterseal.org/draw-seed/v1", ...whole));
});

test("a share that is not the one sealed is refused, and so is a copied commitment", () => {
  const [alpha, bravo] = [shareOf("alpha", "inspecting", 7), shareOf("bravo", "inspected", 8)];
  const opened = { ...alpha, share: new Uint8Array(32).fill(9) };
  assert.throws(() => seed(EXCHANGE, POINTS, [opened, bravo]), { code: "draw-opening", where: "alpha" });
  const copied = { ...bravo, commitment: alpha.commitment };
  assert.throws(() => seed(EXCHANGE, POINTS, [alpha, copied]), { code: "draw-opening", where: "bravo" });
  assert.throws(() => seed(EXCHANGE, POINTS, [alpha, alpha]), { code: "draw-copied" });
});

test("picks are distinct points, the first of a longer draw, and every pair comes about as often", () => {
  const pairs = new Map<string, number>();
  for (let number = 0; number < 6_000; number += 1) {
    const from = th("counterseal.org/example/v1", u64be(BigInt(number)));
    const [all, two] = [picks(from, POINTS, 4), picks(from, POINTS, 2)];
    assert.deepEqual([...all].sort(), POINTS);
    assert.deepEqual(two, all.slice(0, 2));
    const pair = [...two].sort().join(" ");
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  assert.equal(pairs.size, 6);
  // 1,000 expected each, standard deviation below 29: five of them.
  for (const [pair, count] of pairs) assert.ok(Math.abs(count - 1_000) < 145, `${pair} came ${count} times`);
});

test("the words beyond the largest multiple are skipped", () => {
  const last = 2n ** 64n - 1n; // 2^64 = 1 mod 3, and 4 divides it: with 3 left one word is too many, with 4 none
  assert.equal(placeOf(last, 3), undefined);
  assert.equal(placeOf(last - 1n, 3), 2);
  assert.equal(placeOf(last, 4), 3);
  assert.equal(placeOf(last, 1), 0);
  assert.equal(placeOf(0n, 24), 0);
});

test("the caller's own faults are not refusals", () => {
  const misuse = { name: "Misuse" };
  assert.throws(() => picks(NOTICE, POINTS, 5), misuse);
  assert.throws(() => listDigest(["c2", "c10"]), misuse);
  assert.throws(() => listDigest(["c2", "c2"]), misuse);
  assert.throws(() => commitment(EXCHANGE, "alpha", "inspected", new Uint8Array(31)), misuse);
  assert.ok(equal(listDigest([]), th("counterseal.org/draw-list/v1")));
});
