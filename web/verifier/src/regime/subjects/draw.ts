/**
 * The joint draw of points to open (spec/sealing.md has the hashes; these are its rules).
 *
 *     R24  a share is of a known notice, by one of its two parties in its role            draw-exchange, draw-role
 *     R25  it cites a cut in the author's past that holds the notice and the site's declaration, and that both Parties
 *          of the visit signed                                                             draw-cut
 *     R26  the two parties cite one cut, and no commitment is a copy of one in the author's past   draw-copied
 *     R27  a share is opened only after every commitment was witnessed in the author's past        draw-early
 *     R28  what is opened is what was sealed                                               draw-opening
 *
 * A share not opened, opened wrongly, or opened early leaves the draw without picks for ever: there is no re-draw. (An
 * early share is known to the other side before it seals its own, which could then be ground until the picks please.)
 */

import type { Effect } from "../effects.js";
import type { Facts, Said, Told } from "../facts.js";
import type { Rule } from "../standing.js";
import { bodyOf } from "./said.js";
import { CLOSED, type Inspection, chooserOf, named, pointsOf } from "../../agreement/document.js";
import { compareText, equal, hex } from "../../encoding/bytes.js";
import * as draw from "../../sealing/draw.js";
import type { Declaration, DeclarationSealed, ShareRole } from "../../statements/kinds.js";

/** Returns the points drawn, in the order drawn, or `undefined` while a share is missing. */
export function drawn(facts: Facts, exchange: Uint8Array): readonly string[] | undefined {
  const made = seed(facts, exchange);
  const inspection = inspectionOf(facts, exchange);
  if (made === undefined || inspection === undefined) return undefined;
  const points = candidatesOf(facts, exchange);
  return draw.picks(made, points, Math.min(inspection.points, points.length));
}

/** Returns the points that can be drawn: those of the site, but what its declaration says cannot be opened. */
function candidatesOf(facts: Facts, exchange: Uint8Array): readonly string[] {
  const told = declaredOf(facts, exchange);
  return told === undefined ? [] : leftOpen(facts, told.body);
}

/** Returns the points of a site that its declaration, open or sealed, does not say are closed. */
export function leftOpen(facts: Facts, body: Declaration | DeclarationSealed): readonly string[] {
  const closed = new Set(shutBy(body));
  return pointsOf(named(facts.agreement.sites, body.site)).filter((point) => !closed.has(point));
}

/** Returns the points that a declaration, open or sealed, says are closed. */
function shutBy(body: Declaration | DeclarationSealed): readonly string[] {
  const told = "root" in body ? (body.closed ?? []) : body.points;
  return told.filter(({ holds }) => CLOSED.includes(holds)).map(({ id }) => id);
}

/** Returns the points that could not be opened, none while no declaration counts. */
export function closedOf(facts: Facts, exchange: Uint8Array): readonly string[] {
  const told = declaredOf(facts, exchange);
  return told === undefined ? [] : shutBy(told.body);
}

/**
 * Returns the declaration of the site that counts, if one does.
 *
 * Of points that are drawn it is that in the cut over which the shares were sealed; of chosen ones the last that the
 * author of the report had seen.
 */
export function declaredOf(facts: Facts, exchange: Uint8Array): Told<Declaration | DeclarationSealed> | undefined {
  const inspection = inspectionOf(facts, exchange);
  if (inspection !== undefined && chooserOf(inspection) !== "drawn") {
    const report = facts.reports.get(hex(exchange));
    return report && facts.declaredTo(exchange, facts.places.get(hex(report.id))!);
  }
  const byParty = [...(facts.sealed.get(hex(exchange)) ?? [])].sort(([left], [right]) => compareText(left, right));
  for (const [, { body }] of byParty) {
    const cut = facts.cutOf(body.cut);
    const declared = cut && facts.declared(exchange, cut);
    if (declared !== undefined) return declared;
  }
  return undefined;
}

/** Returns the seed of a completed draw. */
function seed(facts: Facts, exchange: Uint8Array): Uint8Array | undefined {
  const inspection = inspectionOf(facts, exchange);
  if (inspection === undefined || facts.spoiled.has(hex(exchange))) return undefined;
  const shares: draw.Share[] = [];
  const cuts: Uint8Array[] = [];
  for (const party of [inspection.inspected, inspection.inspecting]) {
    const sealed = facts.sealed.get(hex(exchange))?.get(party)?.body;
    const opened = facts.opened.get(hex(exchange))?.get(party)?.body;
    if (sealed === undefined || opened === undefined) return undefined;
    shares.push({ party, role: sealed.role, commitment: sealed.commitment, share: opened.share });
    cuts.push(sealed.cut);
  }
  const [cut, other] = cuts;
  if (cut === undefined || other === undefined || !equal(cut, other)) return undefined;
  const run = { channel: facts.agreement.channel, exchange, cut };
  return draw.seed(run, candidatesOf(facts, exchange), shares);
}

/** R24. */
function inRole(facts: Facts, said: Said): string {
  const body = bodyOf(said, "draw-share-sealed");
  const roles = rolesOf(facts, body.exchange);
  if (roles === undefined) return "draw-exchange";
  return roles.get(said.statement.party) === body.role ? "" : "draw-role";
}

/** R25. */
function cutHolds(facts: Facts, said: Said): string {
  const body = bodyOf(said, "draw-share-sealed");
  const cut = facts.cutOf(body.cut);
  const inspection = inspectionOf(facts, body.exchange);
  if (cut === undefined || inspection === undefined) return "draw-cut";
  const isAbsent = (name: string): boolean => cut.absent?.includes(name) ?? false;
  if (isAbsent(inspection.inspected) || isAbsent(inspection.inspecting)) return "draw-cut";
  const declaration = facts.declared(body.exchange, cut);
  if (declaration === undefined) return "draw-cut";
  const sizes = new Map(cut.vector.map((position) => [position.log, position.size]));
  const opening = inspection.pool === undefined ? [] : [facts.designated.get(hex(body.exchange))!.id];
  const held = [body.exchange, declaration.id, ...opening].every((id) => {
    const at = facts.places.get(hex(id));
    return at !== undefined && at.index < (sizes.get(at.log) ?? 0);
  });
  return held ? "" : "draw-cut";
}

/** R26. */
function notCopied(facts: Facts, said: Said): string {
  const body = bodyOf(said, "draw-share-sealed");
  for (const told of facts.sealed.get(hex(body.exchange))?.values() ?? []) {
    const differs = equal(told.body.commitment, body.commitment) || !equal(told.body.cut, body.cut);
    if (facts.inPast(said, told.id) && differs) return "draw-copied";
  }
  return "";
}

/** R27. */
function notEarly(facts: Facts, said: Said): string {
  const { exchange } = bodyOf(said, "draw-share-opened");
  const roles = rolesOf(facts, exchange);
  if (roles === undefined || !roles.has(said.statement.party)) return "draw-exchange";
  const sealed = facts.sealed.get(hex(exchange));
  for (const party of roles.keys()) {
    const told = sealed?.get(party);
    if (told === undefined || !facts.witnessedBefore(said, told.id)) return "draw-early";
  }
  return "";
}

/** R28. */
function opens(facts: Facts, said: Said): string {
  const body = bodyOf(said, "draw-share-opened");
  const sealed = facts.sealed.get(hex(body.exchange))!.get(said.statement.party)!.body;
  const run = { channel: facts.agreement.channel, exchange: body.exchange, cut: sealed.cut };
  const made = draw.commitment(run, said.statement.party, sealed.role, body.share);
  return equal(made, sealed.commitment) ? "" : "draw-opening";
}

/** Who opens early spoils the draw. */
export function spoil(said: Said): readonly Effect[] {
  return [{ does: "spoils", exchange: bodyOf(said, "draw-share-opened").exchange }];
}

/** Returns party -> role of the draw that a notice started, nothing where none is made. */
function rolesOf(facts: Facts, exchange: Uint8Array): ReadonlyMap<string, ShareRole> | undefined {
  const inspection = inspectionOf(facts, exchange);
  if (inspection === undefined || chooserOf(inspection) !== "drawn") return undefined;
  return new Map([
    [inspection.inspected, "inspected"],
    [inspection.inspecting, "inspecting"],
  ]);
}

function inspectionOf(facts: Facts, exchange: Uint8Array): Inspection | undefined {
  const notice = facts.notices.get(hex(exchange));
  return facts.agreement.inspections.find((inspection) => inspection.name === notice?.body.inspection);
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  "draw-share-sealed": [
    { id: "R24", check: inRole },
    { id: "R25", check: cutHolds },
    { id: "R26", check: notCopied },
  ],
  "draw-share-opened": [
    { id: "R27", check: notEarly },
    { id: "R28", check: opens },
  ],
};
