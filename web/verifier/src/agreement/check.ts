/**
 * What the terms of an agreement must add up to, beyond their shapes (spec/agreement.md, section 4).
 *
 * In this order, each list in the document's order: texts (`agreement-language`), names (`agreement-reference`), choices
 * (`agreement-choice`), clocks (`agreement-calendar`), threads (`agreement-thread`), sayers (`agreement-reference`,
 * `agreement-signatures`), defaults (`agreement-default`), possibility (`agreement-cycle`).
 *
 * Two sides may wait for each other only on one rung of a ladder, whose steps wait for the rungs below. Every step takes
 * time that grows with the size of the document, and no faster: an agreement is checked before anybody trusts its author.
 */

import type { Span } from "./clock.js";
import { type Agreement, type Inspection, sitesOf } from "./document.js";
import { IN_FORCE, eventOf, eventsOf, graphOf } from "./events.js";
import { checkPossible } from "./possibility.js";
import { checkSayers } from "./sayers.js";
import { type Duty, type NotificationTerm, type Quota, WHO } from "./terms.js";
import { compareText } from "../encoding/bytes.js";
import { Refused, quoted } from "../errors.js";
import type { Policy } from "../log/policy.js";
import { COSIGNATURE_ED25519 } from "../log/vkey.js";

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
  checkSayers(agreement);
  checkDefaults(agreement);
  checkPossible(agreement);
  checkWitnesses(agreement);
}

/**
 * Returns only if every mirror of `delivery` is a witness of the trust file whose cosignatures logs can hold.
 *
 * It is asked where agreement and trust file meet, since neither says anything of the other's names.
 *
 * @throws Refused `agreement-reference`
 */
export function checkMirrors(agreement: Pick<Agreement, "delivery">, policy: Policy): void {
  for (const name of agreement.delivery?.mirrors ?? []) {
    if (policy.witnesses.get(name)?.type !== COSIGNATURE_ED25519) {
      const why = `got ${quoted(name)}, which is no Ed25519 witness of the trust file`;
      const mend = policy.groups.has(name) ? `name the Ed25519 witness of the group ${name}` : "name a witness of it";
      throw new Refused("agreement-reference", why, "/delivery/mirrors", mend);
    }
  }
}

/**
 * Returns only if every name is one of `among`.
 *
 * @throws Refused `agreement-reference`
 */
export function checkKnown(
  names: Iterable<string | undefined>,
  among: { readonly has: (name: string) => boolean },
  where: string,
): void {
  for (const name of names) {
    if (name !== undefined && !among.has(name)) {
      throw new Refused("agreement-reference", `got ${quoted(name)}, which nothing here bears`, where);
    }
  }
}

/** Returns the format of notification of that name. */
export function notificationOf(
  agreement: Pick<Agreement, "notifications">,
  name: string | undefined,
): NotificationTerm | undefined {
  return agreement.notifications?.find((term) => term.name === name);
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

function checkTexts(agreement: Checked): void {
  const names = new Set((agreement.clauses ?? []).map((clause) => clause.name));
  if (names.size !== (agreement.clauses ?? []).length) throw new Refused("agreement-language", "got a clause twice", "/clauses");
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
  const members = [
    "conditions",
    "duties",
    "inspections",
    "ladders",
    "monitors",
    "notifications",
    "quotas",
    "undertakings",
  ] as const;
  for (const member of members) {
    for (const entry of agreement[member] ?? []) {
      if (entry.clause !== undefined) {
        checkKnown([entry.clause], names, `/${member}/${entry.name}/clause`);
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
  const quotas = namesOf(agreement.quotas);
  const parts = partsOf(agreement);
  const events = eventsOf(agreement);
  const who = new Set([...parties, ...WHO]);
  checkKnown(agreement.in_force_if ?? [], conditions, "/in_force_if");
  const conditionOf = new Map((agreement.conditions ?? []).map((condition) => [condition.name, condition]));
  const asked = new Set(agreement.in_force_if);
  for (const name of asked) {
    const { notification, withdrawn_by, all, any, figure } = conditionOf.get(name)!;
    for (const part of [...(all ?? []), ...(any ?? [])]) if (conditions.has(part)) asked.add(part);
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
    checkKnown(inspection.quotas ?? [], quotas, `${where}/quotas`);
    checkKnown(inspection.only_if ?? [], conditions, `${where}/only_if`);
    checkKnown([inspection.freeze], notifications, `${where}/freeze`);
  }
  for (const { name, only_if } of agreement.monitors ?? []) {
    checkKnown(only_if ?? [], conditions, `/monitors/${name}/only_if`);
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
    checkKnown(term.of ?? [], parts, `${where}/of`);
    for (const name of term.of ?? []) {
      if (parts.get(name)!.length > 1) {
        const why = `got ${name}, the name of ${parts.get(name)!.join(" and of ")}`;
        throw new Refused("agreement-reference", why, `${where}/of`, "give each of them a name of its own");
      }
    }
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
  const counted = new Map([...quotas].map((name) => [name, new Set<string>()]));
  for (const inspection of agreement.inspections) {
    for (const name of inspection.quotas ?? []) counted.get(name)!.add(inspection.name);
  }
  const declarers = new Set([...parties, "inspected"]);
  for (const quota of agreement.quotas ?? []) {
    const where = `/quotas/${quota.name}`;
    checkKnown(quota.inspections, inspections, where);
    checkKnown([quota.places.figure], figures, `${where}/places/figure`);
    checkKnown([quota.winner], parties, `${where}/winner`);
    checkKnown([quota.declared_by], declarers, `${where}/declared_by`);
    const naming = counted.get(quota.name)!;
    if (naming.size !== quota.inspections.length || !quota.inspections.every((name) => naming.has(name))) {
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

/** Returns what an effect can be upon: name -> what bears it. */
function partsOf(agreement: Checked): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const bearing = [
    ["an inspection", agreement.inspections],
    ["a monitor", agreement.monitors ?? []],
    ["a notification", agreement.notifications ?? []],
    ["a duty", agreement.duties ?? []],
  ] as const;
  for (const [what, entries] of bearing) {
    for (const { name } of entries) found.set(name, [...(found.get(name) ?? []), what]);
  }
  return found;
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
      throw new Refused("agreement-choice", "nobody authors its start, so want parties by name, each or others", where);
    }
    if (duty.start === duty.done_by && !tellsItself(agreement, duty)) {
      const why = "its start does it, so want a notification that tells an hour, by author, counted from occurred";
      throw new Refused("agreement-choice", why, where);
    }
    const visit = duty.start !== undefined && graphOf(agreement).inVisits(duty.start);
    if (!visit && parties.some((word) => word === "inspected" || word === "inspecting")) {
      const why = "its start is no part of a visit, so there is no inspected Party";
      throw new Refused("agreement-choice", why, where);
    }
  }
  const visits = new Map(agreement.inspections.map((inspection) => [inspection.name, inspection]));
  for (const term of agreement.notifications ?? []) {
    if (term.effect === "exempts" && !exempts(agreement, term)) {
      const why = "want what exempts to carry site and until, to be about nothing, and of inspections with a pool";
      throw new Refused("agreement-choice", why, `/notifications/${term.name}`);
    }
  }
  for (const quota of agreement.quotas ?? []) {
    if ((quota.places.share === undefined) !== (quota.declared_by === undefined)) {
      throw new Refused("agreement-choice", "want declared_by with a share, and only then", `/quotas/${quota.name}`);
    }
    checkCounting(quota, quota.inspections.map((name) => visits.get(name)!));
  }
  checkCuts(agreement);
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

/** Returns only if some party can be absent from a cut, and every side with a principal still signs it. */
function checkCuts({ cuts, parties }: Checked): void {
  if (cuts === undefined) return;
  if (cuts.quorum >= parties.length) {
    const why = `got a quorum of ${cuts.quorum} where there are ${parties.length} parties, so nobody can be absent`;
    throw new Refused("agreement-choice", why, "/cuts/quorum", "leave /cuts out, or ask for fewer");
  }
  const principals = parties.filter(({ role }) => role === "principal");
  const stands = (absent: string): boolean =>
    principals.every(({ side }) => parties.some((party) => party.side === side && party.name !== absent));
  if (!parties.some(({ name }) => stands(name))) {
    const why = "got cuts from which nobody can be absent: each side with a principal has one party";
    throw new Refused("agreement-side", why, "/cuts", "leave /cuts out: one side alone closes no cut");
  }
}

/** Returns only if visits that count together have one declarer. */
function checkCounting(quota: Quota, counted: readonly Inspection[]): void {
  const where = `/quotas/${quota.name}`;
  if (quota.declared_by !== "inspected" || quota.per === "inspected" || quota.per === "pair") return;
  const keys = new Map<string, Set<string>>(); // under which visits to each inspected Party count
  for (const one of counted) {
    const own = { all: [""], inspecting: [one.inspecting], site: sitesOf(one) }[quota.per];
    const found = keys.get(one.inspected) ?? new Set();
    for (const key of own) found.add(key);
    keys.set(one.inspected, found);
  }
  const taken = new Set<string>();
  for (const ofOne of keys.values()) {
    for (const key of ofOne) {
      if (taken.has(key)) {
        const to = [...keys.keys()].join(" and to ");
        const why = `counts visits to ${to} together, and takes the figure that the inspected declares`;
        const mend = "count per inspected, or name who declares";
        throw new Refused("agreement-choice", why, `${where}/declared_by`, mend);
      }
    }
    for (const key of ofOne) taken.add(key);
  }
}

/** Returns whether a duty can be done by its start: by who says it, in time after the hour that it tells. */
function tellsItself(agreement: Checked, { by, counted_from, done_by }: Duty): boolean {
  const [kind, name] = eventOf(done_by);
  const term = kind === "notification" ? notificationOf(agreement, name) : undefined;
  return term?.carries?.includes("hour") === true && by === "author" && counted_from === "occurred";
}

/** Returns whether a format can exempt a site: which, until when, from which visits. */
function exempts(agreement: Checked, { of, about, carries }: NotificationTerm): boolean {
  const pools = (of ?? []).map((name) => agreement.inspections.find((visit) => visit.name === name)?.pool);
  const tells = carries?.includes("site") === true && carries.includes("until");
  return pools.length > 0 && !pools.includes(undefined) && about === undefined && tells;
}

function checkClocks(agreement: Checked): void {
  const calendars = new Map((agreement.calendars ?? []).map((calendar) => [calendar.name, calendar]));
  const named = new Set(calendars.keys());
  const check = (spans: readonly (Span | undefined)[], calendar: string | undefined, where: string): void => {
    checkKnown([calendar], named, `${where}/calendar`);
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
  if (agreement.cuts !== undefined) check([agreement.cuts.within], undefined, "/cuts/within");
}

function checkThreads(agreement: Checked): void {
  for (const duty of agreement.duties ?? []) {
    if (duty.start === undefined || duty.start === IN_FORCE) continue;
    if (!graphOf(agreement).meet(duty.start, duty.done_by)) {
      const why = `${duty.done_by} is never of the thread in which ${duty.start} starts it`;
      throw new Refused("agreement-thread", why, `/duties/${duty.name}`, "let it be about what starts the duty");
    }
  }
}

function checkDefaults(agreement: Checked): void {
  const sides = new Map(agreement.parties.map(({ name, side }) => [name, side]));
  const owed = new Map((agreement.duties ?? []).map((duty) => [duty.name, duty]));
  for (const duty of agreement.duties ?? []) {
    for (const name of duty.default?.releases ?? []) {
      const { by } = owed.get(name)!;
      if (!areOpposite(sides, duty.by, by)) {
        const why = `its default would free ${by}, who may be who did not do it, of ${name}`;
        const mend = "let a default free the side to which the duty was owed";
        throw new Refused("agreement-default", why, `/duties/${duty.name}/default`, mend);
      }
    }
  }
}

/** Returns whether two words mean parties of two sides in any case; `inspected` and `inspecting` of one visit do. */
function areOpposite(sides: ReadonlyMap<string, string>, one: string, other: string): boolean {
  if (sides.has(one) && sides.has(other)) return sides.get(one) !== sides.get(other);
  return [one, other].sort(compareText).join(" ") === "inspected inspecting";
}

/** Returns only if a party of the role `witness` is named by nothing that is owed, done, or decided. */
function checkWitnesses(agreement: Checked): void {
  const witnesses = new Set(agreement.parties.filter(({ role }) => role === "witness").map(({ name }) => name));
  const resting = new Set(stepsOf(agreement).keys());
  for (const { notification, withdrawn_by } of agreement.conditions ?? []) {
    for (const name of [notification, withdrawn_by]) if (name !== undefined) resting.add(name);
  }
  if (agreement.delivery !== undefined) resting.add(agreement.delivery.receipt);
  const bearing = (agreement.notifications ?? []).filter(
    ({ name, effect, figures }) => effect !== undefined || figures !== undefined || resting.has(name),
  );
  const named: readonly (readonly [where: string, names: readonly (string | undefined)[]])[] = [
    ...agreement.inspections.map((one) => [`/inspections/${one.name}`, [one.inspecting, one.inspected]] as const),
    ...agreement.undertakings.map((one) => [`/undertakings/${one.name}`, [one.by, one.to]] as const),
    ...bearing.map((one) => [`/notifications/${one.name}/by`, one.by] as const),
    ...(agreement.conditions ?? []).map((one) => [`/conditions/${one.name}/by`, [one.by]] as const),
    ...(agreement.duties ?? []).map((one) => [`/duties/${one.name}`, [one.by, one.to]] as const),
    ...(agreement.quotas ?? []).map((one) => [`/quotas/${one.name}`, [one.declared_by, one.winner]] as const),
  ];
  for (const [where, names] of named) {
    const name = names.find((one) => one !== undefined && witnesses.has(one));
    if (name !== undefined) {
      const why = `got ${name}, which is a witness: it keeps a log and signs with all, and nothing rests on its word`;
      throw new Refused("agreement-witness", why, where, "give it another role, or let another party do this");
    }
  }
}
