/**
 * Whose word an agreement rests on, and whether that party may ever say it (spec/agreement.md, section 4, step 6).
 *
 * 1. a format can be said by somebody;
 * 2. a condition rests on what the parties that it needs may say, and take back where it can be withdrawn;
 * 3. a figure on which a condition or a share rests is one that its declarer may say;
 * 4. a duty is done by what those who owe it may say; a report is the word of both sides;
 * 5. what settles a dispute is signed by both sides, or said by a party of neither.
 *
 * Whom a format's `by` can mean, `events.ts` says.
 */

import type { Checked } from "./check.js";
import { principalsOf, readersOf } from "./document.js";
import { type Names, SIDES, graphOf } from "./events.js";
import type { Condition, Duty, NotificationTerm, Quota } from "./terms.js";
import { compareText } from "../encoding/bytes.js";
import { Refused } from "../errors.js";

/** Figure, a slash and a party -> the formats by which it may declare it. */
export type Declared = ReadonlyMap<string, readonly string[]>;

/**
 * Returns only if what rests on a party's word can be said by it, and no side can settle a dispute alone.
 *
 * @throws Refused `agreement-reference`, `agreement-signatures`; `where` is the member's path
 */
export function checkSayers(agreement: Checked): void {
  const terms = agreement.notifications ?? [];
  for (const term of terms) checkNotification(agreement, term);
  const declared = declaredIn(agreement);
  const byName = new Map(terms.map((term) => [term.name, term]));
  for (const condition of agreement.conditions ?? []) {
    checkCondition(agreement, condition, byName.get(condition.notification ?? ""), declared);
  }
  for (const duty of agreement.duties ?? []) checkDuty(agreement, duty);
  const inspected = inspectedIn(agreement);
  for (const quota of agreement.quotas ?? []) {
    for (const party of [...declarersOf(quota, inspected)].sort(compareText)) {
      checkDeclarer(declared, quota.places.figure ?? "", party, `/quotas/${quota.name}/declared_by`);
    }
  }
}

/** Returns for each figure, and each party on whose figure something rests, the formats by which it may declare it. */
export function declaredIn(agreement: Checked): Declared {
  const asked = new Map<string, Set<string>>();
  const ask = (figure: string | undefined, parties: Iterable<string>): void => {
    if (figure === undefined) return;
    const found = asked.get(figure) ?? new Set();
    for (const party of parties) found.add(party);
    asked.set(figure, found);
  };
  for (const { figure, by } of agreement.conditions ?? []) if (by !== undefined) ask(figure, [by]);
  const inspected = inspectedIn(agreement);
  for (const quota of agreement.quotas ?? []) ask(quota.places.figure, declarersOf(quota, inspected));
  const found = new Map<string, string[]>();
  const { sayers } = graphOf(agreement);
  for (const { name, figures } of agreement.notifications ?? []) {
    for (const figure of figures ?? []) {
      for (const party of asked.get(figure) ?? []) {
        if (!sayers.get(name)!.has(party)) continue;
        const formats = found.get(`${figure}/${party}`);
        if (formats === undefined) found.set(`${figure}/${party}`, [name]);
        else formats.push(name);
      }
    }
  }
  return found;
}

function checkNotification(agreement: Checked, term: NotificationTerm): void {
  const where = `/notifications/${term.name}`;
  if (graphOf(agreement).sayers.get(term.name)!.size === 0) {
    const why = `got ${term.by.join(", ")}, which is nobody in any thread that it can be of`;
    throw new Refused("agreement-reference", why, `${where}/by`, "name a party, or what it is about");
  }
  if (term.effect === "resolves" && !isOfBoth(agreement, term)) {
    const why = "one side can say it alone, and it would settle what that side is charged with";
    const mend = "let each sign it, or leave it to a party of neither side";
    throw new Refused("agreement-signatures", why, `${where}/signed`, mend);
  }
}

/** Returns whether a notification takes the word of both sides, or of somebody who is of neither. */
function isOfBoth(agreement: Checked, term: NotificationTerm): boolean {
  const signing = new Set((term.signed ?? agreement.signatures.get("notification") ?? []).map(({ by }) => by));
  if (signing.has("each")) return true;
  if (signing.has("author") && signing.has("inspected") && term.by.join(" ") === "inspecting") return true;
  const sides = new Map(agreement.parties.map(({ name, side }) => [name, side]));
  const charged = new Set(principalsOf(agreement).map(({ side }) => side));
  for (const { inspecting, inspected } of agreement.inspections) {
    for (const name of [inspecting, inspected]) charged.add(sides.get(name)!);
  }
  for (const monitor of agreement.monitors ?? []) {
    for (const name of [monitor.inspected, ...readersOf(agreement, monitor)]) charged.add(sides.get(name)!);
  }
  return [...graphOf(agreement).sayers.get(term.name)!].every((party) => !charged.has(sides.get(party)!));
}

function checkCondition(
  agreement: Checked,
  condition: Condition,
  term: NotificationTerm | undefined,
  declared: Declared,
): void {
  const where = `/conditions/${condition.name}`;
  if (condition.figure !== undefined) checkDeclarer(declared, condition.figure, condition.by ?? "", `${where}/by`);
  const rests = [["by", condition.notification], ["withdrawn_by", condition.withdrawn_by]] as const;
  for (const [member, name] of rests) {
    if (name === undefined) continue;
    for (const party of sayingOf(agreement, condition, term)) {
      if (graphOf(agreement).sayers.get(name)!.has(party)) continue;
      const why = `rests on ${name} by ${party}, who may never say it`;
      const mend = `name one of those under by of ${name}, or add ${party} there`;
      throw new Refused("agreement-reference", why, `${where}/${member}`, mend);
    }
  }
}

/** Returns the parties who must all have said what a condition rests on. */
function sayingOf(agreement: Checked, { by }: Condition, term: NotificationTerm | undefined): readonly string[] {
  if (by !== undefined || term === undefined) return by === undefined ? [] : [by];
  return term.by.includes("each") ? principalsOf(agreement).map(({ name }) => name) : term.by;
}

function checkDuty(agreement: Checked, duty: Duty): void {
  if (duty.done_by.startsWith("report/")) return; // it is the word of both sides, whosever it is to obtain it
  const owing = [...owingOf(agreement, duty)];
  const doing = graphOf(agreement).authors(duty.done_by);
  const able = owing.filter((party) => doing.has(party)).length;
  if (able === 0 || (duty.by === "each" && able < owing.length)) {
    const why = `is owed by ${duty.by}, who may never say ${duty.done_by}, by which it is done`;
    throw new Refused("agreement-reference", why, `/duties/${duty.name}/by`, "name who may say what does it");
  }
}

/** Returns the parties that `by` of a duty can mean. */
function owingOf(agreement: Checked, { by, start }: Duty): Iterable<string> {
  if (by === "each" || by === "others") return principalsOf(agreement).map(({ name }) => name);
  if (by === "author") return graphOf(agreement).authors(start ?? "");
  return SIDES.some((word) => word === by) ? graphOf(agreement).ofVisits(by, start ?? "") : [by];
}

function checkDeclarer(declared: Declared, figure: string, party: string, where: string): void {
  if (!declared.has(`${figure}/${party}`)) {
    const why = `rests on ${figure} declared by ${party}, who may say no notification with it`;
    const mend = "name a party under by of a notification with that figure";
    throw new Refused("agreement-reference", why, where, mend);
  }
}

/** Returns the parties of whose figure the places of a quota may be a share. */
function declarersOf({ declared_by, inspections }: Quota, inspected: ReadonlyMap<string, string>): Names {
  if (declared_by !== "inspected") return new Set(declared_by === undefined ? [] : [declared_by]);
  return new Set(inspections.map((name) => inspected.get(name)!));
}

function inspectedIn(agreement: Checked): ReadonlyMap<string, string> {
  return new Map(agreement.inspections.map(({ name, inspected }) => [name, inspected]));
}
