/**
 * Declaration: what the holder says its sites hold.
 *
 *     R17  only the inspected Party of a site declares it        declaration-site, declaration-party
 *     R18  it names every point of the site, and each holds an agreed item or is empty
 *                                                                declaration-points, declaration-holds
 *     R49  it is numbered by site without a gap                  declaration-number
 */

import type { Facts, Said } from "../facts.js";
import type { Rule } from "../standing.js";
import { bodyOf } from "./said.js";
import { CLOSED, EMPTY, named, pointsOf, sitesOf } from "../../agreement/document.js";

/** R17. */
function byHolder(facts: Facts, said: Said): string {
  const { site } = bodyOf(said, "declaration");
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
function numbered(facts: Facts, said: Said): string {
  const { site, number } = bodyOf(said, "declaration");
  const count = facts.declarations.get(`${said.statement.party} ${site}`)?.length ?? 0;
  return (number ?? 1) === count + 1 ? "" : "declaration-number";
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  declaration: [
    { id: "R17", check: byHolder },
    { id: "R18", check: complete },
    { id: "R49", check: numbered },
  ],
};
