/**
 * The quota ledger: how many visits are counted under a quota, as somebody sees them, and who is in excess.
 *
 * A visit counts under the quotas of its inspection, together with those that the quota's `per` puts with it, in the period
 * of its hour: the hour that its notice tells, but not before the latest that its author had shown to have come, nor after
 * that by which it was witnessed. What the author of a notice sees decides whether it may give it (R42). Notices that did
 * not see each other may still be too many: then a visit is in place if even with every concurrent one there is room; of
 * the rest the winner's are in place as far as there is room, and all others are in excess. Of a share, each visit is
 * judged by the figure that its author saw: one declared later takes no place back.
 */

import { type Claim, type Facts, type Said, type Sight, type View, comparePlace } from "./facts.js";
import type { Disputed, Hours, Reader } from "./hours.js";
import { Had } from "./overtaken.js";
import * as clock from "../agreement/clock.js";
import { type Inspection, named } from "../agreement/document.js";
import { count } from "../agreement/quota.js";
import type { Quota } from "../agreement/terms.js";
import { compare, compareText, hex } from "../encoding/bytes.js";
import type { StatementOf } from "../statements/statement.js";

type Notice = StatementOf<"notice">;

/** A line of the ledger: quota, with whom counted together, period, visits in place and in excess, how many places. */
export interface Entry {
  readonly quota: string;
  readonly key: string;
  readonly period: number;
  readonly places?: number;
  readonly visits: readonly Uint8Array[];
  readonly excess: readonly Uint8Array[];
}

/** With whom a visit is counted whose site is not named yet, where visits are counted by site. */
const UNNAMED = "";

/** Returns whether the author of a notice of `inspection` sees a place left under `quota`. */
export function hasPlace(facts: Facts, quota: Quota, inspection: Inspection, view: View): boolean {
  const key = keyOf(quota, inspection, inspection.site);
  if (key === UNNAMED) return true; // the ledger tells afterwards
  const period = clock.period(quota.period, view.hour, facts.inForceAt(view) ?? 0);
  if (period === undefined) return false;
  const allowed = count(quota.places, period.index, figureOf(quota, inspection, view));
  if (allowed === undefined) return false;
  const taken = quota.inspections.flatMap((name) => {
    const other = named(facts.agreement.inspections, name);
    const seen = (facts.visits.get(name) ?? []).filter(({ id }) => view.holds(id));
    // Of one inspection only the last can be open (R20).
    const counted =
      quota.counting === "open"
        ? seen.slice(-1).filter((notice) => !isOver(facts, notice, view))
        : seen.filter((notice) => isWithin(period, hourFor(facts, notice, view)));
    return counted.filter(({ id }) => keyOf(quota, other, facts.siteOf(id, view)) === key);
  });
  return taken.length < allowed;
}

/**
 * Returns the hour of another's notice, as the author of one sees it.
 *
 * One that tells a later hour counts at that by which its reader saw it witnessed: dating ahead takes no later place.
 */
function hourFor(facts: Facts, notice: Notice, view: View): number {
  return Math.max(facts.claims.get(hex(notice.id))!.shownS, Math.min(notice.at, view.cosignedBy(notice.id) ?? Infinity));
}

/** Returns what a notice claims a place with. */
export function claimOf(facts: Facts, said: Said, notice: Notice): Claim {
  const view = facts.view(said);
  const inspection = facts.agreement.inspections.find(({ name }) => name === notice.body.inspection);
  const figures = new Map<string, number>();
  for (const name of inspection?.quotas ?? []) {
    const figure = figureOf(named(facts.agreement.quotas ?? [], name), inspection!, view);
    if (figure !== undefined) figures.set(name, figure);
  }
  return { shownS: facts.log(said.log).shownS, inForceS: facts.inForceAt(view) ?? 0, figures };
}

/** Returns the hour of a visit by which rights and quotas are reckoned, Unix seconds: see the module. */
export function hourOf(facts: Facts, hours: Hours, notice: Notice): number {
  return Math.max(facts.claims.get(hex(notice.id))!.shownS, hours.existedBy(hex(notice.id)));
}

/**
 * Returns the lines of the ledger, by quota, key and period, as the reader of the state sees them.
 *
 * @param revoked what revocations dispute
 */
export function ledger(facts: Facts, hours: Hours, reader: Reader, revoked: Disputed): readonly Entry[] {
  const found: Entry[] = [];
  for (const quota of facts.agreement.quotas ?? []) {
    const groups = new Map<string, { key: string; index: number; inspection: Inspection; notices: Notice[] }>();
    for (const name of quota.inspections) {
      const inspection = named(facts.agreement.inspections, name);
      for (const notice of facts.visits.get(name) ?? []) {
        const key = keyOf(quota, inspection, facts.siteOf(notice.id));
        const hour = hourOf(facts, hours, notice);
        if (quota.counting === "open" && (hour > reader.hour || reportsOn(facts, notice).length > 0)) continue;
        const { inForceS } = facts.claims.get(hex(notice.id))!;
        const index = clock.period(quota.period, quota.counting === "open" ? reader.hour : hour, inForceS)?.index;
        if (key === UNNAMED || index === undefined) continue;
        const at = `${key} ${index}`;
        const group = groups.get(at) ?? { key, index, inspection, notices: [] };
        group.notices.push(notice);
        groups.set(at, { ...group, inspection });
      }
    }
    const ordered = [...groups.values()].sort(
      (left, right) => compareText(left.key, right.key) || left.index - right.index,
    );
    for (const { key, index, inspection, notices } of ordered) {
      const places = count(quota.places, index, figureOf(quota, inspection, reader));
      const excess = quota.counting === "open" ? [] : excessOf(facts, hours, quota, notices, index, revoked);
      const over = new Set(excess.map(({ id }) => hex(id)));
      found.push({
        quota: quota.name,
        key,
        period: index,
        ...(places !== undefined && { places }),
        visits: notices.filter(({ id }) => !over.has(hex(id))).map(({ id }) => id).sort(compare),
        excess: excess.map(({ id }) => id).sort(compare),
      });
    }
  }
  return found;
}

function excessOf(
  facts: Facts,
  hours: Hours,
  quota: Quota,
  notices: readonly Notice[],
  period: number,
  revoked: Disputed,
): readonly Notice[] {
  const rooms = new Map(
    notices.map((notice) => [
      notice,
      count(quota.places, period, knownFigure(facts, hours, quota, notice, revoked)) ?? Infinity,
    ]),
  );
  const roomFor = (notice: Notice): number => rooms.get(notice)!;
  if (notices.every((notice) => notices.length <= roomFor(notice))) return [];
  const contested = notices.filter((notice) => {
    const after = notices.filter((other) => other !== notice && precedes(facts, hours, notice, other)).length;
    return notices.length - 1 - after >= roomFor(notice);
  });
  const granted = new Set<Notice>();
  const byPlace = [...contested].sort((left, right) =>
    comparePlace(facts.places.get(hex(left.id))!, facts.places.get(hex(right.id))!),
  );
  for (const notice of byPlace) {
    const taken = notices.length - contested.length + granted.size;
    if (notice.party === quota.winner && taken < roomFor(notice)) granted.add(notice);
  }
  return contested.filter((notice) => !granted.has(notice));
}

/**
 * Returns whether notice `one` is before `other`: its author saw it, or had it before `other` was witnessed.
 *
 * So nobody gains by not looking. Both stand.
 */
function precedes(facts: Facts, hours: Hours, one: Notice, other: Notice): boolean {
  if (isInPast(facts, one, other)) return true;
  // Without delivery nobody has what it did not see: a log that is kept back gains nothing.
  if (facts.agreement.delivery === undefined || isInPast(facts, other, one)) return false;
  const delivered = hours.deliveredBy(hex(one.id), other.party);
  return delivered !== undefined && delivered < hours.seenBy(hex(other.id));
}

function isInPast(facts: Facts, one: Notice, other: Notice): boolean {
  const [before, after] = [facts.places.get(hex(one.id))!, facts.places.get(hex(other.id))!];
  if (before.log === after.log) return before.index < after.index;
  return BigInt(before.index) < (facts.log(after.log).closure[after.index]!.get(before.log) ?? 0n);
}

function keyOf(quota: Quota, inspection: Inspection, site: string | undefined): string {
  switch (quota.per) {
    case "all":
      return "all";
    case "inspected":
    case "inspecting":
      return inspection[quota.per];
    case "pair":
      return `${inspection.inspecting}/${inspection.inspected}`;
    case "site":
      return site ?? UNNAMED;
  }
}

function isWithin({ startS, endS }: clock.Period, hour: number): boolean {
  return startS <= hour && hour < endS;
}

/** Returns the declared number of which the quota is a share, as somebody sees it. */
function figureOf(quota: Quota, inspection: Inspection, sight: Sight): number | undefined {
  const { figure } = quota.places;
  if (figure === undefined) return undefined;
  return sight.figure(quota.declared_by === "inspected" ? inspection.inspected : quota.declared_by!, figure);
}

/** Returns the figure by which a visit is judged: what its author saw, or had without having looked. */
function knownFigure(facts: Facts, hours: Hours, quota: Quota, notice: Notice, revoked: Disputed): number | undefined {
  const id = hex(notice.id);
  const seen = facts.claims.get(id)!.figures.get(quota.name);
  const { figure } = quota.places;
  if (figure === undefined || facts.agreement.delivery === undefined || hours.witnessedBy(id) === undefined) return seen;
  const { inspected } = named(facts.agreement.inspections, notice.body.inspection);
  const by = quota.declared_by === "inspected" ? inspected : quota.declared_by!;
  return new Had(facts, hours, id, revoked).laterFigure(by, figure) ?? seen;
}

function isOver(facts: Facts, notice: Notice, view: View): boolean {
  return reportsOn(facts, notice).some((id) => view.holds(id));
}

/** Returns the reports on a visit, by both sides and by one. */
function reportsOn(facts: Facts, notice: Notice): readonly Uint8Array[] {
  const report = facts.reports.get(hex(notice.id));
  const alone = [...(facts.oneSided.get(hex(notice.id))?.values() ?? [])];
  return [...(report === undefined ? [] : [report]), ...alone].map(({ id }) => id);
}
