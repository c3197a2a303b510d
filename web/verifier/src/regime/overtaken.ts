/**
 * What stands and does nothing for its author, because of what others held: nobody gains by not looking.
 *
 * 1. A notice or a notification is *overtaken* if, before it was witnessed, there had been delivered to its author what takes
 *    its right to say it away: a cut that put another document in effect, with other terms for it; a word or a figure after
 *    which a condition that it needs holds no more; or if the term of a consent on which it rests had run out, and the agreed
 *    allowance, too, when it was witnessed.
 * 2. A step, or another notification that a stop names, is *stopped* if its author said it under a stop of its own that it
 *    doubts and others held, as a notice is.
 *
 * Such a notice binds nobody. Such a notification is disputed: it keeps its adverse effects and loses the favourable ones.
 * Without `delivery` in the agreement nobody has what it did not see, and nothing is overtaken.
 */

import * as conditions from "./conditions.js";
import type { Facts, Series, Sight, Threaded, View } from "./facts.js";
import type { Disputed, Hours } from "./hours.js";
import { revived } from "./suspension.js";
import { isOnSameTerms } from "../agreement/amends.js";
import { notificationOf, stepsOf } from "../agreement/check.js";
import * as clock from "../agreement/clock.js";
import { named } from "../agreement/document.js";
import { hex } from "../encoding/bytes.js";
import type { StatementOf } from "../statements/statement.js";

type Judged = StatementOf<"notice"> | StatementOf<"notification">;

/**
 * What the author of a statement of a thread had to know: what it saw, and what was delivered before others saw it.
 *
 * Requires that the agreement has `delivery`.
 */
export class Had implements Sight {
  private readonly view: View;
  private readonly party: string;
  private readonly before: number;

  constructor(
    private readonly facts: Facts,
    private readonly hours: Hours,
    id: string,
    private readonly disputed: Disputed,
  ) {
    this.view = facts.viewThen(id);
    this.party = facts.statements.get(id)!.party;
    this.before = hours.seenBy(id);
  }

  reaches(until: number): boolean {
    const { allowance } = this.facts.agreement.delivery!;
    return this.view.reaches(until) && this.before <= clock.add(until, allowance);
  }

  last(format: string, party: string): Series[number] | undefined {
    return this.later(this.facts.notified.get(format)?.get(party) ?? [], party) ?? this.view.last(format, party);
  }

  figure(party: string, name: string): number | undefined {
    return this.laterFigure(party, name) ?? this.view.figure(party, name);
  }

  /** Returns the number that the party declared last, if the author had that without having seen it. */
  laterFigure(party: string, name: string): number | undefined {
    return this.later(this.facts.figures.get(`${party} ${name}`) ?? [], party)?.value;
  }

  private later<T extends Series[number]>(said: readonly T[], party: string): T | undefined {
    if (party === this.party) return undefined;
    const seen = this.view.size(named(this.facts.agreement.parties, party).log);
    return said.findLast(
      ({ id, index }) =>
        index >= seen &&
        !this.disputed.has(hex(id)) &&
        (this.hours.deliveredTo(hex(id), this.party) ?? clock.END_S) < this.before,
    );
  }
}

/** Returns the notices and notifications that are overtaken; `disputed`: by revocations. */
export function overtaken(facts: Facts, hours: Hours, disputed: Disputed): ReadonlySet<string> {
  const found = new Set<string>();
  if (facts.agreement.delivery === undefined) return found;
  const judged = [...facts.statements].filter((entry): entry is [string, Judged & Threaded] =>
    ["notice", "notification"].includes(entry[1].kind),
  );
  for (const [id, said] of judged) {
    const witnessed = hours.witnessedBy(id);
    if (witnessed === undefined) continue;
    if (isOfOtherTerms(facts, hours, id, said, witnessed) || !isHeld(facts, hours, id, said, disputed)) found.add(id);
  }
  return found;
}

/** Returns the notifications that are disputed for what others held; from no hour on do their stops bind no others. */
export function unsaid(facts: Facts, hours: Hours, disputed: Disputed, late: ReadonlySet<string>): Disputed {
  const found = new Map<string, number>();
  for (const id of late) if (facts.statements.get(id)!.kind === "notification") found.set(id, clock.END_S);
  const climbing = stepsOf(facts.agreement);
  for (const { party, of, hour, isUnder } of revived(facts, disputed)) {
    const { log } = named(facts.agreement.parties, party);
    for (const term of facts.agreement.notifications ?? []) {
      // What R32 keeps others from.
      const isNamed = of.includes(term.name) || (of.length === 0 && climbing.has(term.name));
      if (!isNamed || term.effect !== undefined) continue;
      for (const { id, index } of facts.notified.get(term.name)?.get(party) ?? []) {
        const told = Math.max(facts.log(log).shownAt(index), hours.existedBy(hex(id)));
        if (isUnder(index) && hour <= told) found.set(hex(id), clock.END_S);
      }
    }
  }
  return found;
}

/** Returns whether another document than the author's was had before it was witnessed, with other terms for it. */
function isOfOtherTerms(facts: Facts, hours: Hours, id: string, said: Judged, witnessed: number): boolean {
  const { log, index } = facts.places.get(id)!;
  const era = facts.log(log).era(index);
  const digestAt = (cut: number): string => facts.courseAt(cut).digest;
  const last = [...facts.course.keys()]
    .filter((cut) => digestAt(cut) !== digestAt(cut - 1))
    .sort((left, right) => right - left)
    .find((cut) => (hours.deliveredTo(hex(facts.cuts.get(cut)!.id), said.party) ?? clock.END_S) < witnessed);
  if (last === undefined || last <= era) return false;
  const [old, next] = [era, last].map((cut) => facts.under(digestAt(cut)).agreement);
  const name = said.kind === "notice" ? said.body.inspection : said.body.format;
  return !isOnSameTerms(old!, next!, said.kind, name);
}

/** Returns whether what a statement needs held, by the document of its author, for one who had all that was had. */
function isHeld(facts: Facts, hours: Hours, id: string, said: Judged, disputed: Disputed): boolean {
  const { log, index } = facts.places.get(id)!;
  const then = facts.under(facts.courseFor(log, index).digest);
  const { inspections } = then.agreement;
  const term =
    said.kind === "notice"
      ? inspections.find(({ name }) => name === said.body.inspection)
      : notificationOf(then.agreement, said.body.format);
  return conditions.allHold(then, term?.only_if, new Had(facts, hours, id, disputed));
}
