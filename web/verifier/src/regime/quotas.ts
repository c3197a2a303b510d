/**
 * The quota ledger: how many visits are counted under a quota, as somebody sees them, and who is in excess.
 *
 * A visit counts in the period of the hour that its notice tells, under the quotas of its inspection, together with those
 * that the quota's `per` puts with it. What the author of a notice sees decides whether it may give it (R42). Notices that
 * did not see each other may still be too many: then a visit is in place if even with every concurrent one there is room;
 * of the rest the winner's are in place as far as there is room, and all others are in excess.
 */

import { type Facts, type Said, type Sight, comparePlace } from "./facts.js";
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

/** Returns whether the author of a notice of `inspection` sees a place left under `quota`. */
export function hasPlace(facts: Facts, quota: Quota, inspection: Inspection, said: Said): boolean {
  const key = keyOf(quota, inspection, inspection.site);
  if (key === undefined) return true; // counted by a site that is not named yet: the ledger tells afterwards
  const period = clock.period(quota.period, said.statement.at, facts.inForceAt());
  if (period === undefined) return false;
  const allowed = placesOf(quota, inspection, period.index, facts.view(said));
  if (allowed === undefined) return false;
  let taken = 0;
  for (const name of quota.inspections) {
    const other = named(facts.agreement.inspections, name);
    const size = facts.sizeFor(said, named(facts.agreement.parties, other.inspecting).log);
    for (const notice of facts.visits.get(name) ?? []) {
      if (facts.places.get(hex(notice.id))!.index >= size) break;
      if (keyOf(quota, other, facts.siteOf(notice.id, said)) !== key) continue;
      const counts =
        quota.counting === "open"
          ? !isOver(facts, notice, said)
          : period.startS <= notice.at && notice.at < period.endS;
      taken += counts ? 1 : 0;
    }
  }
  return taken < allowed;
}

/** Returns the lines of the ledger, by quota, key and period, as the reader of the state sees them. */
export function ledger(facts: Facts, sight: Sight): readonly Entry[] {
  const found: Entry[] = [];
  for (const quota of facts.agreement.quotas ?? []) {
    if (quota.counting === "open") continue;
    const groups = new Map<string, { key: string; index: number; inspection: Inspection; notices: Notice[] }>();
    for (const name of quota.inspections) {
      const inspection = named(facts.agreement.inspections, name);
      for (const notice of facts.visits.get(name) ?? []) {
        const key = keyOf(quota, inspection, facts.siteOf(notice.id));
        const period = clock.period(quota.period, notice.at, facts.inForceAt());
        if (key === undefined || period === undefined) continue;
        const at = `${key} ${period.index}`;
        const before = groups.get(at)?.notices ?? [];
        groups.set(at, { key, index: period.index, inspection, notices: [...before, notice] });
      }
    }
    const ordered = [...groups.values()].sort(
      (left, right) => compareText(left.key, right.key) || left.index - right.index,
    );
    for (const { key, index, inspection, notices } of ordered) {
      const places = placesOf(quota, inspection, index, sight);
      const excess = places === undefined ? [] : excessOf(facts, quota, notices, places);
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

function excessOf(facts: Facts, quota: Quota, notices: readonly Notice[], allowed: number): readonly Notice[] {
  if (notices.length <= allowed) return [];
  const contested = notices.filter((notice) => {
    const after = notices.filter((other) => other !== notice && precedes(facts, notice, other)).length;
    return notices.length - 1 - after >= allowed;
  });
  const room = Math.max(allowed - (notices.length - contested.length), 0);
  const granted = contested
    .filter(({ party }) => party === quota.winner)
    .sort((left, right) => comparePlace(facts.places.get(hex(left.id))!, facts.places.get(hex(right.id))!))
    .slice(0, room);
  return contested.filter((notice) => !granted.includes(notice));
}

/** Returns whether `one` is in the past of the author of `other`. Both stand. */
function precedes(facts: Facts, one: Notice, other: Notice): boolean {
  const [before, after] = [facts.places.get(hex(one.id))!, facts.places.get(hex(other.id))!];
  if (before.log === after.log) return before.index < after.index;
  return BigInt(before.index) < (facts.log(after.log).closure[after.index]!.get(before.log) ?? 0n);
}

function keyOf(quota: Quota, inspection: Inspection, site: string | undefined): string | undefined {
  switch (quota.per) {
    case "all":
      return "all";
    case "inspected":
    case "inspecting":
      return inspection[quota.per];
    case "pair":
      return `${inspection.inspecting}/${inspection.inspected}`;
    case "site":
      return site;
  }
}

function placesOf(quota: Quota, inspection: Inspection, period: number, sight: Sight): number | undefined {
  const { figure } = quota.places;
  if (figure === undefined) return count(quota.places, period);
  const by = quota.declared_by === "inspected" ? inspection.inspected : quota.declared_by!;
  return count(quota.places, period, sight.figure(by, figure));
}

function isOver(facts: Facts, notice: Notice, said: Said): boolean {
  const report = facts.reports.get(hex(notice.id));
  const ids = [...(report === undefined ? [] : [report]), ...(facts.oneSided.get(hex(notice.id))?.values() ?? [])];
  return ids.some(({ id }) => {
    const at = facts.places.get(hex(id))!;
    return at.index < facts.sizeFor(said, at.log);
  });
}
