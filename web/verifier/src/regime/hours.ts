/**
 * Hours: when a statement existed, when it was held, when it was delivered; what the reader of a state sees at an hour.
 *
 * *Told* is the statement's `at`, its author's claim; *witnessed by* the earliest hour by which a quorum had cosigned a
 * checkpoint over it, as anybody observed; *held by* the same for the agreement's mirrors; *received* the hour that the
 * addressee's receipt tells, or that by which it existed, if earlier; *delivered* the earlier of received, and held plus the
 * agreed allowance. Without `delivery` in the agreement, what a quorum witnessed counts as delivered to everybody.
 */

import type { Facts, Series, StopSight, Stopping } from "./facts.js";
import * as clock from "../agreement/clock.js";
import { equal, hex } from "../encoding/bytes.js";

/** Sizes, ascending, and for each the earliest hour of it or a larger one. */
type Steps = readonly { readonly size: bigint; readonly earliest: number }[];

/** The hours of everything folded, from one pass over what was observed. */
export class Hours {
  private readonly witnessed = new Map<string, Steps>();
  private readonly held = new Map<string, Steps>();
  private readonly series = new Map<string, readonly number[]>();

  constructor(private readonly facts: Facts) {
    const seen = { witnessed: new Map<string, [bigint, bigint][]>(), held: new Map<string, [bigint, bigint][]>() };
    for (const log of facts.logs.keys()) {
      seen.witnessed.set(log, []);
      seen.held.set(log, []);
    }
    for (const other of facts.logs.values()) {
      for (const { log, size, root, witnessedAt, heldAt } of other.sightings.values()) {
        // Of another history than the log's: it holds other entries.
        if (!equal(facts.log(log).tree.root(Number(size)), root)) continue;
        if (witnessedAt !== undefined) seen.witnessed.get(log)!.push([size, witnessedAt]);
        if (heldAt !== undefined) seen.held.get(log)!.push([size, heldAt]);
      }
    }
    for (const [log, hours] of seen.witnessed) this.witnessed.set(log, earliest(hours));
    for (const [log, hours] of seen.held) this.held.set(log, earliest(hours));
  }

  /** Returns the earliest hour by which a quorum had cosigned a checkpoint over a standing statement. */
  witnessedBy(id: string): number | undefined {
    return this.by(this.witnessed, id);
  }

  /** Returns the earliest hour by which the mirrors' quorum held a standing statement. */
  heldBy(id: string): number | undefined {
    return this.by(this.held, id);
  }

  /** Returns the hour that a statement tells, or that by which it was witnessed, if that is earlier. */
  existedBy(id: string): number {
    return Math.min(this.facts.statements.get(id)!.at, this.witnessedBy(id) ?? Infinity);
  }

  /** Returns the hour by which others can see a statement: witnessed, or never. What its author tells helps nobody. */
  seenBy(id: string): number {
    return this.witnessedBy(id) ?? clock.END_S;
  }

  /** Returns the hour of the party's receipt of a statement. */
  receivedBy(id: string, party: string): number | undefined {
    const { delivery } = this.facts.agreement;
    if (delivery === undefined) return undefined;
    const hours = (this.facts.replies.get(id) ?? [])
      .filter((said) => said.party === party && said.body.format === delivery.receipt)
      .map((said) => Math.min(said.body.hour ?? Infinity, this.existedBy(hex(said.id))));
    return hours.length === 0 ? undefined : Math.min(...hours);
  }

  /** Returns the hour at which a statement was delivered to a party; absent while unconfirmed. */
  deliveredBy(id: string, party: string): number | undefined {
    return this.facts.statements.get(id)!.party === party ? this.existedBy(id) : this.deliveredTo(id, party);
  }

  /** Returns the same of a standing statement of any kind, to another party than its author. */
  deliveredTo(id: string, party: string): number | undefined {
    const { delivery } = this.facts.agreement;
    if (delivery === undefined) return this.witnessedBy(id);
    const held = this.heldBy(id);
    const received = this.receivedBy(id, party);
    if (held === undefined) return received;
    return Math.min(clock.add(held, delivery.allowance), received ?? Infinity);
  }

  /**
   * Returns the largest size of `log`, of at most `index`, that the party of another log held.
   *
   * It held what it observed before it knew of entry `index`, once the entry that says so was witnessed: nobody says
   * afterwards that he had held it.
   */
  heldSince(holder: string, log: string, index: number): number {
    const observed = this.facts.log(holder).observed.get(log) ?? [];
    const known = this.knownBy(holder, log, index);
    const held = observed.findLast(
      (seen) => seen.size <= index && (this.at(this.witnessed, holder, seen.index) ?? Infinity) <= known,
    );
    return held?.size ?? 0;
  }

  /** Returns the hour by which the party of another log had entry `index`, or said so; else never. */
  knownBy(holder: string, log: string, index: number): number {
    const first = this.facts.log(holder).observed.get(log)?.find(({ size }) => size > index);
    const said = first && this.at(this.witnessed, holder, first.index);
    const { delivery } = this.facts.agreement;
    const held = this.at(this.held, log, index);
    const had = delivery === undefined || held === undefined ? undefined : clock.add(held, delivery.allowance);
    return Math.min(said ?? clock.END_S, had ?? clock.END_S);
  }

  /** Returns the hours by which others could see a party's notifications of a format: in the order of its log. */
  seenOf(format: string, party: string): readonly number[] {
    const place = `${format} ${party}`;
    let hours = this.series.get(place);
    if (hours === undefined) {
      const said = this.facts.notified.get(format)?.get(party) ?? [];
      this.series.set(place, (hours = said.map(({ id }) => this.seenBy(hex(id)))));
    }
    return hours;
  }

  private by(seen: ReadonlyMap<string, Steps>, id: string): number | undefined {
    const { log, index } = this.facts.places.get(id)!;
    return this.at(seen, log, index);
  }

  private at(seen: ReadonlyMap<string, Steps>, log: string, index: number): number | undefined {
    const steps = seen.get(log)!;
    let [low, high] = [0, steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle]!.size > BigInt(index)) high = middle;
      else low = middle + 1;
    }
    return steps[low]?.earliest;
  }
}

/** Statements that revocations dispute -> the hour by which the earliest such revocation was witnessed. */
export type Disputed = ReadonlyMap<string, number>;

/** What everybody can see at an hour, who holds what is folded; disputed statements are left out. */
export class Reader implements StopSight {
  constructor(
    private readonly facts: Facts,
    private readonly hours: Hours,
    readonly hour: number,
    private readonly disputed: Disputed,
  ) {}

  reaches(until: number): boolean {
    return this.hour <= until;
  }

  *stops(format: string, party: string): Iterable<Stopping> {
    const series = this.facts.notified.get(format)?.get(party) ?? [];
    for (let at = this.hours.seenOf(format, party).findLastIndex((hour) => hour <= this.hour); at >= 0; at--) {
      const said = series[at]!;
      const until = this.disputed.get(hex(said.id));
      if (until === undefined || this.hour < until) yield { ...said, disputed: until !== undefined };
    }
  }

  last(format: string, party: string): Series[number] | undefined {
    return this.latest(this.facts.notified.get(format)?.get(party) ?? []);
  }

  figure(party: string, name: string): number | undefined {
    return this.latest(this.facts.figures.get(`${party} ${name}`) ?? [])?.value;
  }

  private latest<T extends { readonly id: Uint8Array }>(said: readonly T[]): T | undefined {
    return said.findLast(({ id }) => !this.disputed.has(hex(id)) && this.hours.seenBy(hex(id)) <= this.hour);
  }
}

function earliest(hours: readonly (readonly [bigint, bigint])[]): Steps {
  const ordered = [...hours].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  const steps: { size: bigint; earliest: number }[] = [];
  let least = Infinity;
  for (const [size, hour] of ordered.reverse()) {
    least = Math.min(least, Number(hour));
    steps.push({ size, earliest: least });
  }
  return steps.reverse();
}
