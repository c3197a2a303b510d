/**
 * The course of a regime: which document is in effect at which cut, and for whom.
 *
 * 1. A log *carries* an amendment that stands in it, or that a statement which stands in it names in `re`. It is *settled*
 *    at the first joint cut that holds it and, from every log, an entry that carries its document under its number, if
 *    that is the number after those settled at the cut before. So nobody's stolen keys amend anything: its own log, which
 *    its own node writes, must have said so. A partial cut settles nothing.
 * 2. The document that it names is in effect from that cut on. Where a cut settles several of one number, they must name
 *    one document; else none of them takes effect, and their number is spent.
 * 3. What bears a number that is settled already never takes effect: it was said by who had not seen that.
 * 4. An author *knows* a cut that it logged, or that the author of what it observed knew. It speaks under the document in
 *    effect at the last cut that it knows; so nobody speaks under an older one than those had whom it can cite.
 *
 * Cuts are a chain: each names and holds the one before it. So what is settled at a cut depends on what it holds, on
 * nothing else.
 */

import type { Course, Facts, Said } from "./facts.js";
import { compareText, hex } from "../encoding/bytes.js";
import type { Cut } from "../statements/kinds.js";

/**
 * An amendment that stands, and the first joint cut that holds it, carried by every log.
 *
 * `status`: `pending` while there is no such cut; `took effect` there; `void`: another of its number, carried too, names
 * another document; `late`: its number was settled before.
 */
export interface AmendmentState {
  readonly id: Uint8Array;
  readonly party: string;
  readonly number: number;
  readonly agreement: Uint8Array;
  readonly status: "late" | "pending" | "took effect" | "void";
  readonly cut?: number;
}

/** Returns what is settled at a cut all of which is folded, after what is `before` it. */
export function settle(facts: Facts, cut: Cut, before: Course): Course {
  const documents = cut.absent === undefined ? namedBy(facts, cut, before.settled + 1) : new Set<string>();
  if (documents.size === 0) return before;
  const [digest] = documents;
  return { settled: before.settled + 1, digest: documents.size === 1 ? digest! : before.digest };
}

/** Lets a cut settle what it holds. Requires that the cut before it is closed. */
export function close(facts: Facts, said: Said, cut: Cut): void {
  const course = settle(facts, cut, before(facts, cut));
  if (course.settled > 0) facts.course.set(cut.number, course);
  reach(facts, said, cut.number);
}

/** Returns what was settled at the cut that a cut names as the one before it. */
function before(facts: Facts, cut: Cut): Course {
  return facts.courseAt(facts.numberBefore(cut));
}

/** Lets the author of `said` know a cut from the next entry on. */
export function reach(facts: Facts, said: Said, cut: number): void {
  const { eras } = facts.log(said.log);
  const known = eras.at(-1)?.cut ?? 0;
  if (cut > known) eras.push({ size: said.index + 1, cut });
}

/**
 * Returns the cut with the highest number and all before it, each as the next names it, by number.
 *
 * A joint cut that comes late, when its number was passed over, is not among them.
 *
 * @param closing a cut over all that is folded, which is no entry of any log yet
 */
function chainOf(facts: Facts, closing?: Cut): readonly Cut[] {
  const found: Cut[] = [];
  const last = facts.cuts.size === 0 ? undefined : facts.cuts.get(Math.max(...facts.cuts.keys()))!.body;
  for (let cut = closing ?? last; cut !== undefined; cut = cut.previous && facts.cutOf(cut.previous)) found.push(cut);
  return found.reverse();
}

/**
 * Returns the digest of the document in effect at `now`: at the last cut of the chain whose hour is not after it.
 *
 * @param closing a cut over all that is folded, at `now`, which is no entry of any log yet
 */
export function inEffect(facts: Facts, now: number, closing?: Cut): string {
  let last = 0;
  for (const { hour, number } of chainOf(facts)) if (hour <= now) last = number;
  const course = facts.courseAt(last);
  return (closing === undefined ? course : settle(facts, closing, course)).digest;
}

/** Returns every amendment that stands, by number and id, and what became of it. */
export function amendmentsOf(facts: Facts, closing?: Cut): readonly AmendmentState[] {
  const joint = chainOf(facts, closing).filter(({ absent }) => absent === undefined);
  const found = [...facts.amendments].map(([key, { id, body }]): AmendmentState => {
    const { party } = facts.log(facts.places.get(key)!.log);
    const told = { id, party, number: body.number, agreement: body.agreement };
    const cut = joint.find((one) => isHeld(facts, one, key) && namedBy(facts, one, body.number).has(hex(body.agreement)));
    if (cut === undefined) return { ...told, status: "pending" };
    const late = body.number <= before(facts, cut).settled;
    const alone = namedBy(facts, cut, body.number).size === 1;
    return { ...told, status: late ? "late" : alone ? "took effect" : "void", cut: cut.number };
  });
  return found.sort((left, right) => left.number - right.number || compareText(hex(left.id), hex(right.id)));
}

/** Returns the digests of the documents under a number that a cut holds, carried by every log. */
function namedBy(facts: Facts, cut: Cut, number: number): ReadonlySet<string> {
  const sizes = new Map(cut.vector.map(({ log, size }) => [log, size]));
  const carrying = new Map<string, Set<string>>();
  for (const [id, { body }] of facts.amendments) {
    if (body.number !== number || !isHeld(facts, cut, id)) continue;
    const logs = carrying.get(hex(body.agreement)) ?? new Set();
    carrying.set(hex(body.agreement), logs);
    for (const [log, index] of facts.carried.get(id)!) if (index < (sizes.get(log) ?? 0)) logs.add(log);
  }
  return new Set([...carrying].filter(([, logs]) => logs.size === facts.logs.size).map(([digest]) => digest));
}

function isHeld(facts: Facts, cut: Cut, id: string): boolean {
  const at = facts.places.get(id)!;
  return cut.vector.some(({ log, size }) => log === at.log && at.index < size);
}
