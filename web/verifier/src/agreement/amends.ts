/**
 * What an amendment may change, and what it may not: a new document beside the one that it is to replace.
 *
 * Statements made under the old document are read by the new one from then on. So whatever they may rest on stays:
 *
 * 1. what founds the regime: mode, trust file, and every party as it is                             `amendment-founding`
 * 2. what entry into force rests on: its conditions, and who says their notifications                `amendment-force`
 * 3. every item; every site with exactly its points; every inspection with its two Parties, who chooses its points, and
 *    its site, or a pool that only grows; every monitor with its inspected Party and site; every format of notification
 *                                                                                    `amendment-name`
 * 4. who takes a step: a format that was there and is a step now is said by the one who alone said it before
 *                                                                                                     `amendment-step`
 *
 * All else may change, come and go: measures, standards, undertakings, conditions, duties, ladders, quotas, clocks,
 * signatures, texts.
 */

import { checkMirrors, notificationOf, stepsOf } from "./check.js";
import * as document from "./document.js";
import { type Agreement, NAMED_LATER, type Party, chooserOf, conditionParts, named, pointsOf, sitesOf } from "./document.js";
import type { Condition } from "./terms.js";
import { compareText, equal } from "../encoding/bytes.js";
import * as canonical from "../encoding/canonical.js";
import { Refused } from "../errors.js";
import type { Policy } from "../log/policy.js";

/**
 * Returns the document that `data` states, in the channel of `first`; nothing if it is no agreement.
 * Nor is it one if it names a mirror that the trust file does not have.
 *
 * @throws Refused `agreement-rules`: it may be one, by a rule set that this software does not have
 */
export function read(data: Uint8Array, first: Agreement, policy: Policy): Agreement | undefined {
  try {
    const amended = { ...document.parse(data), founding: first.founding, channel: first.channel };
    checkMirrors(amended, policy);
    return amended;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code !== "agreement-rules" && !asksForOtherRules(data)) return undefined;
    const why = `got an amended document of a rule set that this software lacks, it has ${document.RULE_SETS.join(", ")}`;
    const mend = "use software that has it; without it there is no verdict";
    throw new Refused("agreement-rules", why, "/rules", mend);
  }
}

/**
 * Returns only if `next` may amend `old`.
 *
 * @throws Refused a code of the module's list, the first that holds; `where` is the member's path
 */
export function require(old: Agreement, next: Agreement): void {
  if (old.mode !== next.mode) refuse("amendment-founding", "the regime was founded on it", "/mode");
  if (!equal(old.policy, next.policy)) refuse("amendment-founding", "the regime was founded on it", "/policy");
  const same = old.parties.length === next.parties.length;
  if (!same || !old.parties.every((party, place) => isSameParty(party, next.parties[place]!))) {
    refuse("amendment-founding", "the regime was founded on it", "/parties");
  }
  checkForce(old, next);
  checkNames(old, next);
  for (const name of [...stepsOf(next).keys()].sort(compareText)) {
    const before = notificationOf(old, name);
    if (before !== undefined && !isSameList(before.by, notificationOf(next, name)?.by)) {
      refuse("amendment-step", "others may have said it", `/notifications/${name}/by`);
    }
  }
}

/**
 * Returns whether two documents let the same parties say the same on the same terms, what is for people aside.
 *
 * @param next came in the place of `old`, at once or by others
 * @param name of the inspection, or of the format, that `old` has
 */
export function isOnSameTerms(old: Agreement, next: Agreement, kind: "notice" | "notification", name: string): boolean {
  return termsOf(old, kind, name) === termsOf(next, kind, name);
}

/** Returns as a text all that a document says of who may give a notice or a notification, and when. */
function termsOf(agreement: Agreement, kind: "notice" | "notification", name: string): string {
  const visit = kind === "notice" ? agreement.inspections.find((one) => one.name === name) : undefined;
  const term = visit ?? notificationOf(agreement, name);
  const calendar = agreement.calendars?.find((one) => one.name === visit?.window?.calendar);
  const quotas = (visit?.quotas ?? []).map((quota) => named(agreement.quotas ?? [], quota));
  const conditions = conditionParts(agreement, term?.only_if ?? []).map((part) => named(agreement.conditions ?? [], part));
  const all = [term, agreement.signatures.get(kind), calendar, ...quotas, stepsOf(agreement).get(name), ...conditions];
  return JSON.stringify(all, (member, value: unknown) => {
    if (member === "title" || member === "clause") return undefined;
    if (value instanceof Map) return [...value];
    return typeof value === "bigint" ? String(value) : value;
  });
}

/** Returns whether bytes that are no agreement here are a document that names another rule set. */
function asksForOtherRules(data: Uint8Array): boolean {
  let value: canonical.Value;
  try {
    value = canonical.parse(data, document.SIZE_MAX);
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
  const rules = canonical.isObject(value) ? value.get("rules") : undefined;
  return typeof rules === "string" && !document.RULE_SETS.includes(rules) && /^v[1-9][0-9]{0,3}$/.test(rules);
}

function isSameParty(old: Party, next: Party): boolean {
  const same = old.name === next.name && old.role === next.role && old.side === next.side && old.log === next.log;
  return same && equal(old.roots, next.roots);
}

function isSameList(old: readonly string[] | undefined, next: readonly string[] | undefined): boolean {
  return JSON.stringify(old ?? []) === JSON.stringify(next ?? []);
}

function checkForce(old: Agreement, next: Agreement): void {
  if (!isSameList(old.in_force_if, next.in_force_if)) {
    refuse("amendment-force", "entry into force rests on other conditions", "/in_force_if");
  }
  const asked = new Set(old.in_force_if);
  for (const name of asked) {
    const condition = old.conditions!.find((one) => one.name === name)!;
    for (const part of [...(condition.all ?? []), ...(condition.any ?? [])]) asked.add(part);
    const now = next.conditions?.find((one) => one.name === name);
    if (now === undefined || heldBy(condition) !== heldBy(now)) {
      refuse("amendment-force", "entry into force rests on it", `/conditions/${name}`);
    }
    const format = condition.notification;
    if (format !== undefined) {
      const by = notificationOf(next, format)?.by;
      if (by !== undefined && !isSameList(notificationOf(old, format)?.by, by)) {
        refuse("amendment-force", "entry into force rests on who says it", `/notifications/${format}/by`);
      }
    }
  }
}

/** Returns a condition as a text, without what is for people. */
function heldBy({ all, any, at_least, by, figure, notification, withdrawn_by }: Condition): string {
  return JSON.stringify({ all, any, at_least, by, figure, notification, withdrawn_by });
}

function checkNames(old: Agreement, next: Agreement): void {
  for (const { name } of old.items) {
    if (!next.items.some((item) => item.name === name)) {
      refuseGone("declarations may name it", `/items/${name}`);
    }
  }
  for (const site of old.sites) {
    const now = next.sites.find(({ name }) => name === site.name);
    if (now === undefined) {
      const mend = "put it back; to end visits there, give their quota 0 places";
      refuseGone("declarations may list exactly its points", `/sites/${site.name}`, mend);
    }
    if (!isSameList(pointsOf(site), pointsOf(now))) {
      refuse("amendment-name", "declarations may list exactly its points", `/sites/${site.name}`);
    }
    if ((site.kind === NAMED_LATER) !== (now.kind === NAMED_LATER)) {
      refuse("amendment-name", "declarations may be of a place told by visit, or of none", `/sites/${site.name}/kind`);
    }
  }
  for (const visit of old.inspections) {
    const where = `/inspections/${visit.name}`;
    const now = next.inspections.find(({ name }) => name === visit.name);
    if (now === undefined) {
      refuseGone("notices may name it", where, "put it back; to end such visits, give their quota 0 places");
    } else if (visit.inspecting !== now.inspecting || visit.inspected !== now.inspected || visit.site !== now.site) {
      refuse("amendment-name", "visits may be under way between these Parties at this site", where);
    } else if (chooserOf(visit) !== chooserOf(now)) {
      refuse("amendment-name", "visits of which the points were so chosen may stand", `${where}/choice`);
    } else if (!sitesOf(visit).every((site) => sitesOf(now).includes(site))) {
      refuse("amendment-name", "sites of its pool may be designated", `${where}/pool`);
    } else if (visit.measure !== now.measure || visit.points !== now.points) {
      refuse("amendment-name", "reports of visits by this measure, to so many points, may stand", where);
    }
  }
  for (const { name, inspected, measure, site } of old.monitors ?? []) {
    const where = `/monitors/${name}`;
    const now = next.monitors?.find((monitor) => monitor.name === name);
    if (now === undefined) refuse("amendment-name", "readings of it may stand", where);
    else if (inspected !== now.inspected || site !== now.site) {
      refuse("amendment-name", "readings of this Party at this site may stand", where);
    } else if (measure !== now.measure) {
      refuse("amendment-name", "readings by this measure may stand", `${where}/measure`);
    }
  }
  for (const measure of old.measures) {
    const look = next.measures.find(({ name }) => name === measure.name) ?? measure;
    const same = measure.kind === look.kind && measure.observable === look.observable;
    if (!same || !isSameList(measure.discriminates, look.discriminates)) {
      refuse("amendment-name", "what was seen by it was this; let it be another", `/measures/${measure.name}`);
    }
  }
  for (const { name } of old.notifications ?? []) {
    if (notificationOf(next, name) === undefined) {
      refuseGone("notifications of it may stand", `/notifications/${name}`);
    }
  }
  checkSameQuestions(old, next);
}

/** What reports and readings told was of what was sought then: nobody had looked for anything else. */
function checkSameQuestions(old: Agreement, next: Agreement): void {
  const now = sought(next);
  for (const [where, questions] of [...sought(old)].sort(([left], [right]) => compareText(left, right))) {
    if ([...(now.get(where) ?? [])].some((question) => !questions.has(question))) {
      refuse("amendment-name", "what it told was of what the undertakings sought then; let it be another", where);
    }
  }
}

/** Returns visit or monitor -> kinds of undertaking that rest on it, and the items sought. */
function sought(agreement: Agreement): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name } of agreement.inspections) found.set(`/inspections/${name}`, new Set());
  for (const { name } of agreement.monitors ?? []) found.set(`/monitors/${name}`, new Set());
  for (const { inspections, item, kind, monitors } of agreement.undertakings) {
    for (const name of inspections ?? []) found.get(`/inspections/${name}`)?.add(`${kind} ${item}`);
    for (const name of monitors ?? []) found.get(`/monitors/${name}`)?.add(`${kind} ${item}`);
  }
  return found;
}

function refuseGone(why: string, where: string, mend = "put it back"): never {
  const gone = `it was there and is missing now, which an amendment may not do: ${why}`;
  throw new Refused("amendment-name", gone, where, mend);
}

function refuse(code: string, why: string, where: string): void {
  throw new Refused(code, `an amendment may not change this: ${why}`, where);
}
