/** Visits: how each inspection stands, from its notice on. */

import type { Facts, Told } from "./facts.js";
import { finds } from "./disputes.js";
import type { Disputed, Hours } from "./hours.js";
import { hourOf } from "./quotas.js";
import { closedOf, declaredOf, drawn } from "./subjects/draw.js";
import { sealFor, unopenedOf } from "./subjects/seal.js";
import { windowOf } from "./subjects/inspection.js";
import { revived } from "./suspension.js";
import * as clock from "../agreement/clock.js";
import { compareText, hex } from "../encoding/bytes.js";
import type { InspectionReport, OneSidedReport } from "../statements/kinds.js";
import type { StatementOf } from "../statements/statement.js";

/**
 * One inspection from its notice on: `open` until a report by both stands; `disputed` if a key under that was revoked;
 * `excess` if it binds nobody; `unpursued` if nobody pursued in time what one side reported alone, or if within the
 * commission's time the site was not named, or nothing at all was reported.
 */
export interface Visit {
  readonly notice: Uint8Array;
  readonly inspection: string;
  readonly number: number;
  /** Where the site is, as it was told when it was designated, of a site named later. */
  readonly place?: string;
  /** The site agreed, or the one designated; absent until it is. */
  readonly site?: string;
  readonly announced_at: number;
  /** The notice's hour, or that by which a quorum had cosigned a checkpoint that holds it, if that is earlier. */
  readonly known_at: number;
  /** When the inspected Party confirmed receipt; when the mirrors' quorum held the notice. */
  readonly received_at?: number;
  readonly held_at?: number;
  /** The quota under which the visit is one too many. */
  readonly excess?: string;
  /** Its notice came before the right to the visit was open, after it lapsed, under a stop, or against what it had. */
  readonly outside?: Outside;
  /** Parties that sealed a share of its draw, and that opened it. */
  readonly sealed: readonly string[];
  readonly opened: readonly string[];
  readonly status: "disputed" | "excess" | "open" | "reported" | "unpursued";
  /** The points that could not be drawn, as declared. */
  readonly closed?: readonly string[];
  /** The declaration over which its points are drawn. */
  readonly declaration?: Uint8Array;
  /** The sealed declaration that is to be opened for it, and the points drawn that nothing opened of it shows. */
  readonly seal?: Uint8Array;
  readonly unopened?: readonly string[];
  readonly drawn?: readonly string[];
  readonly report?: Told<InspectionReport>;
  /** What one side reported alone, by party. */
  readonly one_sided?: readonly (Told<OneSidedReport> & { readonly party: string })[];
}

/** What is known of the state already. */
export interface Known {
  readonly hours: Hours;
  readonly now: number;
  readonly disputed: Disputed;
  /** How each matter stands that was raised, by its statement. */
  readonly raised: ReadonlyMap<string, string>;
  /** Notices in excess -> the quota; and those that came outside their right. */
  readonly excess: ReadonlyMap<string, string>;
  readonly outside: ReadonlyMap<string, Outside>;
}

/** How a notice came outside its right. */
export type Outside = "early" | "late" | "overtaken" | "stopped";

/**
 * Returns which notices came outside their right, as their authors could not or did not say.
 *
 * `early`, `late`: at an hour that they did not tell. Late is what was witnessed after the right had lapsed, and the agreed
 * allowance, too. `stopped`: under a stop of the author's own that it took for disputed, and others held. `overtaken`: by
 * what had been delivered to its author (`overtaken`).
 */
export function outsideRights(
  facts: Facts,
  hours: Hours,
  disputed: Disputed,
  overtaken: ReadonlySet<string>,
): ReadonlyMap<string, Outside> {
  const found = new Map<string, Outside>();
  for (const id of overtaken) if (facts.notices.has(id)) found.set(id, "overtaken");
  for (const notice of stopped(facts, hours, disputed)) found.set(notice, "stopped");
  const { delivery } = facts.agreement;
  for (const { name, window } of facts.agreement.inspections) {
    for (const notice of window === undefined ? [] : (facts.visits.get(name) ?? [])) {
      const id = hex(notice.id);
      const { opens, lapses } = windowOf(facts, window!, facts.claims.get(id)!.inForceS);
      const last = delivery === undefined || lapses === Infinity ? Infinity : clock.add(lapses, delivery.allowance);
      if (hourOf(facts, hours, notice) < opens) found.set(id, "early");
      else if ((hours.witnessedBy(id) ?? 0) > last) found.set(id, "late");
    }
  }
  return found;
}

function* stopped(facts: Facts, hours: Hours, disputed: Disputed): Iterable<string> {
  for (const { party, of, hour, isUnder } of revived(facts, disputed)) {
    for (const inspection of facts.agreement.inspections) {
      if (inspection.inspecting !== party || (of.length > 0 && !of.includes(inspection.name))) continue;
      for (const notice of facts.visits.get(inspection.name) ?? []) {
        const { index } = facts.places.get(hex(notice.id))!;
        if (isUnder(index) && hour <= hourOf(facts, hours, notice)) yield hex(notice.id);
      }
    }
  }
}

/** Returns every visit, by inspection and number. */
export function visitsOf(facts: Facts, known: Known): readonly Visit[] {
  const { hours, excess, outside } = known;
  const notices = [...facts.notices.values()].sort(
    (left, right) => compareText(left.body.inspection, right.body.inspection) || left.body.number - right.body.number,
  );
  return notices.map((said): Visit => {
    const id = hex(said.id);
    const report = facts.reports.get(id);
    const picks = drawn(facts, said.id);
    const site = facts.siteOf(said.id);
    const place = facts.designated.get(id)?.place;
    const inspection = facts.inspectionOf(said.id);
    const received = inspection && hours.receivedBy(id, inspection.inspected);
    const held = hours.heldBy(id);
    const over = excess.get(id);
    const declared = declaredOf(facts, said.id);
    const seal = sealFor(facts, said.id);
    const unopened = unopenedOf(facts, said.id);
    const closed = closedOf(facts, said.id);
    const alone = [...(facts.oneSided.get(id) ?? [])]
      .map(([party, told]) => ({ ...told, party }))
      .sort((left, right) => compareText(left.party, right.party));
    return {
      notice: said.id,
      inspection: said.body.inspection,
      number: said.body.number,
      ...(site !== undefined && { site }),
      ...(place !== undefined && { place }),
      announced_at: said.at,
      known_at: hours.existedBy(id),
      ...(received !== undefined && { received_at: received }),
      ...(held !== undefined && { held_at: held }),
      ...(over !== undefined && { excess: over }),
      ...(outside.has(id) && { outside: outside.get(id)! }),
      sealed: [...(facts.sealed.get(id)?.keys() ?? [])].sort(compareText),
      opened: [...(facts.opened.get(id)?.keys() ?? [])].sort(compareText),
      status: statusOf(facts, known, said),
      ...(closed.length > 0 && { closed }),
      ...(declared !== undefined && { declaration: declared.id }),
      ...(seal !== undefined && { seal: seal.id }),
      ...(unopened.length > 0 && { unopened }),
      ...(picks && { drawn: picks }),
      ...(report && { report }),
      ...(alone.length > 0 && { one_sided: alone }),
    };
  });
}

/** Returns how a visit stands; see `Visit`. */
function statusOf(facts: Facts, known: Known, notice: StatementOf<"notice">): Visit["status"] {
  const id = hex(notice.id);
  const report = facts.reports.get(id);
  if (report !== undefined) {
    const since = known.disputed.get(hex(report.id));
    return since === undefined ? "reported" : isOver(facts, known.now, since) ? "unpursued" : "disputed";
  }
  if (known.excess.has(id) || known.outside.has(id)) return "excess";
  const alone = facts.oneSided.get(id);
  // An item found lowers for ever, until it is resolved.
  const keepsOpen = [...(alone?.values() ?? [])].some(({ id: told, body }) => {
    const status = known.raised.get(hex(told));
    return status === "open" || (status !== "resolved" && finds(body));
  });
  if (keepsOpen) return "open";
  // By its own word the inspecting Party is done with it; the inspected one alone is not.
  return alone?.has(notice.party) === true || isLeft(facts, known, id) ? "unpursued" : "open";
}

/** Returns whether the commission's time is over since a visit was announced, or since its site was named in time. */
function isLeft(facts: Facts, { hours, now }: Known, notice: string): boolean {
  const begun = hours.witnessedBy(notice);
  if (begun === undefined) return false;
  const opening = facts.designated.get(notice);
  const named = opening && hours.witnessedBy(hex(opening.id));
  return isOver(facts, now, named === undefined || isOver(facts, named, begun) ? begun : named);
}

/** Returns whether the commission's time from an hour on is over. */
function isOver({ agreement: { commission } }: Facts, now: number, since: number): boolean {
  return commission !== undefined && now > clock.add(since, commission.within);
}
