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

import { checkKnown, checkTerms } from "./check.js";
import { SPAN, type Span } from "./clock.js";
import { type Graph, postorderOf } from "./events.js";
import {
  CLAUSE,
  LANGUAGE,
  LANGUAGES,
  type Monitor,
  SIGNATURE,
  type Signature,
  TERMS,
  TITLE,
  type Terms,
  type Title,
  WINDOW,
  WORDS,
  type Window,
  byName,
  names,
} from "./terms.js";
import { compareText, hex } from "../encoding/bytes.js";
import * as canonical from "../encoding/canonical.js";
import { type Fraction, compare, fraction } from "../encoding/fraction.js";
import * as shape from "../encoding/shape.js";
import type { Shape } from "../encoding/shape.js";
import { taggedHash } from "../encoding/tagged.js";
import { Misuse, Refused } from "../errors.js";
import { LINES_MAX } from "../log/note.js";
import { CAPACITY_MAX, fits } from "../sealing/declaration.js";
import * as kinds from "../statements/kinds.js";
import { KEY_NAME, KINDS, NAME, POINT, UNIX_S } from "../statements/kinds.js";
import { EXERCISE_HEADER, HEADER } from "../statements/statement.js";

export const SIZE_MAX = 1_048_576; // bytes of one agreement document
export const RULE_SETS: readonly string[] = ["v1"];

export const EMPTY = "empty"; // what a declaration says of a point without an item
const LEAST = fraction(1n, BigInt(canonical.INTEGER_MAX)); // of a sensitivity or a probability: 0 would promise nothing
const MOST = fraction(BigInt(canonical.INTEGER_MAX) - 1n, BigInt(canonical.INTEGER_MAX)); // of a false alarm
const MEASURES = ["exhibition", "imagery", "opening", "seal", "sensor"] as const;
const ROLES = ["consulted", "guest-observer", "principal", "territorial-host", "transit-state", "witness"] as const;
const UNDERTAKINGS = ["absent", "as-declared", "at-most", "not-capable", "type-distinguishable"] as const;
const PRESENCES = ["continuous", "cumulative", "momentary"] as const;
/** By whose choice points are opened: by nobody's, since they are drawn; or by that of one of the two Parties. */
const CHOICES = ["drawn", "inspected", "inspecting"] as const;
/** What a declaration says of a point that cannot be opened: it is drawn by nobody, and may hold anything. */
export const CLOSED: readonly string[] = kinds.CLOSED;
export const NAMED_LATER = "named-later"; // the kind of a site whose place is told by visit
/** Results for which likelihoods may be agreed: outcomes of a point that are no result, and how one was resolved. */
const LIKELIHOODS = ["ambiguous", "away", "failed", "not-measured", "refused", "resolved", "too-small"] as const;
export const DAILY_MAX = 1_000_000; // a chance a day is told in millionths
const POINTS_MAX = 4096; // points of a site: as many as a declaration lists

const SECONDS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
type Unit = keyof typeof SECONDS;
const UNITS = ["minutes", "hours", "days"] as const satisfies readonly Unit[];

/** A length of time in one unit: exactly one member is given. */
export type Duration = { readonly [U in Unit]?: number };

/** A party with a log: its role, side (bloc), log origin and root-keys digest. */
export interface Party {
  readonly name: string;
  readonly role: (typeof ROLES)[number];
  readonly side: string;
  readonly log: string;
  readonly roots: Uint8Array;
}

/** A type of item, and the least time in which one could be removed from a point unseen. */
export interface Item {
  readonly name: string;
  readonly title: Title;
  readonly least_removal: Duration;
  readonly reference_size?: string;
}

/** Points of inspection of one make at a site, for example the cells of one launcher. */
export interface Group {
  readonly name: string;
  readonly kind: string;
  readonly points: readonly string[];
}

/**
 * A site: where it is, whose ground it is, its points of inspection in groups; fixed, a unit with its roll, or a place that
 * the inspecting Party tells when it designates.
 */
export interface Site {
  readonly name: string;
  readonly title: Title;
  readonly territorial_host: string;
  readonly groups: readonly Group[];
  readonly kind?: "fixed" | "named-later" | "unit";
  readonly status?: "active" | "declared-empty" | "under-construction";
  /** Under seal, and opened step by step; `capacity` is the number of leaves of such a declaration's tree. */
  readonly declared?: "open" | "sealed";
  readonly capacity?: number;
}

/** How likely a result is where nothing is, and where the standard's items are: chances in [0, 1]. */
export interface Likelihood {
  readonly absent: Fraction;
  readonly present: Fraction;
}

/**
 * A way to look: what it observes, what it tells apart, and how surely, by which joint trial, until when.
 *
 * `sensitivity`, `trial`, `expires_at`: all of them or none; without them it is untested, and adds nothing.
 */
export interface Measure {
  readonly name: string;
  readonly kind: (typeof MEASURES)[number];
  readonly observable: string;
  readonly discriminates: readonly string[];
  readonly sensitivity?: Fraction;
  readonly trial?: string;
  readonly expires_at?: number;
  /** The chance that it shows an item that is not there, by the same trial. */
  readonly false_alarm?: Fraction;
  /** Agreed for results that are neither clean nor found, by outcome; `resolved` for a point cleared by both sides. */
  readonly likelihoods?: ReadonlyMap<string, Likelihood>;
}

/** A right to inspect: who visits whom, where, with which measure, and how many drawn points are opened. */
export interface Inspection {
  readonly name: string;
  readonly inspecting: string;
  readonly inspected: string;
  readonly measure: string;
  readonly points: number;
  /** The site; or those of which the inspecting Party designates one by sealed choice. */
  readonly site?: string;
  readonly pool?: readonly string[];
  /** By whose choice points are opened; where it is not said, they are drawn. */
  readonly choice?: (typeof CHOICES)[number];
  readonly clause?: string;
  readonly quotas?: readonly string[];
  readonly only_if?: readonly string[];
  readonly window?: Window;
  readonly freeze?: string;
  readonly duration?: Span;
  readonly extension?: Span;
  readonly team_max?: number;
  readonly entry_points?: readonly string[];
  readonly languages?: readonly string[];
  readonly barred?: readonly string[];
  readonly brought?: readonly string[];
  readonly excluded?: readonly string[];
  readonly speakers?: ReadonlyMap<string, number>;
  /** What the inspected Party opens of a sealed declaration for a visit. */
  readonly opens?: "drawn" | "site";
}

/** What the parties agreed to hold likely before anybody looked; chances a day are in millionths. */
export interface Prior {
  readonly absence_min: Fraction;
  readonly absence_max: Fraction;
  readonly introduction_min: number;
  readonly introduction_max: number;
  readonly removal_min?: number;
  readonly removal_max?: number;
}

/** What a finding must reach: against `items` items, present in the stated way, at least `probability`. */
export interface Standard {
  readonly items: number;
  readonly probability: Fraction;
  readonly presence: (typeof PRESENCES)[number];
  readonly lapses_after: Duration;
  /** For how long the items are there, without a break or in all; how far back from the last visit that may begin. */
  readonly duration?: Duration;
  readonly window?: Duration;
  readonly prior?: Prior;
}

/** Who owes whom which finding, on which item, at which site, to which standard. */
export interface Undertaking {
  readonly name: string;
  readonly kind: (typeof UNDERTAKINGS)[number];
  readonly by: string;
  readonly to: string;
  readonly item: string;
  readonly site: string;
  /** What can show it; one of the two at least is there. */
  readonly inspections?: readonly string[];
  readonly monitors?: readonly string[];
  readonly standard: Standard;
  readonly clause?: string;
  readonly at_most?: number;
  readonly only_if?: readonly string[];
  readonly shown_by?: readonly string[];
}

/** What the document says. */
interface Document extends Terms {
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
  /** The digest of the first document, by which the regime is known whatever is amended. */
  readonly founding: Uint8Array;
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

const PARTY = shape.record({
  name: NAME,
  role: shape.choice(ROLES),
  side: NAME,
  log: KEY_NAME,
  roots: shape.bytes(32),
});
const GROUP = shape.record({ name: NAME, kind: NAME, points: shape.listOf(POINT, 1, undefined, (point) => point) });
const PRIOR: Shape<Prior> = shape.record(
  {
    absence_max: shape.rational(),
    absence_min: shape.rational(),
    introduction_max: shape.integer(0, DAILY_MAX),
    introduction_min: shape.integer(0, DAILY_MAX),
  },
  { removal_max: shape.integer(0, DAILY_MAX), removal_min: shape.integer(0, DAILY_MAX) },
);
const STANDARD: Shape<Standard> = shape.record(
  {
    items: shape.integer(1, 4096),
    probability: shape.rational(LEAST),
    presence: shape.choice(PRESENCES),
    lapses_after: DURATION,
  },
  { duration: DURATION, prior: PRIOR, window: DURATION },
);
const MEASURE: Shape<Measure> = shape.record(
  {
    name: NAME,
    kind: shape.choice(MEASURES),
    observable: WORDS,
    discriminates: names(),
  },
  {
    expires_at: UNIX_S,
    false_alarm: shape.rational(undefined, MOST),
    sensitivity: shape.rational(LEAST),
    trial: WORDS,
    likelihoods: shape.mapOf(
      shape.record({ absent: shape.rational(LEAST), present: shape.rational() }),
      LIKELIHOODS.join("|"),
      1,
      LIKELIHOODS.length,
    ),
  },
);
const SITE: Shape<Site> = shape.record(
  { name: NAME, title: TITLE, territorial_host: NAME, groups: byName(GROUP) },
  {
    capacity: shape.integer(1, CAPACITY_MAX),
    declared: shape.choice(["open", "sealed"]),
    kind: shape.choice(["fixed", "named-later", "unit"]),
    status: shape.choice(["active", "declared-empty", "under-construction"]),
  },
);
const INSPECTION: Shape<Inspection> = shape.record(
  { name: NAME, inspecting: NAME, inspected: NAME, measure: NAME, points: shape.integer(1, 4096) },
  {
    barred: shape.listOf(WORDS, 1, 64),
    brought: shape.listOf(WORDS, 1, 64),
    choice: shape.choice(CHOICES),
    clause: CLAUSE,
    duration: SPAN,
    entry_points: names(),
    excluded: shape.listOf(WORDS, 1, 64),
    extension: SPAN,
    freeze: NAME,
    languages: LANGUAGES,
    only_if: names(),
    opens: shape.choice(["drawn", "site"]),
    pool: names(),
    quotas: names(),
    site: NAME,
    speakers: shape.mapOf(shape.integer(1, 1000), LANGUAGE, 1, 16),
    team_max: shape.integer(1, 1000),
    window: WINDOW,
  },
);
const UNDERTAKING: Shape<Undertaking> = shape.record(
  {
    name: NAME,
    kind: shape.choice(UNDERTAKINGS),
    by: NAME,
    to: NAME,
    item: NAME,
    site: NAME,
    standard: STANDARD,
  },
  {
    at_most: shape.integer(0, 4096),
    clause: CLAUSE,
    inspections: names(),
    monitors: names(),
    only_if: names(),
    shown_by: names(),
  },
);

const DOCUMENT: Shape<Document> = shape.record(
  {
  name: NAME,
  rules: shape.text("v[1-9][0-9]{0,3}", 5),
  mode: shape.choice(["exercise", "real"]),
  title: TITLE,
  policy: shape.bytes(32),
  parties: shape.listOf(PARTY, 2, 64, (party) => party.name),
  items: byName(shape.record({ name: NAME, title: TITLE, least_removal: DURATION }, { reference_size: WORDS })),
  sites: byName(SITE),
  measures: byName(MEASURE),
  inspections: byName(INSPECTION),
  undertakings: byName(UNDERTAKING),
  signatures: shape.mapOf(shape.listOf(SIGNATURE, 1, 16)),
  },
  TERMS,
);

export const ALL_OF = { author: ["author"], each: ["author", "each", "inspected"], inspected: ["inspected"] } as const;
/** Kinds that say of themselves that several parties signed: whose signatures they need. */
const SIGNED_BY: ReadonlyMap<string, readonly string[]> = new Map([
  ["amendment", ["each"]],
  ["cut", ["each"]],
  ["inspection-report", ["author", "inspected"]],
  ["reading", ["author", "inspected"]],
]);

/** Kinds that root keys sign, by no line under `signatures`. */
export const ROOT_SIGNED: readonly string[] = ["accession", "key-revocation", "key-rotation", "root-key-set"];

/** Kinds of every agreement; of the others those may be said that have their line under `signatures`. */
const SIGNED_ALWAYS: readonly string[] = [
  "cut",
  "declaration",
  "draw-share-opened",
  "draw-share-sealed",
  "inspection-report",
  "notice",
  "observed",
];

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
  checkTerms(document);
  const digest = agreementDigest(data);
  const header = document.mode === "exercise" ? EXERCISE_HEADER : HEADER;
  return { ...document, data, digest, founding: digest, channel: `regime/${hex(digest)}`, header };
}

/** Returns the entry of that name. Requires that there is one. */
export function named<T extends { readonly name: string }>(entries: readonly T[], name: string): T {
  const found = entries.find((entry) => entry.name === name);
  if (found === undefined) throw new Misuse(`nothing here bears the name ${name}`);
  return found;
}

const made = new WeakMap<Agreement, Graph>();

/** Returns some conditions and all that they are made of, parts first. Requires that they do not circle. */
export function conditionParts(agreement: Agreement, names: readonly string[]): readonly string[] {
  let graph = made.get(agreement);
  if (graph === undefined) {
    graph = new Map((agreement.conditions ?? []).map(({ name, all, any }) => [name, all ?? any ?? []]));
    made.set(agreement, graph);
  }
  return postorderOf(graph, names);
}

/** Returns all point ids of a site in byte order. */
export function pointsOf(site: Site): readonly string[] {
  return site.groups.flatMap((group) => group.points).sort(compareText);
}

/** Returns the sites that a visit may be to, by name. */
export function sitesOf(inspection: Inspection): readonly string[] {
  return inspection.pool ?? (inspection.site === undefined ? [] : [inspection.site]);
}

/** Returns by whose choice points are opened. */
export function chooserOf(inspection: Inspection): (typeof CHOICES)[number] {
  return inspection.choice ?? "drawn";
}

/** Returns how surely a measure shows an item at an hour: 0 untested, and from the expiry of its trial on. */
export function showsAt({ sensitivity, expires_at }: Measure, hour: number): Fraction {
  return sensitivity === undefined || expires_at === undefined || expires_at <= hour ? fraction(0n) : sensitivity;
}

/** Returns the parties that may say readings of a monitor. */
export function readersOf(agreement: Pick<Agreement, "parties">, { by }: Monitor): readonly string[] {
  return by.flatMap((word) => (word === "each" ? principalsOf(agreement).map(({ name }) => name) : [word]));
}

/** Returns the parties whose accessions bring an agreement into force. */
export function principalsOf(agreement: Pick<Agreement, "parties">): readonly Party[] {
  return agreement.parties.filter((party) => party.role === "principal");
}

/** Returns the length in seconds. */
export function secondsOf(duration: Duration): number {
  return UNITS.reduce((sum, unit) => sum + SECONDS[unit] * (duration[unit] ?? 0), 0);
}

/** Returns only if a presence has the times that belong to it, and no agreed bounds are crossed. */
function checkStandard({ presence, duration, window, prior }: Standard, where: string): void {
  if ((presence !== "momentary") !== (duration !== undefined)) {
    throw new Refused("agreement-choice", "want a duration for a presence that lasts, and only there", where);
  }
  if (window !== undefined && (duration === undefined || secondsOf(window) < secondsOf(duration))) {
    throw new Refused("agreement-choice", "got a window that no duration fits into", `${where}/window`);
  }
  if (prior === undefined) return;
  const { absence_min, absence_max, introduction_min, introduction_max, removal_min = 0, removal_max = 0 } = prior;
  const crossed = introduction_min > introduction_max || removal_min > removal_max;
  if (crossed || compare(absence_min, absence_max) > 0 || introduction_max + removal_max > DAILY_MAX) {
    const why = `got a least value above the greatest, or chances of more than ${DAILY_MAX} millionths a day together`;
    throw new Refused("agreement-choice", why, `${where}/prior`);
  }
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
  const reserved = [EMPTY, ...CLOSED].sort(compareText).find((word) => items.has(word));
  if (reserved !== undefined) {
    const why = `got an item called ${reserved}, which says something else of a point`;
    throw new Refused("agreement-item", why, "/items");
  }
  const sizes = new Map<string, number>();
  for (const site of document.sites) {
    const points = pointsOf(site);
    sizes.set(site.name, points.length);
    if (new Set(points).size !== points.length) {
      throw new Refused("agreement-points", "got a point named twice", `/sites/${site.name}`);
    }
    if (points.length > POINTS_MAX) {
      const why = `more points than ${POINTS_MAX}, which is all that can be declared`;
      throw new Refused("agreement-points", why, `/sites/${site.name}`);
    }
    if (site.declared === "sealed" && site.kind === NAMED_LATER) {
      const why = "is declared once its place is told, and so not under seal before";
      throw new Refused("agreement-choice", why, `/sites/${site.name}/declared`, "let it be declared openly");
    }
    const { capacity } = site;
    if ((capacity !== undefined) !== (site.declared === "sealed")) {
      const why = "want a capacity where a site is declared sealed, and only there";
      throw new Refused("agreement-choice", why, `/sites/${site.name}/capacity`);
    }
    if (capacity !== undefined && !fits(capacity, points.length)) {
      const why = `got a capacity of ${capacity}, want a power of two of ${points.length} or more`;
      throw new Refused("agreement-points", why, `/sites/${site.name}/capacity`);
    }
  }
  for (const measure of document.measures) {
    const where = `/measures/${measure.name}`;
    checkKnown(measure.discriminates, items, `${where}/discriminates`);
    const told = [measure.sensitivity, measure.trial, measure.expires_at].filter((member) => member !== undefined).length;
    if (told !== 3 && (told > 0 || measure.false_alarm !== undefined)) {
      const why = "want sensitivity, trial and expires_at together; false_alarm only with them";
      throw new Refused("agreement-choice", why, where, "a measure that was not tried has none of them");
    }
  }
  const kinds = new Map(document.measures.map(({ name, kind }) => [name, kind]));
  const sides = new Map(document.parties.map(({ name, side }) => [name, side]));
  for (const inspection of document.inspections) {
    const where = `/inspections/${inspection.name}`;
    checkKnown([inspection.inspecting, inspection.inspected], parties, where);
    if ((inspection.site === undefined) === (inspection.pool === undefined)) {
      throw new Refused("agreement-choice", "want one of site and pool", where);
    }
    checkKnown(sitesOf(inspection), sites, `${where}/site`);
    if (inspection.site !== undefined && named(document.sites, inspection.site).kind === NAMED_LATER) {
      const why = `${inspection.site} is named later, which only the designation of one of a pool does`;
      throw new Refused("agreement-choice", why, `${where}/site`, `write pool: [${inspection.site}]`);
    }
    checkKnown([inspection.measure], measures, `${where}/measure`);
    const kind = kinds.get(inspection.measure)!;
    if (kind !== "opening" && kind !== "exhibition") {
      const why = `got a measure of kind ${kind}, by which no visit looks`;
      throw new Refused("agreement-choice", why, `${where}/measure`, "let a monitor look by it");
    }
    const { team_max, speakers } = inspection;
    if (team_max !== undefined && [...(speakers?.values() ?? [])].some((number) => number > team_max)) {
      throw new Refused("agreement-choice", "more of the team speak a language than it may have", `${where}/speakers`);
    }
    const openly = sitesOf(inspection).find((site) => named(document.sites, site).declared !== "sealed");
    if (inspection.opens !== undefined && openly !== undefined) {
      const why = `opens what is sealed, and ${openly} is declared openly`;
      throw new Refused("agreement-choice", why, `${where}/opens`, `let ${openly} be declared sealed`);
    }
    if (inspection.opens === "drawn" && chooserOf(inspection) !== "drawn") {
      const why = `opens the points drawn, and ${chooserOf(inspection)} chooses them`;
      throw new Refused("agreement-choice", why, `${where}/opens`, "open the whole site");
    }
    if (sides.get(inspection.inspecting) === sides.get(inspection.inspected)) {
      throw new Refused("agreement-side", "inspecting and inspected Party are of one side", where);
    }
    if (sitesOf(inspection).some((site) => inspection.points > sizes.get(site)!)) {
      throw new Refused("agreement-points", "more points to open than the site has", `${where}/points`);
    }
  }
  for (const monitor of document.monitors ?? []) checkMonitor(document, monitor, kinds);
  const monitors = new Map((document.monitors ?? []).map((monitor) => [monitor.name, monitor]));
  const visits = new Map(document.inspections.map((inspection) => [inspection.name, inspection]));
  const pools = new Map(document.inspections.map((inspection) => [inspection.name, new Set(sitesOf(inspection))]));
  const shown = new Map(document.measures.map(({ name, discriminates }) => [name, new Set(discriminates)]));
  const sought = new Map<string, string>();
  const watched = new Map<string, string>();
  const checkShows = (undertaking: Undertaking, name: string, measure: string): void => {
    const where = `/undertakings/${undertaking.name}`;
    if (!shown.get(measure)!.has(undertaking.item)) {
      throw new Refused("agreement-reference", `the measure of ${name} does not discriminate the item`, where);
    }
    if (kinds.get(measure) === "exhibition" && undertaking.kind !== "type-distinguishable") {
      const why = `${name} is an exhibition, which shows whether items can be told apart, and nothing else`;
      throw new Refused("agreement-choice", why, where, "name it under an undertaking of kind type-distinguishable");
    }
  };
  for (const undertaking of document.undertakings) {
    const where = `/undertakings/${undertaking.name}`;
    checkKnown([undertaking.by, undertaking.to], parties, where);
    checkKnown([undertaking.item], items, `${where}/item`);
    checkKnown([undertaking.site], sites, `${where}/site`);
    if ((undertaking.kind === "at-most") !== (undertaking.at_most !== undefined)) {
      throw new Refused("agreement-choice", "want at_most for an undertaking at-most, and only there", where);
    }
    if (undertaking.standard.items + (undertaking.at_most ?? 0) > sizes.get(undertaking.site)!) {
      throw new Refused("agreement-points", "more items than the site has points", `${where}/standard/items`);
    }
    checkStandard(undertaking.standard, `${where}/standard`);
    if (undertaking.inspections === undefined && undertaking.monitors === undefined) {
      throw new Refused("agreement-choice", "want inspections or monitors, or both", where);
    }
    checkKnown(undertaking.inspections ?? [], inspections, `${where}/inspections`);
    for (const name of undertaking.inspections ?? []) {
      const { inspected, inspecting, measure } = visits.get(name)!;
      if (!pools.get(name)!.has(undertaking.site) || inspected !== undertaking.by || inspecting !== undertaking.to) {
        throw new Refused("agreement-reference", `inspection ${name} is not of these parties and site`, where);
      }
      checkShows(undertaking, name, measure);
      if ((sought.get(name) ?? undertaking.item) !== undertaking.item) {
        throw new Refused("agreement-item", `inspection ${name} seeks two items, and reports name none`, where);
      }
      sought.set(name, undertaking.item);
    }
    checkKnown(undertaking.monitors ?? [], monitors, `${where}/monitors`);
    for (const name of undertaking.monitors ?? []) {
      const { inspected, measure, site } = monitors.get(name)!;
      if (site !== undertaking.site || inspected !== undertaking.by) {
        throw new Refused("agreement-reference", `monitor ${name} is not of this party and site`, where);
      }
      checkShows(undertaking, name, measure);
      if ((watched.get(name) ?? undertaking.item) !== undertaking.item) {
        throw new Refused("agreement-item", `monitor ${name} seeks two items, and readings name none`, where);
      }
      watched.set(name, undertaking.item);
    }
  }
  for (const kind of Object.keys(KINDS)) {
    const given = document.signatures.get(kind);
    if (given === undefined ? SIGNED_ALWAYS.includes(kind) : ROOT_SIGNED.includes(kind)) {
      const wrong = given === undefined ? "are missing" : "are there, and root keys sign it";
      throw new Refused("agreement-signatures", `signatures of ${kind} ${wrong}`, `/signatures/${kind}`);
    }
    if (given !== undefined) checkSignatures(document, kind, given, "/signatures");
  }
  for (const term of document.notifications ?? []) {
    const where = `/notifications/${term.name}`;
    if (term.signed !== undefined) checkSignatures(document, "notification", term.signed, `${where}/signed`);
    else if (!document.signatures.has("notification")) {
      throw new Refused("agreement-signatures", "nothing says who signs it", where);
    }
  }
  const sealing = [
    ["designation", "an inspection designates", document.inspections.some(({ pool }) => pool !== undefined)],
    ["declaration", "a site is declared sealed", document.sites.some(({ declared }) => declared === "sealed")],
  ] as const;
  for (const [what, subject, asked] of sealing) {
    for (const kind of asked ? [`${what}-opened`, `${what}-sealed`] : []) {
      if (!document.signatures.has(kind)) {
        throw new Refused("agreement-signatures", `${subject}, and signatures of ${kind} are missing`, "/signatures");
      }
    }
  }
  if (document.monitors !== undefined && !document.signatures.has("reading")) {
    const why = "a monitor is read, and signatures of reading are missing";
    throw new Refused("agreement-signatures", why, "/signatures");
  }
  const proposing = document.signatures.get("cut-proposed");
  if (document.cuts !== undefined && proposing === undefined) {
    throw new Refused("agreement-signatures", "cuts may be partial, and nothing says who proposes one", "/signatures");
  }
  if (proposing?.some(({ by }) => by !== "author")) {
    const why = "a cut is proposed by its author alone, whoever is silent";
    throw new Refused("agreement-signatures", why, "/signatures/cut-proposed");
  }
  checkKnown(document.signatures.keys(), new Set(Object.keys(KINDS)), "/signatures");
}

/** Returns only if what a monitor names is there, and its readings are the word of both sides. */
function checkMonitor(document: Document, monitor: Monitor, kinds: ReadonlyMap<string, string>): void {
  const where = `/monitors/${monitor.name}`;
  const sides = new Map(document.parties.map(({ name, side }) => [name, side]));
  checkKnown([monitor.measure], kinds, `${where}/measure`);
  if (kinds.get(monitor.measure) === "opening") {
    const why = "got a measure of kind opening, by which a visit looks";
    throw new Refused("agreement-choice", why, `${where}/measure`, "let an inspection look by it");
  }
  checkKnown([monitor.inspected], sides, `${where}/inspected`);
  checkKnown(monitor.by, new Set([...sides.keys(), "each"]), `${where}/by`);
  const all = document.signatures.get("reading")?.some(({ by }) => by === "each") === true;
  if (!all && readersOf(document, monitor).some((name) => sides.get(name) === sides.get(monitor.inspected))) {
    const why = "one side can say its readings alone: the inspected Party is of the side of who says them";
    const mend = "name a party of another side, or let each sign readings";
    throw new Refused("agreement-side", why, `${where}/by`, mend);
  }
  checkKnown([monitor.site], namesOf(document.sites), `${where}/site`);
  const points = new Set(pointsOf(named(document.sites, monitor.site)));
  if (monitor.points?.every((point) => points.has(point)) === false) {
    throw new Refused("agreement-points", "points that the site does not have", `${where}/points`);
  }
}

function namesOf(entries: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(entries.map(({ name }) => name));
}

function checkSignatures(document: Document, kind: string, given: readonly Signature[], where: string): void {
  if (new Set(given.map(({ by, role }) => `${by} ${role}`)).size !== given.length) {
    throw new Refused("agreement-signatures", `signatures of ${kind} are doubled`, where);
  }
  const lines = given.reduce((sum, { by, persons }) => sum + persons * (by === "each" ? document.parties.length : 1), 0);
  if (lines > LINES_MAX) {
    const why = `${kind} asks for ${lines} persons, a note has room for ${LINES_MAX}`;
    throw new Refused("agreement-signatures", why, where);
  }
  const signing = new Set<string>(given.flatMap(({ by }) => ALL_OF[by]));
  const wanted = SIGNED_BY.get(kind) ?? [];
  if (!wanted.every((by) => signing.has(by))) {
    throw new Refused("agreement-signatures", `${kind} is not signed by ${wanted.join(" and ")}`, where);
  }
}

function checkOnce(values: readonly string[], member: string): void {
  if (new Set(values).size !== values.length) {
    throw new Refused("agreement-purpose", `two parties share one ${member}`, "/parties");
  }
}
