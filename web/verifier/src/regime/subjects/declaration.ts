/**
 * Declaration: what the holder says its sites hold.
 *
 *     R17  only the inspected Party of a site declares it        declaration-site, declaration-party
 *     R18  it names every point of the site, and each holds an agreed item or is empty
 *                                                                declaration-points, declaration-holds
 *     R49  it is numbered by site without a gap, open and sealed ones together
 *                                                                declaration-number
 *     R58  it is open or sealed, as the agreement says of the site
 *                                                                declaration-form
 *     R65  it names the visit exactly where the site is named later, and that is to it
 *                                                                declaration-notice
 */

import type { Facts, Said } from "../facts.js";
import type { Rule } from "../standing.js";
import { bodyOf } from "./said.js";
import { CLOSED, EMPTY, NAMED_LATER, named, pointsOf, sitesOf } from "../../agreement/document.js";
import type { Declaration, DeclarationSealed } from "../../statements/kinds.js";

/** R17. */
export function byHolder(facts: Facts, said: Said): string {
  const { site } = declaredBy(said);
  const visits = facts.agreement.inspections.filter((entry) => sitesOf(entry).includes(site));
  const monitors = (facts.agreement.monitors ?? []).filter((entry) => entry.site === site);
  const holders = [...visits, ...monitors].map((entry) => entry.inspected);
  if (holders.length === 0) return "declaration-site";
  return holders.includes(said.statement.party) ? "" : "declaration-party";
}

/** R18. */
function complete(facts: Facts, said: Said): string {
  const { site, points } = bodyOf(said, "declaration");
  const known = pointsOf(named(facts.agreement.sites, site));
  if (points.length !== known.length || points.some((point, at) => point.id !== known[at])) return "declaration-points";
  const items = new Set([...facts.agreement.items.map((item) => item.name), EMPTY, ...CLOSED]);
  return points.every((point) => items.has(point.holds)) ? "" : "declaration-holds";
}

/** R49. */
export function numbered(facts: Facts, said: Said): string {
  const { site, number } = declaredBy(said);
  const own = `${said.statement.party} ${site}`;
  const count = (facts.declarations.get(own)?.length ?? 0) + (facts.seals.get(own)?.length ?? 0);
  return (number ?? 1) === count + 1 ? "" : "declaration-number";
}

/** R58. */
export function inForm(facts: Facts, said: Said): string {
  const sealed = named(facts.agreement.sites, declaredBy(said).site).declared === "sealed";
  return sealed === (said.statement.kind === "declaration-sealed") ? "" : "declaration-form";
}

/** Returns the body of a declaration, open or sealed. */
function declaredBy(said: Said): Declaration | DeclarationSealed {
  return said.statement.kind === "declaration-sealed" ? said.statement.body : bodyOf(said, "declaration");
}

/** R65. */
function ofVisit(facts: Facts, said: Said): string {
  const { site, notice } = bodyOf(said, "declaration");
  const later = named(facts.agreement.sites, site).kind === NAMED_LATER;
  if (!later || notice === undefined) return later === (notice !== undefined) ? "" : "declaration-notice";
  const own = facts.inspectionOf(notice)?.inspected === said.statement.party;
  return own && facts.siteOf(notice, facts.view(said)) === site ? "" : "declaration-notice";
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  declaration: [
    { id: "R17", check: byHolder },
    { id: "R18", check: complete },
    { id: "R49", check: numbered },
    { id: "R58", check: inForm },
    { id: "R65", check: ofVisit },
  ],
};
