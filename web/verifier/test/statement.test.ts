/** Statements: the page's example, and what each kind's parser refuses. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Json, toValue } from "./json.js";
import { concat, hex, unhex, utf8 } from "../src/encoding/bytes.js";
import * as canonical from "../src/encoding/canonical.js";
import { KINDS, rootKeysDigest } from "../src/statements/kinds.js";
import { HEADER, isKindName, parse, statementId } from "../src/statements/statement.js";

const A = "aa".repeat(32);
const B = "bb".repeat(32);

/** One body of each kind, the slot it takes, and how many ids it cites. */
const EXAMPLES: readonly { kind: string; body: { [name: string]: Json }; slot?: string; cites: number }[] = [
  { kind: "accession", body: { agreement: A, policy: A, roots: { alpha: A, bravo: B } }, cites: 0 },
  {
    kind: "amendment",
    body: { agreement: A, number: 3n, previous: B },
    slot: "amendment/3",
    cites: 0,
  },
  {
    kind: "cut",
    body: {
      hour: 7n,
      number: 2n,
      previous: A,
      vector: [
        { log: "alpha.example/log/1", root: A, size: 2n },
        { log: "bravo.example/log/1", root: B, size: 9n },
      ],
    },
    slot: "cut/2",
    cites: 1,
  },
  {
    kind: "cut-proposed",
    body: { number: 2n, previous: A },
    slot: "cut-proposed/2",
    cites: 1,
  },
  {
    kind: "declaration",
    body: {
      points: [
        { holds: "empty", id: "l1/c1" },
        { holds: "sm-3", id: "l1/c2" },
      ],
      site: "deveselu",
    },
    slot: "declaration/deveselu",
    cites: 0,
  },
  {
    kind: "declaration-opened",
    body: { keys: [A], number: 2n, points: [{ holds: "sm-3", id: "l1/c1", uid: "No. 17" }], sealed: B },
    slot: `declaration/${B}/opened/2`,
    cites: 1,
  },
  {
    kind: "declaration-sealed",
    body: { capacity: 8n, root: A, site: "deveselu" },
    slot: "declaration/deveselu",
    cites: 0,
  },
  {
    kind: "designation-opened",
    body: { notice: A, salt: B, sealed: B, site: "deveselu" },
    slot: `designation/${B}/opened`,
    cites: 2,
  },
  {
    kind: "designation-sealed",
    body: { commitment: A, inspection: "visit", number: 3n },
    slot: "designation/visit/3/sealed",
    cites: 0,
  },
  { kind: "draw-share-opened", body: { exchange: A, share: B }, slot: `draw/${A}/opened`, cites: 1 },
  {
    kind: "draw-share-sealed",
    body: { commitment: A, cut: B, exchange: A, role: "inspected" },
    slot: `draw/${A}/sealed`,
    cites: 2,
  },
  { kind: "filler", body: { padding: "000" }, cites: 0 },
  {
    kind: "inspection-report",
    body: {
      began_at: 1n,
      ended_at: 2n,
      freeze_verified_at: 0n,
      notice: A,
      points: [{ id: "l1/c1", outcome: "clean" }],
    },
    slot: `report/${A}`,
    cites: 1,
  },
  { kind: "key-revocation", body: { keys: [A, B], last_good: 7n }, cites: 0 },
  {
    kind: "key-rotation",
    body: {
      keys: [{ key: A, name: "alpha/key", person: "ann", role: "officer" }],
      next: A,
      policy: A,
      roots: [A, B],
      threshold: 2n,
    },
    slot: `keys/${hex(rootKeysDigest(2, [unhex(A), unhex(B)]))}`,
    cites: 0,
  },
  { kind: "notice", body: { inspection: "visit", number: 1n }, slot: "notice/visit/1", cites: 0 },
  { kind: "notification", body: { format: "arrival", number: 2n }, slot: "notification/arrival/2", cites: 0 },
  { kind: "observed", body: { checkpoint: "alpha\n1\n\n\u2014 alpha AAAA\n" }, cites: 0 },
  {
    kind: "one-sided-report",
    body: { began_at: 1n, ended_at: 2n, freeze_verified_at: 0n, notice: A, points: [] },
    slot: `one-sided-report/${A}`,
    cites: 1,
  },
  {
    kind: "reading",
    body: { began_at: 1n, ended_at: 2n, monitor: "gate", number: 3n, points: [{ id: "l1/c1", outcome: "alarm" }] },
    slot: "reading/gate/3",
    cites: 0,
  },
  {
    kind: "root-key-set",
    body: {
      keys: [{ key: A, name: "alpha/key", person: "ann", role: "officer" }],
      next: A,
      policy: A,
      roots: [A, B],
      threshold: 2n,
    },
    cites: 0,
  },
];

function statementText(members: { readonly [name: string]: Json }, header = HEADER): Uint8Array {
  const whole = {
    at: 1n,
    body: {},
    channel: `regime/${A}`,
    kind: "notice",
    party: "alpha",
    re: [],
    seen: [],
    ...members,
  };
  return concat(utf8(`${header}\n`), canonical.encode(toValue(whole)), utf8("\n"));
}

test("the page's example statement has its id", () => {
  const text =
    'counterseal.org/statement/v1\n{"at":1800000000,"body":{"count":24,"site":"EXAMPLE-1"},"channel":"regime/' +
    '3f02673e4d2f48650cd4a04e0a0cdba1af087ffe84c4cbcd3c75b5181084181b","kind":"declaration","party":"alpha","re":[],' +
    '"seen":["468815abd987a2ae194fb00d5cf6d7677f0a89ac5c7281b1b9dd8e6f0e778753"]}\n';
  assert.equal(text.length, 291);
  assert.equal(hex(statementId(utf8(text))), "c88a6f0211dc6f628b91beb1d452284dedc8f80e54fa6d7fd3045e9865268c78");
});

test("every kind is read, with its slot and the ids it cites", () => {
  assert.deepEqual(
    EXAMPLES.map(({ kind }) => kind),
    Object.keys(KINDS).sort(),
  );
  for (const { kind, body, slot, cites } of EXAMPLES) {
    const statement = parse(statementText({ kind, body }));
    assert.equal(statement.kind, kind);
    // The table is read by name, so its functions take the body that was read by the same name.
    const { slot: slotOf, cites: citesOf } = KINDS[statement.kind] as {
      slot?: (body: unknown) => string;
      cites?: (body: unknown) => readonly Uint8Array[];
    };
    assert.equal(slotOf?.(statement.body), slot, kind);
    assert.equal(citesOf?.(statement.body).length ?? 0, cites, kind);
  }
});

test("a member missing, unknown or of another type is refused in every kind", () => {
  for (const { kind, body } of EXAMPLES) {
    for (const name of Object.keys(body).filter((member) => !/^cut(-proposed)?\/previous$/.test(`${kind}/${member}`))) {
      const rest = Object.fromEntries(Object.entries(body).filter(([member]) => member !== name));
      const where = `/body/${name}`;
      assert.throws(() => parse(statementText({ kind, body: rest })), { code: "field-missing", where: "/body" });
      assert.throws(
        () => parse(statementText({ kind, body: { ...body, [name]: {} } })),
        (error: unknown) => {
          const { code, where: got } = error as { code: string; where: string };
          return got === where && ["field-type", "field-count"].includes(code);
        },
      );
    }
    const surplus = { ...body, constructor: 1n };
    assert.throws(() => parse(statementText({ kind, body: surplus })), { code: "field-unknown", where: "/body" });
  }
});

test("checks come in their order", () => {
  const notice = { kind: "notice", body: { inspection: "visit", number: 1n } };
  const good = statementText(notice);
  const refusals: readonly [Uint8Array, string][] = [
    [statementText(notice, "counterseal.org/statement/v2"), "statement-header"],
    [utf8(HEADER), "statement-lines"],
    [concat(good, utf8("\n")), "statement-lines"],
    [good.subarray(0, -1), "statement-lines"],
    [concat(utf8(`${HEADER}\n{`), utf8("\n")), "json-syntax"],
    [statementText({ ...notice, kind: "constructor", at: -1n }), "field-range"],
    [statementText({ ...notice, kind: "constructor" }), "kind-unknown"],
    [statementText({ ...notice, seen: [B, A] }), "field-order"],
    [statementText({ ...notice, re: [A, A] }), "field-order"],
    [statementText({ ...notice, channel: "regime/x" }), "field-form"],
    [statementText({ ...notice, body: { inspection: "visit", number: 0n } }), "field-range"],
  ];
  for (const [text, code] of refusals) assert.throws(() => parse(text), { code });
  assert.ok(!isKindName("constructor"));
});
