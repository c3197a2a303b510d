/**
 * Readings: what seals, sensors, pictures and exhibitions showed, as who reads them and the inspected Party sign it.
 *
 *     R53  the monitor is agreed, and its author may read it                        reading-monitor, reading-party
 *     R54  readings of a monitor are numbered by author without a gap              reading-number
 *     R55  the points are the monitor's, and the visit it names is to its site     reading-points, reading-notice
 *     R56  begun <= ended <= signed                                                 reading-times
 *     R57  the conditions of the monitor hold, as its author sees them             reading-condition
 */

import * as conditions from "../conditions.js";
import type { Facts, Said } from "../facts.js";
import type { Rule } from "../standing.js";
import { bodyOf } from "./said.js";
import { named, pointsOf, readersOf } from "../../agreement/document.js";
import type { Monitor } from "../../agreement/terms.js";

/** R53. */
function agreed(facts: Facts, said: Said): string {
  const { monitor: name } = bodyOf(said, "reading");
  const monitor = facts.agreement.monitors?.find((entry) => entry.name === name);
  if (monitor === undefined) return "reading-monitor";
  return readersOf(facts.agreement, monitor).includes(said.statement.party) ? "" : "reading-party";
}

/** R54. */
function numbered(facts: Facts, said: Said): string {
  const { monitor, number } = bodyOf(said, "reading");
  const count = facts.readings.get(`${monitor} ${said.statement.party}`)?.length ?? 0;
  return number === count + 1 ? "" : "reading-number";
}

/** R55. */
function ofMonitor(facts: Facts, said: Said): string {
  const body = bodyOf(said, "reading");
  const { inspected, points, site } = monitorOf(facts, said);
  const known = new Set(points ?? pointsOf(named(facts.agreement.sites, site)));
  if (!body.points.every(({ id }) => known.has(id))) return "reading-points";
  if (body.notice === undefined) return "";
  const fits =
    facts.inspectionOf(body.notice)?.inspected === inspected && facts.siteOf(body.notice, facts.view(said)) === site;
  return fits ? "" : "reading-notice";
}

/** R56. */
function inSequence(_facts: Facts, said: Said): string {
  const { began_at, ended_at } = bodyOf(said, "reading");
  return began_at <= ended_at && ended_at <= said.statement.at ? "" : "reading-times";
}

/** R57. */
function allowed(facts: Facts, said: Said): string {
  return conditions.allHold(facts, monitorOf(facts, said).only_if, facts.view(said)) ? "" : "reading-condition";
}

/** Returns the monitor of a reading that passed R53. */
function monitorOf(facts: Facts, said: Said): Monitor {
  return named(facts.agreement.monitors ?? [], bodyOf(said, "reading").monitor);
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  reading: [
    { id: "R53", check: agreed },
    { id: "R54", check: numbered },
    { id: "R55", check: ofMonitor },
    { id: "R56", check: inSequence },
    { id: "R57", check: allowed },
  ],
};
