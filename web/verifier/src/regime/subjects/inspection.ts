/**
 * Inspection: from notice to the report that both sides sign.
 *
 *     R19  only the inspecting Party gives notice, of an agreed inspection            notice-inspection, notice-party
 *     R20  visits are numbered from 1 without a gap, and one is open at a time        notice-number, notice-open
 *     R40  the conditions of the inspection hold, as the author sees them             notice-condition
 *     R41  the right is open, and has not lapsed, at the hour of the notice           notice-window
 *     R42  no quota of the inspection is used up, as the author sees it               notice-quota
 *     R43  where a site is designated, the notice cites the sealed designation        notice-designation
 *     R21  the report answers a notice of its author                                  report-notice
 *     R22  it lists exactly the points drawn                                          report-draw, report-points
 *     R23  notice <= freeze verified <= begun <= ended <= signed                      report-times
 *     R63  where a Party chooses, the report lists as many points that are not closed  chosen-declaration, chosen-points
 *     R48  a one-sided report is by one of the two, of points of the site, with its hours in sequence
 *                                              one-sided-party, one-sided-points, one-sided-times
 */

import * as conditions from "../conditions.js";
import type { Facts, Said } from "../facts.js";
import { hasPlace } from "../quotas.js";
import type { Rule } from "../standing.js";
import { drawn, leftOpen } from "./draw.js";
import { bodyOf } from "./said.js";
import * as clock from "../../agreement/clock.js";
import { type Inspection, chooserOf, named, pointsOf } from "../../agreement/document.js";
import type { Window } from "../../agreement/terms.js";
import { compareText, hex } from "../../encoding/bytes.js";
import type { StatementOf } from "../../statements/statement.js";

/** R19. */
function byInspecting(facts: Facts, said: Said): string {
  const body = bodyOf(said, "notice");
  const inspection = facts.agreement.inspections.find((entry) => entry.name === body.inspection);
  if (inspection === undefined) return "notice-inspection";
  return said.statement.party === inspection.inspecting ? "" : "notice-party";
}

/** R20. */
function numbered(facts: Facts, said: Said): string {
  const body = bodyOf(said, "notice");
  const earlier = facts.visits.get(body.inspection) ?? [];
  if (body.number !== earlier.length + 1) return "notice-number";
  const last = earlier.at(-1);
  return last === undefined || isOver(facts, last) ? "" : "notice-open";
}

/** Returns whether a visit is over for who gave notice of it: reported by both sides, or by that side alone. */
function isOver(facts: Facts, notice: StatementOf<"notice">): boolean {
  return facts.reports.has(hex(notice.id)) || facts.oneSided.get(hex(notice.id))?.has(notice.party) === true;
}

/** R40. */
function conditionsHold(facts: Facts, said: Said): string {
  const { only_if } = inspectionOf(facts, said);
  return conditions.allHold(facts, only_if, facts.view(said)) ? "" : "notice-condition";
}

/** R41. */
function rightOpen(facts: Facts, said: Said): string {
  const { window } = inspectionOf(facts, said);
  if (window === undefined) return "";
  const view = facts.view(said);
  const { opens, lapses } = windowOf(facts, window, facts.inForceAt(view) ?? 0);
  return opens <= view.hour && view.hour <= lapses ? "" : "notice-window";
}

/** Returns the hour from which a right stands, and the last at which it does; `start`: that of entry into force. */
export function windowOf(facts: Facts, window: Window, start: number): { readonly opens: number; readonly lapses: number } {
  const calendar = (facts.agreement.calendars ?? []).find(({ name }) => name === window.calendar);
  const at = (span: clock.Span | undefined, none: number): number =>
    span === undefined ? none : clock.add(start, span, calendar);
  return { opens: at(window.opens, start), lapses: at(window.lapses, Infinity) };
}

/** R42. */
function withinQuotas(facts: Facts, said: Said): string {
  const inspection = inspectionOf(facts, said);
  const quotas = (inspection.quotas ?? []).map((name) => named(facts.agreement.quotas ?? [], name));
  return quotas.every((quota) => hasPlace(facts, quota, inspection, facts.view(said))) ? "" : "notice-quota";
}

/** R43. */
function designates(facts: Facts, said: Said): string {
  const { inspection, number, designation } = bodyOf(said, "notice");
  if (inspectionOf(facts, said).pool === undefined) return designation === undefined ? "" : "notice-designation";
  const sealed = designation && facts.designations.get(hex(designation));
  const fits =
    sealed !== undefined &&
    sealed.party === said.statement.party &&
    sealed.body.inspection === inspection &&
    sealed.body.number === number;
  return fits ? "" : "notice-designation";
}

/** Returns the inspection of a notice that passed R19. */
function inspectionOf(facts: Facts, said: Said): Inspection {
  return named(facts.agreement.inspections, bodyOf(said, "notice").inspection);
}

/** R48. */
function oneSide(facts: Facts, said: Said): string {
  const body = bodyOf(said, "one-sided-report");
  const inspection = facts.inspectionOf(body.notice);
  const { party, at } = said.statement;
  if (inspection === undefined || (party !== inspection.inspected && party !== inspection.inspecting)) {
    return "one-sided-party";
  }
  const site = facts.siteOf(body.notice, facts.view(said));
  const points = site === undefined ? [] : pointsOf(named(facts.agreement.sites, site));
  if (!body.points.every(({ id }) => points.includes(id))) return "one-sided-points";
  const hours = [body.freeze_verified_at, body.began_at, body.ended_at, at];
  return hours.every((hour, index) => index === 0 || hours[index - 1]! <= hour) ? "" : "one-sided-times";
}

/** R21. */
function answersNotice(facts: Facts, said: Said): string {
  const notice = facts.notices.get(hex(bodyOf(said, "inspection-report").notice));
  return notice?.party === said.statement.party ? "" : "report-notice";
}

/** R22. */
function pointsDrawn(facts: Facts, said: Said): string {
  const body = bodyOf(said, "inspection-report");
  if (isChosen(facts, body.notice)) return ""; // R63
  const opened = [...(facts.opened.get(hex(body.notice))?.values() ?? [])];
  if (!opened.every((told) => facts.inPast(said, told.id))) return "report-draw";
  const picks = drawn(facts, body.notice);
  if (picks === undefined) return "report-draw";
  const want = [...picks].sort(compareText);
  const same = body.points.length === want.length && body.points.every((point, at) => point.id === want[at]);
  return same ? "" : "report-points";
}

/** R63. */
function pointsChosen(facts: Facts, said: Said): string {
  const { notice, points } = bodyOf(said, "inspection-report");
  if (!isChosen(facts, notice)) return ""; // R22
  const declared = facts.declaredTo(notice, said);
  if (declared === undefined || facts.siteOf(notice, facts.view(said)) === undefined) return "chosen-declaration";
  const free = leftOpen(facts, declared.body);
  const many = Math.min(facts.inspectionOf(notice)!.points, free.length);
  return points.length === many && points.every(({ id }) => free.includes(id)) ? "" : "chosen-points";
}

/** Returns whether a Party chooses the points of a visit. */
function isChosen(facts: Facts, notice: Uint8Array): boolean {
  const inspection = facts.inspectionOf(notice);
  return inspection !== undefined && chooserOf(inspection) !== "drawn";
}

/** R23. */
function inSequence(facts: Facts, said: Said): string {
  const body = bodyOf(said, "inspection-report");
  const notice = facts.notices.get(hex(body.notice))!;
  const hours = [notice.at, body.freeze_verified_at, body.began_at, body.ended_at, said.statement.at];
  return hours.every((hour, at) => at === 0 || hours[at - 1]! <= hour) ? "" : "report-times";
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  notice: [
    { id: "R19", check: byInspecting },
    { id: "R20", check: numbered },
    { id: "R40", check: conditionsHold },
    { id: "R41", check: rightOpen },
    { id: "R42", check: withinQuotas },
    { id: "R43", check: designates },
  ],
  "one-sided-report": [{ id: "R48", check: oneSide }],
  "inspection-report": [
    { id: "R21", check: answersNotice },
    { id: "R22", check: pointsDrawn },
    { id: "R23", check: inSequence },
    { id: "R63", check: pointsChosen },
  ],
};
