/**
 * Exemption: a site of a pool that the inspected Party keeps out of visits for a time (spec/regime.md, R66).
 *
 * What was sealed before its author had seen the exemption stays sealed, and opens: no exemption keeps anybody from a visit.
 */

import type { Facts, Said } from "./facts.js";
import { hex } from "../encoding/bytes.js";
import type { DesignationSealed } from "../statements/kinds.js";

/** Returns the sites that are exempt from the visit of a sealed designation, as its author sees it. */
export function exemptOf(facts: Facts, said: Said, { inspection }: DesignationSealed): ReadonlySet<string> {
  const found = new Set<string>();
  const inspected = facts.agreement.inspections.find(({ name }) => name === inspection)?.inspected;
  const terms = (facts.agreement.notifications ?? []).filter(
    ({ effect, of }) => effect === "exempts" && of?.includes(inspection) === true,
  );
  const view = facts.view(said);
  const { shownS } = facts.log(said.log);
  for (const { name } of terms) {
    const asked = new Set<string>(); // of each site, the last word counts
    for (const { id } of view.stops(name, inspected!)) {
      const told = facts.statements.get(hex(id))!;
      if (told.kind !== "notification" || told.body.site === undefined || asked.has(told.body.site)) continue;
      asked.add(told.body.site);
      const { site, hour, until } = told.body;
      if ((hour ?? 0) <= view.hour && until !== undefined && shownS <= until) found.add(site);
    }
  }
  return found;
}
