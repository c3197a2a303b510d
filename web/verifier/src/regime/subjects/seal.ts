/**
 * The sealed declaration of a site, and its openings (spec/sealing.md, section 5; R17, R49 and R58 as of an open one).
 *
 *     R59  it has the capacity agreed, and tells of points of the site that they are closed
 *                                                seal-capacity, declaration-points
 *     R60  it is opened by its author, step by step without a gap
 *                                                opening-sealed, opening-number
 *     R61  for a visit that asks for it, its author opens the last one sealed before it knew of the site, as much as
 *          agreed                                opening-notice, opening-late, opening-draw, opening-points
 *     R62  what is opened are points of the site, as they were sealed, closed where they were told to be closed
 *                                                opening-points, declaration-holds, opening-closed, declaration-opening
 *
 * What was drawn and is not opened is no irregularity: the visit shows it (`unopened`). An opening cannot contradict
 * another of the same declaration, for both lead to one root.
 */

import { byHolder, inForm, numbered } from "./declaration.js";
import { declaredOf, drawn } from "./draw.js";
import { bodyOf } from "./said.js";
import type { Facts, Said, Told } from "../facts.js";
import type { Rule } from "../standing.js";
import { CLOSED, EMPTY, named, pointsOf } from "../../agreement/document.js";
import { compareText, equal, hex } from "../../encoding/bytes.js";
import { Refused } from "../../errors.js";
import { type Point, rootOf } from "../../sealing/declaration.js";
import type { DeclarationSealed, DeclaredPoint } from "../../statements/kinds.js";

/** R59. */
function ofSize(facts: Facts, said: Said): string {
  const { site, capacity, closed } = bodyOf(said, "declaration-sealed");
  const agreed = named(facts.agreement.sites, site);
  if (capacity !== agreed.capacity) return "seal-capacity";
  const points = new Set(pointsOf(agreed));
  return (closed ?? []).every(({ id }) => points.has(id)) ? "" : "declaration-points";
}

/** R60. */
function opensOwn(facts: Facts, said: Said): string {
  const { sealed, number } = bodyOf(said, "declaration-opened");
  const made = facts.statements.get(hex(sealed));
  if (made?.kind !== "declaration-sealed" || made.party !== said.statement.party) return "opening-sealed";
  return number === (facts.openings.get(hex(sealed))?.length ?? 0) + 1 ? "" : "opening-number";
}

/** R61. */
function forVisit(facts: Facts, said: Said): string {
  const { notice, sealed, points } = bodyOf(said, "declaration-opened");
  if (notice === undefined) return "";
  const inspection = facts.inspectionOf(notice);
  if (inspection?.opens === undefined || inspection.inspected !== said.statement.party) return "opening-notice";
  const site = facts.siteOf(notice, facts.view(said));
  if (site === undefined || sealedOf(facts, sealed).site !== site) return "opening-notice";
  const last = sealFor(facts, notice);
  if (last === undefined || !equal(last.id, sealed)) return "opening-late";
  let wanted = pointsOf(named(facts.agreement.sites, site));
  if (inspection.opens === "drawn") {
    const picks = drawn(facts, notice);
    const shares = [...(facts.opened.get(hex(notice))?.values() ?? [])];
    if (picks === undefined || !shares.every(({ id }) => facts.inPast(said, id))) return "opening-draw";
    wanted = [...picks].sort(compareText);
  }
  const fits = points.length === wanted.length && points.every(({ id }, at) => id === wanted[at]);
  return fits ? "" : "opening-points";
}

/** R62. */
function asSealed(facts: Facts, said: Said): string {
  const { sealed, points, keys, siblings } = bodyOf(said, "declaration-opened");
  const body = sealedOf(facts, sealed);
  const every = pointsOf(named(facts.agreement.sites, body.site));
  const places = new Map(every.map((point, place) => [point, place]));
  if (!points.every(({ id }) => places.has(id))) return "opening-points";
  const items = new Set([...facts.agreement.items.map((item) => item.name), EMPTY, ...CLOSED]);
  if (!points.every(({ holds }) => items.has(holds))) return "declaration-holds";
  const closed = new Map((body.closed ?? []).map(({ id, holds }) => [id, holds]));
  const toldSo = points.every(({ id, holds }) => (closed.has(id) ? closed.get(id) === holds : !CLOSED.includes(holds)));
  if (!toldSo) return "opening-closed";
  const seal = {
    channel: facts.agreement.channel,
    party: said.statement.party,
    site: body.site,
    number: body.number ?? 1,
    points: every.length,
    capacity: body.capacity,
  };
  const opened = new Map(
    points.map(({ id, holds, uid }): [number, Point] => [places.get(id)!, { id, holds, uid: uid ?? "" }]),
  );
  try {
    const root = rootOf(seal, opened, { keys, siblings: siblings ?? [] });
    return equal(root, body.root) ? "" : "declaration-opening";
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

/**
 * Returns what is to be opened for a visit: the last declaration that the inspected Party had sealed of its site before
 * it observed which site that is.
 */
export function sealFor(facts: Facts, notice: Uint8Array): Told<DeclarationSealed> | undefined {
  const inspection = facts.inspectionOf(notice);
  const site = facts.siteOf(notice);
  if (inspection === undefined || site === undefined) return undefined;
  const naming = inspection.site !== undefined ? notice : facts.designated.get(hex(notice))!.id;
  const known = facts.observedAt(named(facts.agreement.parties, inspection.inspected).log, naming) ?? Infinity;
  const made = facts.seals.get(`${inspection.inspected} ${site}`) ?? [];
  return made.findLast(({ id }) => facts.places.get(hex(id))!.index < known);
}

/** Returns the points of a sealed declaration that are opened, by id. */
export function openedOf(facts: Facts, sealed: Uint8Array): readonly DeclaredPoint[] {
  const openings = facts.openings.get(hex(sealed)) ?? [];
  const points = new Map(openings.flatMap(({ body }) => body.points.map((point) => [point.id, point])));
  return [...points.values()].sort((left, right) => compareText(left.id, right.id));
}

/** Returns the points drawn of a sealed site that nothing opened shows, by id; none before they are drawn. */
export function unopenedOf(facts: Facts, notice: Uint8Array): readonly string[] {
  const counted = declaredOf(facts, notice);
  if (counted === undefined || !("root" in counted.body)) return [];
  const last = sealFor(facts, notice);
  const shown = new Set(last === undefined ? [] : openedOf(facts, last.id).map(({ id }) => id));
  return (drawn(facts, notice) ?? []).filter((point) => !shown.has(point)).sort(compareText);
}

/** Returns the body of a sealed declaration that stands. */
function sealedOf(facts: Facts, id: Uint8Array): DeclarationSealed {
  return facts.statements.get(hex(id))!.body as DeclarationSealed;
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  "declaration-sealed": [
    { id: "R17", check: byHolder },
    { id: "R49", check: numbered },
    { id: "R58", check: inForm },
    { id: "R59", check: ofSize },
  ],
  "declaration-opened": [
    { id: "R60", check: opensOwn },
    { id: "R61", check: forVisit },
    { id: "R62", check: asSealed },
  ],
};
