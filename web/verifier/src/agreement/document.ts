/**
 * The agreement document: who owes whom which finding, by which measures, under which standard (spec/agreement.md).
 *
 * Shapes come first, then the checks that a single member cannot make: every name that is cited exists, names are
 * used once, an inspection does not open more points than the site has. A document that passes can be acted on.
 *
 * Codes: those of canonical JSON and shapes; `agreement-reference` (a name that nothing bears), `agreement-rules` (a
 * rule set that this software does not have), `agreement-side` (inspecting and inspected Party are of one side),
 * `agreement-points` (more points to open, or items, than the site has points, or a point named twice),
 * `agreement-signatures` (a kind whose signatures are not given, a role counted twice, or a cut or report not signed by
 * all whose word it is), `agreement-purpose` (a log or a root digest used twice), `agreement-item` (an item called
 * `empty`, or one inspection that seeks two items, so that what it found would be unclear).
 *
 * Members bear the names that they have in the document.
 */

import { compareText, hex } from "../encoding/bytes.js";
import * as canonical from "../encoding/canonical.js";
import { type Fraction, fraction } from "../encoding/fraction.js";
import * as shape from "../encoding/shape.js";
import type { Shape } from "../encoding/shape.js";
import { taggedHash } from "../encoding/tagged.js";
import { Misuse, Refused, quoted } from "../errors.js";
import { LINES_MAX } from "../log/note.js";
import { KEY_NAME, KINDS, NAME, POINT, UNIX_S } from "../statements/kinds.js";
import { EXERCISE_HEADER, HEADER } from "../statements/statement.js";

export const SIZE_MAX = 1_048_576; // bytes of one agreement document
export const RULE_SETS: readonly string[] = ["v1"];

export const EMPTY = "empty"; // what a declaration says of a point without an item
const LEAST = fraction(1n, BigInt(canonical.INTEGER_MAX)); // of a sensitivity or a probability: 0 would promise nothing
const POINTS_MAX = 4096; // points of a site: as many as a declaration lists

const SECONDS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
type Unit = keyof typeof SECONDS;
const UNITS = ["minutes", "hours", "days"] as const satisfies readonly Unit[];

/** A length of time in one unit: exactly one member is given. */
export type Duration = { readonly [U in Unit]?: number };

/** A party with a log: its role, side (bloc), log origin and root-keys digest. */
export interface Party {
  readonly name: string;
  readonly role: "principal";
  readonly side: string;
  readonly log: string;
  readonly roots: Uint8Array;
}

/** A title or text by language, two letters each. */
export type Title = ReadonlyMap<string, string>;

/** A type of item, and the least time in which one could be removed from a point unseen. */
export interface Item {
  readonly name: string;
  readonly title: Title;
  readonly least_removal: Duration;
}

/** Points of inspection of one make at a site, for example the cells of one launcher. */
export interface Group {
  readonly name: string;
  readonly kind: string;
  readonly points: readonly string[];
}

/** A fixed site: where it is, whose ground it is, its points of inspection in groups. */
export interface Site {
  readonly name: string;
  readonly title: Title;
  readonly territorial_host: string;
  readonly groups: readonly Group[];
}

/** A way to look: what it observes, what it tells apart, and how surely, by which joint trial, until when. */
export interface Measure {
  readonly name: string;
  readonly kind: "opening";
  readonly observable: string;
  readonly discriminates: readonly string[];
  readonly sensitivity: Fraction;
  readonly trial: string;
  readonly expires_at: number;
}

/** A right to inspect: who visits whom, where, with which measure, and how many drawn points are opened. */
export interface Inspection {
  readonly name: string;
  readonly inspecting: string;
  readonly inspected: string;
  readonly site: string;
  readonly measure: string;
  readonly points: number;
}

/** What a finding must reach: against `items` items, present in the stated way, at least `probability`. */
export interface Standard {
  readonly items: number;
  readonly probability: Fraction;
  readonly presence: "momentary";
  readonly lapses_after: Duration;
}

/** Who owes whom which finding, on which item, at which site, shown by which inspections, to which standard. */
export interface Undertaking {
  readonly name: string;
  readonly kind: "absent";
  readonly by: string;
  readonly to: string;
  readonly item: string;
  readonly site: string;
  readonly inspections: readonly string[];
  readonly standard: Standard;
}

/** That `persons` persons of `role` sign, of the party that `by` names: author, inspected, or each with a log. */
export interface Signature {
  readonly by: "author" | "each" | "inspected";
  readonly role: string;
  readonly persons: number;
}

/** What the document says. */
interface Document {
  readonly name: string;
  readonly rules: string;
  readonly mode: "exercise" | "real";
  readonly title: Title;
  readonly policy: Uint8Array;
  readonly parties: readonly Party[];
  readonly items: readonly Item[];
  readonly sites: readonly Site[];
  readonly measures: readonly Measure[];
  readonly inspections: readonly Inspection[];
  readonly undertakings: readonly Undertaking[];
  readonly signatures: ReadonlyMap<string, readonly Signature[]>;
}

/** The whole agreement. */
export interface Agreement extends Document {
  /** The canonical form. */
  readonly data: Uint8Array;
  /** th("counterseal.org/agreement/v1", canonical JSON), 32 bytes. */
  readonly digest: Uint8Array;
  /** The channel of the regime. */
  readonly channel: string;
  /** The first line of every statement under this agreement. */
  readonly header: typeof HEADER | typeof EXERCISE_HEADER;
}

const DURATION_MEMBERS = shape.record(
  {},
  { minutes: shape.integer(1, 1_000_000), hours: shape.integer(1, 1_000_000), days: shape.integer(1, 1_000_000) },
);

/** `{"hours": 4}`: one unit, one positive integer. */
const DURATION: Shape<Duration> = (value, where) => {
  const duration = DURATION_MEMBERS(value, where);
  if (Object.keys(duration).length !== 1) {
    throw new Refused("field-count", "want exactly one of minutes, hours, days", where);
  }
  return duration;
};

const WORDS = shape.text(undefined, 1024);
const TITLE = shape.mapOf(WORDS, "[a-z]{2}", 1, 16);

function byName<T extends { readonly name: string }>(entry: Shape<T>): Shape<readonly T[]> {
  return shape.listOf(entry, 1, 1024, ({ name }) => name);
}

function names(high?: number): Shape<readonly string[]> {
  return shape.listOf(NAME, 1, high, (name) => name);
}

const PARTY = shape.record({
  name: NAME,
  role: shape.choice(["principal"]),
  side: NAME,
  log: KEY_NAME,
  roots: shape.bytes(32),
});
const GROUP = shape.record({ name: NAME, kind: NAME, points: shape.listOf(POINT, 1, undefined, (point) => point) });
const STANDARD = shape.record({
  items: shape.integer(1, 4096),
  probability: shape.rational(LEAST),
  presence: shape.choice(["momentary"]),
  lapses_after: DURATION,
});
const SIGNATURE = shape.record({
  by: shape.choice(["author", "each", "inspected"]),
  role: NAME,
  persons: shape.integer(1, 32),
});

const DOCUMENT: Shape<Document> = shape.record({
  name: NAME,
  rules: shape.text("v[1-9][0-9]{0,3}", 5),
  mode: shape.choice(["exercise", "real"]),
  title: TITLE,
  policy: shape.bytes(32),
  parties: shape.listOf(PARTY, 2, 64, (party) => party.name),
  items: byName(shape.record({ name: NAME, title: TITLE, least_removal: DURATION })),
  sites: byName(shape.record({ name: NAME, title: TITLE, territorial_host: NAME, groups: byName(GROUP) })),
  measures: byName(
    shape.record({
      name: NAME,
      kind: shape.choice(["opening"]),
      observable: WORDS,
      discriminates: names(256),
      sensitivity: shape.rational(LEAST),
      trial: WORDS,
      expires_at: UNIX_S,
    }),
  ),
  inspections: byName(
    shape.record({
      name: NAME,
      inspecting: NAME,
      inspected: NAME,
      site: NAME,
      measure: NAME,
      points: shape.integer(1, 4096),
    }),
  ),
  undertakings: byName(
    shape.record({
      name: NAME,
      kind: shape.choice(["absent"]),
      by: NAME,
      to: NAME,
      item: NAME,
      site: NAME,
      inspections: names(256),
      standard: STANDARD,
    }),
  ),
  signatures: shape.mapOf(shape.listOf(SIGNATURE, 1, 16)),
});

/** Kinds that root keys sign; every other kind needs its line under `signatures`. */
export const ALL_OF = { author: ["author"], each: ["author", "each", "inspected"], inspected: ["inspected"] } as const;
/** Kinds that say of themselves that several parties signed: whose signatures they need. */
const SIGNED_BY: ReadonlyMap<string, readonly string[]> = new Map([
  ["cut", ["each"]],
  ["inspection-report", ["author", "inspected"]],
]);

const UNSIGNED_BY_ROLE: readonly string[] = ["accession", "root-key-set"];

/** Returns the digest of an agreement's canonical bytes. */
export function agreementDigest(data: Uint8Array): Uint8Array {
  return taggedHash("counterseal.org/agreement/v1", data);
}

/**
 * Returns the agreement that canonical bytes state, with all its cross-references checked.
 *
 * @throws Refused codes of canonical JSON, of shapes, and of the module's list; `where` is the member's path
 */
export function parse(data: Uint8Array): Agreement {
  const document = DOCUMENT(canonical.parse(data, SIZE_MAX), "");
  if (!RULE_SETS.includes(document.rules)) {
    throw new Refused(
      "agreement-rules",
      `got rule set ${document.rules}, this software has ${RULE_SETS.join(", ")}`,
      "/rules",
      "use software that has the pinned rule set; without it there is no verdict",
    );
  }
  checkReferences(document);
  const digest = agreementDigest(data);
  const header = document.mode === "exercise" ? EXERCISE_HEADER : HEADER;
  return { ...document, data, digest, channel: `regime/${hex(digest)}`, header };
}

/** Returns the entry of that name. Requires that there is one. */
export function named<T extends { readonly name: string }>(entries: readonly T[], name: string): T {
  const found = entries.find((entry) => entry.name === name);
  if (found === undefined) throw new Misuse(`nothing here bears the name ${name}`);
  return found;
}

/** Returns all point ids of a site in byte order. */
export function pointsOf(site: Site): readonly string[] {
  return site.groups.flatMap((group) => group.points).sort(compareText);
}

/** Returns the length in seconds. */
export function secondsOf(duration: Duration): number {
  return UNITS.reduce((sum, unit) => sum + SECONDS[unit] * (duration[unit] ?? 0), 0);
}

function checkReferences(document: Document): void {
  const parties = namesOf(document.parties);
  const items = namesOf(document.items);
  const sites = namesOf(document.sites);
  const measures = namesOf(document.measures);
  const inspections = namesOf(document.inspections);
  checkOnce(
    document.parties.map((party) => party.log),
    "log",
  );
  checkOnce(
    document.parties.map((party) => hex(party.roots)),
    "roots",
  );
  if (items.has(EMPTY)) {
    throw new Refused("agreement-item", `got an item called ${EMPTY}, which says that a point holds none`, "/items");
  }
  for (const site of document.sites) {
    const points = pointsOf(site);
    if (new Set(points).size !== points.length) {
      throw new Refused("agreement-points", "got a point named twice", `/sites/${site.name}`);
    }
    if (points.length > POINTS_MAX) {
      const why = `more points than ${POINTS_MAX}, which is all that can be declared`;
      throw new Refused("agreement-points", why, `/sites/${site.name}`);
    }
  }
  for (const measure of document.measures) {
    checkKnown(measure.discriminates, items, `/measures/${measure.name}/discriminates`);
  }
  for (const inspection of document.inspections) {
    const where = `/inspections/${inspection.name}`;
    checkKnown([inspection.inspecting, inspection.inspected], parties, where);
    checkKnown([inspection.site], sites, `${where}/site`);
    checkKnown([inspection.measure], measures, `${where}/measure`);
    const inspecting = named(document.parties, inspection.inspecting);
    const inspected = named(document.parties, inspection.inspected);
    if (inspecting.side === inspected.side) {
      throw new Refused("agreement-side", "inspecting and inspected Party are of one side", where);
    }
    if (inspection.points > pointsOf(named(document.sites, inspection.site)).length) {
      throw new Refused("agreement-points", "more points to open than the site has", `${where}/points`);
    }
  }
  const sought = new Map<string, string>();
  for (const undertaking of document.undertakings) {
    const where = `/undertakings/${undertaking.name}`;
    checkKnown([undertaking.by, undertaking.to], parties, where);
    checkKnown([undertaking.item], items, `${where}/item`);
    checkKnown([undertaking.site], sites, `${where}/site`);
    if (undertaking.standard.items > pointsOf(named(document.sites, undertaking.site)).length) {
      throw new Refused("agreement-points", "more items than the site has points", `${where}/standard/items`);
    }
    checkKnown(undertaking.inspections, inspections, `${where}/inspections`);
    for (const name of undertaking.inspections) {
      const { site, inspected, inspecting, measure } = named(document.inspections, name);
      if (site !== undertaking.site || inspected !== undertaking.by || inspecting !== undertaking.to) {
        throw new Refused("agreement-reference", `inspection ${name} is not of these parties and site`, where);
      }
      if (!named(document.measures, measure).discriminates.includes(undertaking.item)) {
        throw new Refused("agreement-reference", `the measure of ${name} does not discriminate the item`, where);
      }
      if ((sought.get(name) ?? undertaking.item) !== undertaking.item) {
        throw new Refused("agreement-item", `inspection ${name} seeks two items, and reports name none`, where);
      }
      sought.set(name, undertaking.item);
    }
  }
  for (const kind of Object.keys(KINDS)) {
    const given = document.signatures.get(kind) ?? [];
    const isRootSigned = UNSIGNED_BY_ROLE.includes(kind);
    const roles = new Set(given.map(({ by, role }) => `${by} ${role}`));
    if (isRootSigned !== (given.length === 0) || roles.size !== given.length) {
      throw new Refused("agreement-signatures", `signatures of ${kind} are missing, surplus or doubled`, "/signatures");
    }
    const lines = given.reduce((sum, { by, persons }) => sum + persons * (by === "each" ? document.parties.length : 1), 0);
    if (lines > LINES_MAX) {
      const why = `${kind} asks for ${lines} persons, a note has room for ${LINES_MAX}`;
      throw new Refused("agreement-signatures", why, "/signatures");
    }
    const signing = new Set<string>(given.flatMap(({ by }) => ALL_OF[by]));
    const wanted = SIGNED_BY.get(kind) ?? [];
    if (!wanted.every((by) => signing.has(by))) {
      throw new Refused("agreement-signatures", `${kind} is not signed by ${wanted.join(" and ")}`, "/signatures");
    }
  }
  checkKnown(document.signatures.keys(), new Set(Object.keys(KINDS)), "/signatures");
}

function namesOf(entries: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(entries.map(({ name }) => name));
}

function checkKnown(names: Iterable<string>, known: ReadonlySet<string>, where: string): void {
  for (const name of names) {
    if (!known.has(name)) {
      throw new Refused("agreement-reference", `got ${quoted(name)}, which nothing here bears`, where);
    }
  }
}

function checkOnce(values: readonly string[], member: string): void {
  if (new Set(values).size !== values.length) {
    throw new Refused("agreement-purpose", `two parties share one ${member}`, "/parties");
  }
}
