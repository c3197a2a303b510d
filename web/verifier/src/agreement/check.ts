/**
 * What the terms of an agreement must add up to, beyond their shapes (spec/agreement.md, section 4).
 *
 * In this order, each list in the document's order: texts (`agreement-language`), names (`agreement-reference`), choices
 * (`agreement-choice`), clocks (`agreement-calendar`), threads (`agreement-thread`), defaults (`agreement-default`),
 * possibility (`agreement-cycle`).
 *
 * Two sides may wait for each other only on one rung of a ladder, whose steps wait for the rungs below.
 */

import type { Span } from "./clock.js";
import type { Agreement } from "./document.js";
import { type Condition, type NotificationTerm, WHO } from "./terms.js";
import { compareText } from "../encoding/bytes.js";
import { Refused, quoted } from "../errors.js";

export const IN_FORCE = "in-force";
const IN_A_VISIT: readonly string[] = ["notice", "report", "one-sided", "designation"];

/** What is checked: the document before its digest is known. */
export type Checked = Omit<Agreement, "data" | "digest" | "channel" | "founding" | "header">;

/**
 * Returns only if the terms of a document, whose names of sites and visits are checked, fit together.
 *
 * @throws Refused a code of the module's list; `where` is the member's path
 */
export function checkTerms(agreement: Checked): void {
  checkTexts(agreement);
  checkNames(agreement);
  checkChoices(agreement);
  checkClocks(agreement);
  checkThreads(agreement);
  checkDefaults(agreement);
  checkPossible(agreement);
}

/**
 * Returns only if every name is one of `among`.
 *
 * @throws Refused `agreement-reference`
 */
export function checkKnown(names: Iterable<string | undefined>, among: ReadonlySet<string>, where: string): void {
  for (const name of names) {
    if (name !== undefined && !among.has(name)) {
      throw new Refused("agreement-reference", `got ${quoted(name)}, which nothing here bears`, where);
    }
  }
}

/** Returns kind and name of an event; the name of `in-force` is empty. */
export function eventOf(text: string): readonly [kind: string, name: string] {
  const at = text.indexOf("/");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** Returns the format of notification of that name. */
export function notificationOf(
  agreement: Pick<Agreement, "notifications">,
  name: string | undefined,
): NotificationTerm | undefined {
  return agreement.notifications?.find((term) => term.name === name);
}

/** Returns the events that can start the thread of an event: notices, notifications about nothing, and the rest. */
export function threadsOf(agreement: Checked, text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const asked = [text];
  for (let one = asked.pop(); one !== undefined; one = asked.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    const [kind, name] = eventOf(one);
    const about = kind === "notification" ? notificationOf(agreement, name)?.about : undefined;
    if (IN_A_VISIT.includes(kind)) found.add(`notice/${name}`);
    else if (about === undefined) found.add(one);
    else asked.push(...about);
  }
  return found;
}

/** Returns the ladder and rung of every notification that is a step. */
export function stepsOf(agreement: Pick<Agreement, "ladders">): ReadonlyMap<string, readonly [string, number]> {
  const steps = new Map<string, readonly [string, number]>();
  for (const ladder of agreement.ladders ?? []) {
    for (const [number, rung] of ladder.rungs.entries()) {
      for (const step of rung.steps) steps.set(step, [ladder.name, number]);
    }
  }
  return steps;
}

function eventsOf(agreement: Checked): ReadonlySet<string> {
  const found = new Set([IN_FORCE]);
  for (const { name, pool } of agreement.inspections) {
    for (const kind of pool === undefined ? IN_A_VISIT.slice(0, 3) : IN_A_VISIT) found.add(`${kind}/${name}`);
  }
  for (const { name } of agreement.notifications ?? []) found.add(`notification/${name}`);
  for (const { name } of agreement.sites) found.add(`declaration/${name}`);
  return found;
}

function checkTexts(agreement: Checked): void {
  const names = (agreement.clauses ?? []).map((clause) => clause.name);
  if (new Set(names).size !== names.length) throw new Refused("agreement-language", "got a clause twice", "/clauses");
  const { languages } = agreement;
  const inAll = (text: ReadonlyMap<string, string>): boolean =>
    text.size === languages?.length && languages.every((language) => text.has(language));
  const lacking = (what: string, text: ReadonlyMap<string, string>): string =>
    `got a ${what} in ${[...text.keys()].sort(compareText).join(", ")}, want it in ${languages?.join(", ")}`;
  for (const clause of agreement.clauses ?? []) {
    if (languages !== undefined && !inAll(clause.text)) {
      throw new Refused("agreement-language", lacking("text", clause.text), `/clauses/${clause.name}`);
    }
  }
  if (agreement.clauses !== undefined && languages === undefined) {
    throw new Refused("agreement-language", "got clauses, and no authentic languages", "/languages");
  }
  const members = ["conditions", "duties", "inspections", "ladders", "notifications", "quotas", "undertakings"] as const;
  for (const member of members) {
    for (const entry of agreement[member] ?? []) {
      if (entry.clause !== undefined) {
        checkKnown([entry.clause], new Set(names), `/${member}/${entry.name}/clause`);
      }
      if (languages !== undefined && "title" in entry && !inAll(entry.title)) {
        throw new Refused("agreement-language", lacking("title", entry.title), `/${member}/${entry.name}/title`);
      }
    }
  }
}

function checkNames(agreement: Checked): void {
  const namesOf = (entries?: readonly { readonly name: string }[]): ReadonlySet<string> =>
    new Set((entries ?? []).map(({ name }) => name));
  const parties = namesOf(agreement.parties);
  const conditions = namesOf(agreement.conditions);
  const notifications = namesOf(agreement.notifications);
  const inspections = namesOf(agreement.inspections);
  const duties = namesOf(agreement.duties);
  const events = eventsOf(agreement);
  const who = new Set([...parties, ...WHO]);
  checkKnown(agreement.in_force_if ?? [], conditions, "/in_force_if");
  const asked = [...(agreement.in_force_if ?? [])];
  for (const name of asked) {
    const { notification, withdrawn_by, all, any, figure } = agreement.conditions!.find((entry) => entry.name === name)!;
    asked.push(...[...(all ?? []), ...(any ?? [])].filter((part) => conditions.has(part) && !asked.includes(part)));
    const lapses = notificationOf(agreement, notification)?.carries?.includes("until") === true;
    if (withdrawn_by !== undefined || figure !== undefined || lapses) {
      const why = `entry into force rests on ${name}, which can cease: what is in force would not be, without a word`;
      throw new Refused("agreement-choice", why, "/in_force_if", "name a condition that holds for good");
    }
  }
  if (!agreement.parties.some((party) => party.role === "principal")) {
    throw new Refused("agreement-reference", "got no principal, whose accession would bring it into force", "/parties");
  }
  if (WHO.some((word) => parties.has(word))) {
    throw new Refused("agreement-reference", "got a party named as a role", "/parties");
  }
  for (const inspection of agreement.inspections) {
    const where = `/inspections/${inspection.name}`;
    checkKnown(inspection.quotas ?? [], namesOf(agreement.quotas), `${where}/quotas`);
    checkKnown(inspection.only_if ?? [], conditions, `${where}/only_if`);
    checkKnown([inspection.freeze], notifications, `${where}/freeze`);
  }
  for (const undertaking of agreement.undertakings) {
    const named = [...(undertaking.only_if ?? []), ...(undertaking.shown_by ?? [])];
    checkKnown(named, conditions, `/undertakings/${undertaking.name}`);
  }
  for (const term of agreement.notifications ?? []) {
    const where = `/notifications/${term.name}`;
    checkKnown(term.by, who, `${where}/by`);
    checkKnown(term.about ?? [], events, `${where}/about`);
    checkKnown(term.only_if ?? [], conditions, `${where}/only_if`);
    checkKnown(term.of ?? [], new Set([...inspections, ...notifications, ...duties]), `${where}/of`);
  }
  const figures = new Set((agreement.notifications ?? []).flatMap((term) => term.figures ?? []));
  for (const condition of agreement.conditions ?? []) {
    const where = `/conditions/${condition.name}`;
    checkKnown([...(condition.all ?? []), ...(condition.any ?? [])], conditions, where);
    checkKnown([condition.notification, condition.withdrawn_by], notifications, where);
    checkKnown([condition.figure], figures, `${where}/figure`);
    checkKnown([condition.by], parties, `${where}/by`);
  }
  for (const duty of agreement.duties ?? []) {
    const where = `/duties/${duty.name}`;
    checkKnown([duty.by, duty.to], who, where);
    checkKnown([duty.done_by, duty.start], events, where);
    checkKnown(duty.only_if ?? [], conditions, `${where}/only_if`);
    checkKnown(duty.default?.releases ?? [], duties, `${where}/default/releases`);
  }
  for (const ladder of agreement.ladders ?? []) {
    const where = `/ladders/${ladder.name}`;
    checkKnown([ladder.start], events, `${where}/start`);
    for (const rung of ladder.rungs) checkKnown(rung.steps, notifications, `${where}/rungs/${rung.name}`);
  }
  for (const quota of agreement.quotas ?? []) {
    const where = `/quotas/${quota.name}`;
    checkKnown(quota.inspections, inspections, where);
    checkKnown([quota.places.figure], figures, `${where}/places/figure`);
    checkKnown([quota.winner], parties, `${where}/winner`);
    checkKnown([quota.declared_by], new Set([...parties, "inspected"]), `${where}/declared_by`);
    const counted = agreement.inspections.filter((inspection) => inspection.quotas?.includes(quota.name));
    const same = counted.length === quota.inspections.length;
    if (!same || !counted.every((inspection) => quota.inspections.includes(inspection.name))) {
      throw new Refused("agreement-reference", "quota and inspections do not name each other", where);
    }
  }
  if (agreement.delivery !== undefined) {
    checkKnown([agreement.delivery.receipt], notifications, "/delivery/receipt");
    if (agreement.delivery.held_quorum > agreement.delivery.mirrors.length) {
      throw new Refused("agreement-reference", "a larger quorum than there are mirrors", "/delivery/held_quorum");
    }
  }
}

function checkChoices(agreement: Checked): void {
  for (const condition of agreement.conditions ?? []) {
    const where = `/conditions/${condition.name}`;
    const { notification, withdrawn_by, all, any, figure, by, at_least } = condition;
    const forms = [notification, all, any, figure].filter((form) => form !== undefined);
    const fits =
      forms.length === 1 &&
      (withdrawn_by === undefined || notification !== undefined) &&
      (at_least === undefined) === (figure === undefined) &&
      (figure === undefined || by !== undefined);
    if (!fits) {
      const why = "want one of notification, all, any and figure, and a figure with by and at_least";
      throw new Refused("agreement-choice", why, where);
    }
    const term = notificationOf(agreement, notification);
    if (term !== undefined && by === undefined && term.by.some((word) => WHO.includes(word) && word !== "each")) {
      throw new Refused("agreement-choice", `who must have said ${term.name} differs by thread, so want by`, where);
    }
  }
  for (const duty of agreement.duties ?? []) {
    const where = `/duties/${duty.name}`;
    const parties = [duty.by, duty.to];
    if ((duty.start === undefined) === (duty.recurs === undefined)) {
      throw new Refused("agreement-choice", "want one of start and recurs", where);
    }
    const authored = duty.start !== undefined && duty.start !== IN_FORCE;
    if (!authored && parties.some((word) => WHO.includes(word) && word !== "each" && word !== "others")) {
      throw new Refused("agreement-choice", "nobody authors its start, so want parties by name or each", where);
    }
    const roots = duty.start === undefined ? [] : [...threadsOf(agreement, duty.start)];
    const visit = roots.length > 0 && roots.every((root) => eventOf(root)[0] === "notice");
    if (!visit && parties.some((word) => word === "inspected" || word === "inspecting")) {
      const why = "its start is no part of a visit, so there is no inspected Party";
      throw new Refused("agreement-choice", why, where);
    }
  }
  for (const quota of agreement.quotas ?? []) {
    if ((quota.places.share === undefined) !== (quota.declared_by === undefined)) {
      throw new Refused("agreement-choice", "want declared_by with a share, and only then", `/quotas/${quota.name}`);
    }
  }
  const stepping = new Set<string>();
  for (const ladder of agreement.ladders ?? []) {
    for (const rung of ladder.rungs) {
      if (rung.steps.some((step) => stepping.has(step))) {
        throw new Refused("agreement-choice", "got a step on two rungs", `/ladders/${ladder.name}`);
      }
      for (const step of rung.steps) stepping.add(step);
    }
  }
  for (const name of [...stepping].sort(compareText)) {
    const term = notificationOf(agreement, name);
    const [by, ...more] = term?.by ?? [];
    const named = by !== undefined && more.length === 0 && !WHO.includes(by);
    if (!named || term?.about !== undefined || term?.once !== "ever") {
      const why = `want ${name}, a step, to be said by one named party, about nothing, once for ever`;
      throw new Refused("agreement-choice", why, `/notifications/${name}`);
    }
  }
}

function checkClocks(agreement: Checked): void {
  const calendars = new Map((agreement.calendars ?? []).map((calendar) => [calendar.name, calendar]));
  const check = (spans: readonly (Span | undefined)[], calendar: string | undefined, where: string): void => {
    checkKnown([calendar], new Set(calendars.keys()), `${where}/calendar`);
    const works = (calendars.get(calendar ?? "")?.holidays.length ?? 0) > 0;
    if (!works && spans.some((span) => span?.working_days !== undefined)) {
      const why = "counts working days, and no calendar with holidays says which they are";
      throw new Refused("agreement-calendar", why, where, "name one of /calendars, or count days");
    }
  };
  for (const { name, window, duration, extension } of agreement.inspections) {
    const where = `/inspections/${name}`;
    if (window !== undefined) check([window.opens, window.lapses], window.calendar, `${where}/window`);
    check([duration, extension], undefined, where);
  }
  for (const duty of agreement.duties ?? []) {
    check([duty.not_before, duty.within, duty.recurs?.grace], duty.calendar, `/duties/${duty.name}`);
  }
  for (const ladder of agreement.ladders ?? []) {
    for (const rung of ladder.rungs) check([rung.within], undefined, `/ladders/${ladder.name}/rungs/${rung.name}`);
  }
  if (agreement.delivery !== undefined) check([agreement.delivery.allowance], undefined, "/delivery/allowance");
  if (agreement.commission !== undefined) check([agreement.commission.within], undefined, "/commission/within");
}

function checkThreads(agreement: Checked): void {
  for (const duty of agreement.duties ?? []) {
    if (duty.start === undefined || duty.start === IN_FORCE) continue;
    const ends = threadsOf(agreement, duty.done_by);
    if (![...threadsOf(agreement, duty.start)].some((root) => ends.has(root))) {
      const why = `${duty.done_by} is never of the thread in which ${duty.start} starts it`;
      throw new Refused("agreement-thread", why, `/duties/${duty.name}`, "let it be about what starts the duty");
    }
  }
}

function checkDefaults(agreement: Checked): void {
  const owed = new Map((agreement.duties ?? []).map((duty) => [duty.name, duty]));
  for (const duty of agreement.duties ?? []) {
    for (const name of duty.default?.releases ?? []) {
      const { by } = owed.get(name)!;
      if (!areOpposite(agreement, duty.by, by)) {
        const why = `its default would free ${by}, who may be who did not do it, of ${name}`;
        const mend = "let a default free the side to which the duty was owed";
        throw new Refused("agreement-default", why, `/duties/${duty.name}/default`, mend);
      }
    }
  }
}

/** Returns only if no condition is made of itself, on whatever branch. */
function checkNoCircle(agreement: Checked): void {
  const conditions = agreement.conditions ?? [];
  let parts = new Map(conditions.map(({ name, all, any }) => [name, new Set([...(all ?? []), ...(any ?? [])])]));
  for (let settled = -1; settled !== 0;) {
    const left = new Map<string, Set<string>>();
    const done = new Set([...parts].filter(([, needs]) => needs.size === 0).map(([name]) => name));
    for (const [name, needs] of parts) {
      if (!done.has(name)) left.set(name, new Set([...needs].filter((need) => !done.has(need))));
    }
    settled = done.size;
    parts = left;
  }
  const circling = [...parts.keys()].sort(compareText);
  if (circling.length > 0) {
    const why = `${circling.join(", ")} can never come about: they are made of each other`;
    throw new Refused("agreement-cycle", why, `/conditions/${circling[0]}`, "let one of them stand by itself");
  }
}

/** Returns whether two words mean parties of two sides in any case; `inspected` and `inspecting` of one visit do. */
function areOpposite(agreement: Checked, one: string, other: string): boolean {
  const sides = new Map(agreement.parties.map(({ name, side }) => [name, side]));
  if (sides.has(one) && sides.has(other)) return sides.get(one) !== sides.get(other);
  return [one, other].sort(compareText).join(" ") === "inspected inspecting";
}

/** Grows the set of what can come about until it stands still; what is left waits for itself. */
function checkPossible(agreement: Checked): void {
  checkNoCircle(agreement);
  const possible = new Set([IN_FORCE, ...agreement.sites.map((site) => `declaration/${site.name}`)]);
  const holding = new Set<string>();
  const below = new Map<string, readonly string[]>();
  for (const { rungs } of agreement.ladders ?? []) {
    for (const [number, rung] of rungs.entries()) {
      if (number > 0) for (const step of rung.steps) below.set(step, rungs[number - 1]!.steps);
    }
  }
  const canHold = (condition: Condition): boolean => {
    if (condition.all !== undefined) return condition.all.every((part) => holding.has(part));
    if (condition.any !== undefined) return condition.any.some((part) => holding.has(part));
    if (condition.notification !== undefined) return possible.has(`notification/${condition.notification}`);
    const declaring = (agreement.notifications ?? []).filter((term) => term.figures?.includes(condition.figure!));
    return declaring.some((term) => possible.has(`notification/${term.name}`));
  };
  const canBeSaid = (term: NotificationTerm): boolean =>
    (term.only_if ?? []).every((name) => holding.has(name)) &&
    (below.get(term.name) ?? []).every((step) => possible.has(`notification/${step}`)) &&
    (term.about === undefined || term.about.some((event) => possible.has(event)));
  for (let before = -1; before < possible.size + holding.size;) {
    before = possible.size + holding.size;
    for (const condition of agreement.conditions ?? []) if (canHold(condition)) holding.add(condition.name);
    for (const inspection of agreement.inspections) {
      if ((inspection.only_if ?? []).every((name) => holding.has(name))) {
        for (const kind of IN_A_VISIT) possible.add(`${kind}/${inspection.name}`);
      }
    }
    for (const term of agreement.notifications ?? []) if (canBeSaid(term)) possible.add(`notification/${term.name}`);
  }
  const stuck: readonly (readonly [string, readonly string[]])[] = [
    ["conditions", (agreement.conditions ?? []).map(({ name }) => name).filter((name) => !holding.has(name))],
    [
      "notifications",
      (agreement.notifications ?? []).map(({ name }) => name).filter((name) => !possible.has(`notification/${name}`)),
    ],
    ["inspections", agreement.inspections.map(({ name }) => name).filter((name) => !possible.has(`notice/${name}`))],
  ];
  for (const [member, waiting] of stuck) {
    if (waiting.length > 0) {
      const why = `${waiting.join(", ")} can never come about: they wait for each other`;
      throw new Refused("agreement-cycle", why, `/${member}/${waiting[0]}`, "put what both must do on one rung");
    }
  }
}
