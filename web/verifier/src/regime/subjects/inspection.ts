/**
 * Inspection: from notice to the report that both sides sign.
 *
 *     R19  only the inspecting Party gives notice, of an agreed inspection            notice-inspection, notice-party
 *     R20  visits are numbered from 1 without a gap, and one is open at a time        notice-number, notice-open
 *     R21  the report answers a notice of its author                                  report-notice
 *     R22  it lists exactly the points drawn                                          report-draw, report-points
 *     R23  notice <= freeze verified <= begun <= ended <= signed                      report-times
 */

import type { Facts, Said } from "../facts.js";
import type { Rule } from "../standing.js";
import { drawn } from "./draw.js";
import { bodyOf } from "./said.js";
import { compareText, hex } from "../../encoding/bytes.js";

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
  const earlier = [...facts.notices].filter(([, notice]) => notice.body.inspection === body.inspection);
  if (body.number !== earlier.length + 1) return "notice-number";
  return earlier.some(([key]) => !facts.reports.has(key)) ? "notice-open" : "";
}

/** R21. */
function answersNotice(facts: Facts, said: Said): string {
  const notice = facts.notices.get(hex(bodyOf(said, "inspection-report").notice));
  return notice?.party === said.statement.party ? "" : "report-notice";
}

/** R22. */
function pointsDrawn(facts: Facts, said: Said): string {
  const body = bodyOf(said, "inspection-report");
  const opened = [...(facts.opened.get(hex(body.notice))?.values() ?? [])];
  if (!opened.every((told) => facts.inPast(said, told.id))) return "report-draw";
  const picks = drawn(facts, body.notice);
  if (picks === undefined) return "report-draw";
  const want = [...picks].sort(compareText);
  const same = body.points.length === want.length && body.points.every((point, at) => point.id === want[at]);
  return same ? "" : "report-points";
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
  ],
  "inspection-report": [
    { id: "R21", check: answersNotice },
    { id: "R22", check: pointsDrawn },
    { id: "R23", check: inSequence },
  ],
};
