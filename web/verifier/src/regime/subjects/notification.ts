/**
 * Notifications: typed messages that the agreement names.
 *
 *     R34  the format is agreed, and its author may say it                     notification-format, notification-party
 *     R35  it is about what the format answers, or about nothing               notification-about
 *     R36  it is numbered by format without a gap, and said once where once is agreed; what stops is said once until
 *          resumed                                                       notification-number, notification-once
 *     R37  it carries the members and figures agreed, and no other             notification-carries
 *     R38  the conditions of the format hold, as its author sees them          notification-condition
 *     R39  a step of a ladder waits until every step below was witnessed       notification-rung
 */

import * as conditions from "../conditions.js";
import { threadOf } from "../effects.js";
import type { Facts, Said, Threaded } from "../facts.js";
import type { Rule } from "../standing.js";
import { isStopping, unresumed } from "../suspension.js";
import { resolve } from "../who.js";
import { bodyOf } from "./said.js";
import { notificationOf, stepsOf } from "../../agreement/check.js";
import { eventOf } from "../../agreement/events.js";
import { named, pointsOf } from "../../agreement/document.js";
import { CARRIES } from "../../agreement/terms.js";
import { hex, unhex } from "../../encoding/bytes.js";
import type { KindName } from "../../statements/kinds.js";
import type { Statement } from "../../statements/statement.js";

const EVENT_KINDS: ReadonlyMap<string, readonly KindName[]> = new Map([
  ["notice", ["notice"]],
  ["report", ["inspection-report"]],
  ["one-sided", ["one-sided-report"]],
  ["designation", ["designation-opened"]],
  ["opening", ["declaration-opened"]],
  ["notification", ["notification"]],
  ["declaration", ["declaration", "declaration-sealed"]],
  ["reading", ["reading"]],
]);

/** R34. */
function agreed(facts: Facts, said: Said): string {
  const body = bodyOf(said, "notification");
  const term = notificationOf(facts.agreement, body.format);
  if (term === undefined) return "notification-format";
  const about = body.about && facts.statements.get(hex(body.about));
  const root = threadOf(facts, said.statement);
  const may = term.by.flatMap((who) => resolve(facts, who, about?.party, root));
  return may.includes(said.statement.party) ? "" : "notification-party";
}

/** R35. */
function answers(facts: Facts, said: Said): string {
  const body = bodyOf(said, "notification");
  const term = notificationOf(facts.agreement, body.format)!;
  if (term.about === undefined) return body.about === undefined ? "" : "notification-about";
  const about = body.about && facts.statements.get(hex(body.about));
  const fits = about !== undefined && term.about.some((wanted) => isEvent(facts, about, wanted));
  return fits ? "" : "notification-about";
}

/** R36. */
function numbered(facts: Facts, said: Said): string {
  const body = bodyOf(said, "notification");
  const { party } = said.statement;
  const term = notificationOf(facts.agreement, body.format)!;
  const count = facts.notified.get(body.format)?.get(party)?.length ?? 0;
  if (body.number !== count + 1) return "notification-number";
  const view = facts.view(said);
  const replies = body.about === undefined ? [] : (facts.replies.get(hex(body.about)) ?? []);
  const before =
    (term.once === "ever" && view.last(body.format, party) !== undefined) ||
    (term.once === "about" &&
      facts.answered.has(`${body.format} ${party} ${body.about === undefined ? "" : hex(body.about)}`) &&
      replies.some((other) => other.party === party && other.body.format === body.format && !view.disputes(other.id))) ||
    (isStopping(term) && unresumed(facts, view, term, party).length > 0);
  return before ? "notification-once" : "";
}

/** R37. */
function carries(facts: Facts, said: Said): string {
  const body = bodyOf(said, "notification");
  const term = notificationOf(facts.agreement, body.format)!;
  const given = CARRIES.filter((member) => body[member] !== undefined);
  const wanted = term.carries ?? [];
  const figures = [...(body.figures?.keys() ?? [])];
  const same =
    given.length === wanted.length &&
    given.every((member) => wanted.includes(member)) &&
    figures.length === (term.figures ?? []).length &&
    figures.every((name) => term.figures!.includes(name));
  if (!same) return "notification-carries";
  const root = threadOf(facts, said.statement);
  const site = body.site ?? (root ? facts.siteOf(unhex(root), facts.view(said)) : undefined);
  if (site === undefined) return body.points === undefined ? "" : "notification-carries";
  const known = facts.agreement.sites.find(({ name }) => name === site);
  const points = known === undefined ? [] : pointsOf(known);
  const fits = known !== undefined && (body.points ?? []).every((point) => points.includes(point));
  return fits ? "" : "notification-carries";
}

/** R38. */
function allowed(facts: Facts, said: Said): string {
  const term = notificationOf(facts.agreement, bodyOf(said, "notification").format)!;
  return conditions.allHold(facts, term.only_if, facts.view(said)) ? "" : "notification-condition";
}

/** R39. */
function inTurn(facts: Facts, said: Said): string {
  const rung = stepsOf(facts.agreement).get(bodyOf(said, "notification").format);
  if (rung === undefined) return "";
  const below = named(facts.agreement.ladders ?? [], rung[0]).rungs.slice(0, rung[1]);
  const witnessed = below
    .flatMap(({ steps }) => steps)
    .every((step) =>
      [...(facts.notified.get(step)?.values() ?? [])].flat().some(({ id }) => facts.witnessedBefore(said, id)),
    );
  return witnessed ? "" : "notification-rung";
}

/** Returns whether a statement is an event of the name wanted. */
export function isEvent(facts: Facts, said: Statement, wanted: string): boolean {
  const [kind, name] = eventOf(wanted);
  if (EVENT_KINDS.get(kind)?.includes(said.kind) !== true) return false;
  switch (said.kind) {
    case "notification":
      return said.body.format === name;
    case "declaration":
    case "declaration-sealed":
      return said.body.site === name;
    case "declaration-opened":
      return said.body.notice !== undefined && facts.notices.get(hex(said.body.notice))?.body.inspection === name;
    case "notice":
      return said.body.inspection === name;
    case "reading":
      return said.body.monitor === name;
    case "inspection-report":
    case "one-sided-report":
    case "designation-opened":
      return facts.notices.get(hex(said.body.notice))?.body.inspection === name;
    default:
      return false;
  }
}

/** Returns the event that a statement is which starts a thread. */
export function eventNamed(said: Threaded): string {
  if (said.kind === "notification") return `notification/${said.body.format}`;
  if (said.kind === "reading") return `reading/${said.body.monitor}`;
  if (said.kind === "declaration" || said.kind === "declaration-sealed") return `declaration/${said.body.site}`;
  return said.kind === "notice" ? `notice/${said.body.inspection}` : "";
}

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  notification: [
    { id: "R34", check: agreed },
    { id: "R35", check: answers },
    { id: "R36", check: numbered },
    { id: "R37", check: carries },
    { id: "R38", check: allowed },
    { id: "R39", check: inTurn },
  ],
};
