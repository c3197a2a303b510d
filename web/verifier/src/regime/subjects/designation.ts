/**
 * Designation: the inspecting Party's choice of a site, sealed before the notice and opened after it (spec/sealing.md).
 *
 *     R44  it is sealed by the inspecting Party of an inspection with a pool, numbered like its visits
 *                                                designation-inspection, designation-party, designation-number
 *     R45  it is opened for the notice that cites it, as it was sealed, to a site of the pool
 *                                                designation-notice, designation-opening, designation-site
 *     R64  it tells the place exactly where the site is named later                            designation-place
 *     R66  the site was not exempt as its author saw it when it sealed                         designation-exempt
 */

import type { Facts, Said } from "../facts.js";
import type { Rule } from "../standing.js";
import { bodyOf } from "./said.js";
import { NAMED_LATER, named } from "../../agreement/document.js";
import { equal, hex } from "../../encoding/bytes.js";
import { commitment } from "../../sealing/designation.js";

/** R44. */
function byInspecting(facts: Facts, said: Said): string {
  const body = bodyOf(said, "designation-sealed");
  const inspection = facts.agreement.inspections.find(({ name }) => name === body.inspection);
  if (inspection?.pool === undefined) return "designation-inspection";
  if (said.statement.party !== inspection.inspecting) return "designation-party";
  return body.number === (facts.visits.get(body.inspection)?.length ?? 0) + 1 ? "" : "designation-number";
}

/** R45. */
function asSealed(facts: Facts, said: Said): string {
  const body = bodyOf(said, "designation-opened");
  const { party } = said.statement;
  const notice = facts.notices.get(hex(body.notice));
  const sealed = facts.designations.get(hex(body.sealed));
  const cited = notice?.body.designation;
  if (notice === undefined || sealed === undefined || cited === undefined || !equal(cited, body.sealed)) {
    return "designation-notice";
  }
  if (notice.party !== party) return "designation-notice";
  const { inspection, number } = sealed.body;
  const { site, salt, place } = body;
  const whose = { channel: facts.agreement.channel, party, inspection, number };
  const made = commitment({ ...whose, site, salt, ...(place !== undefined && { place }) });
  if (!equal(made, sealed.body.commitment)) return "designation-opening";
  const pool = facts.agreement.inspections.find(({ name }) => name === inspection)?.pool ?? [];
  return pool.includes(site) ? "" : "designation-site";
}

/** R64. */
function placed(facts: Facts, said: Said): string {
  const { site, place } = bodyOf(said, "designation-opened");
  const later = named(facts.agreement.sites, site).kind === NAMED_LATER;
  return later === (place !== undefined) ? "" : "designation-place";
}

/** R66. */
function notExempt(facts: Facts, said: Said): string {
  const { sealed, site } = bodyOf(said, "designation-opened");
  return facts.designations.get(hex(sealed))!.exempt.has(site) ? "designation-exempt" : "";
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  "designation-sealed": [{ id: "R44", check: byInspecting }],
  "designation-opened": [
    { id: "R45", check: asSealed },
    { id: "R64", check: placed },
    { id: "R66", check: notExempt },
  ],
};
