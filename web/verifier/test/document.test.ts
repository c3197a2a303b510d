/** The agreement document: what it says, and each cross-reference that it may not get wrong. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Given, type Json, list, object, toValue } from "./json.js";
import { ROOT_SIGNED, agreementDigest, named, parse, pointsOf, secondsOf } from "../src/agreement/document.js";
import { equal, hex } from "../src/encoding/bytes.js";
import * as canonical from "../src/encoding/canonical.js";
import { KINDS } from "../src/statements/kinds.js";

const A = "aa".repeat(32);
const B = "bb".repeat(32);
const OFFICER = [{ by: "author", persons: 1n, role: "officer" }];
const BY_EACH = [{ by: "each", persons: 1n, role: "officer" }];
const BY_BOTH = [...OFFICER, { by: "inspected", persons: 1n, role: "escort" }];
const SIGNED_BY: Given = { amendment: BY_EACH, cut: BY_EACH, "inspection-report": BY_BOTH, reading: BY_BOTH };

function party(name: string, roots: string): Given {
  return { log: `${name}.example/log/visit`, name, role: "principal", roots, side: name };
}

const AGREEMENT: Given = {
  inspections: [{ inspected: "bravo", inspecting: "alpha", measure: "hatch", name: "visit", points: 2n, site: "base" }],
  items: [
    { least_removal: { hours: 4n }, name: "missile", title: { en: "Missile" } },
    { least_removal: { days: 1n }, name: "other", title: { en: "Other" } },
  ],
  measures: [
    {
      discriminates: ["missile"],
      expires_at: 1_900_000_000n,
      kind: "opening",
      name: "hatch",
      observable: "canister",
      sensitivity: "0x9/0xa",
      trial: "trial",
    },
  ],
  mode: "exercise",
  name: "one-visit",
  parties: [party("alpha", A), party("bravo", B)],
  policy: A,
  rules: "v1",
  signatures: Object.fromEntries(
    Object.keys(KINDS)
      .filter((kind) => !ROOT_SIGNED.includes(kind))
      .map((kind) => [kind, SIGNED_BY[kind] ?? OFFICER]),
  ),
  sites: [
    {
      groups: [
        { kind: "silo", name: "one", points: ["z/1", "z/2"] },
        { kind: "silo", name: "two", points: ["a/1"] },
      ],
      name: "base",
      territorial_host: "charlie",
      title: { en: "Base" },
    },
  ],
  title: { en: "One visit" },
  undertakings: [
    {
      by: "bravo",
      inspections: ["visit"],
      item: "missile",
      kind: "absent",
      name: "none",
      site: "base",
      standard: { items: 1n, lapses_after: { days: 30n }, presence: "momentary", probability: "0x4/0x5" },
      to: "alpha",
    },
  ],
};

function bytesOf(document: Given): Uint8Array {
  return canonical.encode(toValue(document));
}

/** Returns the document with the first entry of `part` changed. */
function changed(part: string, members: Given): Given {
  const [first, ...others] = list(AGREEMENT[part]);
  return { ...AGREEMENT, [part]: [{ ...object(first), ...members }, ...others] };
}

test("a document that passes is read whole", () => {
  const data = bytesOf(AGREEMENT);
  const agreement = parse(data);
  assert.ok(equal(agreement.data, data) && equal(agreement.digest, agreementDigest(data)));
  assert.equal(agreement.channel, `regime/${hex(agreement.digest)}`);
  assert.equal(agreement.header, "counterseal.org/exercise/v1");
  assert.equal(parse(bytesOf({ ...AGREEMENT, mode: "real" })).header, "counterseal.org/statement/v1");
  assert.deepEqual(pointsOf(named(agreement.sites, "base")), ["a/1", "z/1", "z/2"]);
  assert.deepEqual(agreement.measures[0]!.sensitivity, { numerator: 9n, denominator: 10n });
  assert.deepEqual(
    agreement.items.map((item) => secondsOf(item.least_removal)),
    [14_400, 86_400],
  );
  assert.equal(secondsOf({ minutes: 5 }), 300);
});

test("each rule beyond a single member refuses with its code, at its place", () => {
  const without = (kind: string): Json =>
    Object.fromEntries(Object.entries(object(AGREEMENT["signatures"])).filter(([name]) => name !== kind));
  const signed = (extra: Given): Given => ({
    ...AGREEMENT,
    signatures: { ...object(AGREEMENT["signatures"]), ...extra },
  });
  const [site] = list(AGREEMENT["sites"]);
  const groups = list(object(site)["groups"]);
  const undertakings = list(AGREEMENT["undertakings"]);
  const standard = object(object(undertakings[0])["standard"]);
  const refusals: readonly [Given, string, string][] = [
    [{ ...AGREEMENT, rules: "v2" }, "agreement-rules", "/rules"],
    [{ ...AGREEMENT, parties: [party("alpha", A), party("bravo", A)] }, "agreement-purpose", "/parties"],
    [
      { ...AGREEMENT, parties: [party("alpha", A), { ...party("bravo", B), log: "alpha.example/log/visit" }] },
      "agreement-purpose",
      "/parties",
    ],
    [
      changed("sites", { groups: [groups[0]!, { kind: "silo", name: "two", points: ["z/1"] }] }),
      "agreement-points",
      "/sites/base",
    ],
    [changed("measures", { discriminates: ["nothing"] }), "agreement-reference", "/measures/hatch/discriminates"],
    [changed("inspections", { inspecting: "nobody" }), "agreement-reference", "/inspections/visit"],
    [changed("inspections", { site: "nowhere" }), "agreement-reference", "/inspections/visit/site"],
    [changed("inspections", { measure: "nothing" }), "agreement-reference", "/inspections/visit/measure"],
    [changed("inspections", { inspecting: "bravo" }), "agreement-side", "/inspections/visit"],
    [changed("inspections", { points: 4n }), "agreement-points", "/inspections/visit/points"],
    [changed("undertakings", { by: "nobody" }), "agreement-reference", "/undertakings/none"],
    [changed("undertakings", { item: "nothing" }), "agreement-reference", "/undertakings/none/item"],
    [changed("undertakings", { site: "nowhere" }), "agreement-reference", "/undertakings/none/site"],
    [
      changed("undertakings", { standard: { ...standard, items: 4n } }),
      "agreement-points",
      "/undertakings/none/standard/items",
    ],
    [changed("undertakings", { inspections: ["never"] }), "agreement-reference", "/undertakings/none/inspections"],
    [changed("undertakings", { by: "alpha", to: "bravo" }), "agreement-reference", "/undertakings/none"],
    [changed("undertakings", { item: "other" }), "agreement-reference", "/undertakings/none"],
    [{ ...AGREEMENT, signatures: without("cut") }, "agreement-signatures", "/signatures/cut"],
    [signed({ accession: OFFICER }), "agreement-signatures", "/signatures/accession"],
    [signed({ notice: [...OFFICER, ...OFFICER] }), "agreement-signatures", "/signatures"],
    [signed({ cut: OFFICER }), "agreement-signatures", "/signatures"],
    [signed({ amendment: OFFICER }), "agreement-signatures", "/signatures"],
    [signed({ "inspection-report": OFFICER }), "agreement-signatures", "/signatures"],
    [changed("items", { name: "empty" }), "agreement-item", "/items"],
    [
      {
        ...changed("measures", { discriminates: ["missile", "other"] }),
        undertakings: [...undertakings, { ...object(undertakings[0]), item: "other", name: "none-other" }],
      },
      "agreement-item",
      "/undertakings/none-other",
    ],
    [signed({ constructor: OFFICER }), "agreement-reference", "/signatures"],
    [changed("items", { least_removal: { days: 1n, hours: 1n } }), "field-count", "/items/0/least_removal"],
    [changed("items", { least_removal: {} }), "field-count", "/items/0/least_removal"],
  ];
  for (const [document, code, where] of refusals) assert.throws(() => parse(bytesOf(document)), { code, where });
});
