/**
 * Duties: who owes what to whom, since when, until when, and how it stands at an hour.
 *
 * Each statement that is a duty's start makes one instance of it; so does each date that returns, and entry into force.
 * The instance is done by the first statement of its thread that is what the duty is done by and comes from who owes it.
 * How it stands is the first of these that holds: unconfirmed, done (early), released, excess, blocked, suspended, done late,
 * unwitnessed or due, not done by due hour; spec/regime.md says when, and how far a default reaches.
 */

import * as conditions from "./conditions.js";
import type { Facts, Threaded } from "./facts.js";
import { type Disputed, type Hours, Reader } from "./hours.js";
import { eventNamed, isEvent } from "./subjects/notification.js";
import { standingOf } from "./suspension.js";
import { resolve } from "./who.js";
import type { Calendar } from "../agreement/calendar.js";
import { notificationOf } from "../agreement/check.js";
import * as clock from "../agreement/clock.js";
import { IN_FORCE, eventOf, threadsOf } from "../agreement/events.js";
import type { Duty } from "../agreement/terms.js";
import { UNIX_S_MAX } from "../statements/kinds.js";
import { compare, compareText, hex } from "../encoding/bytes.js";

export const NOT_DONE = "not done by due hour";
const RECURRENCES_MAX = 20_000; // as many returns of one date are judged: of a day, those of 54 years

/** One instance of a duty. */
export interface Owed {
  readonly duty: string;
  readonly by: string;
  readonly to: readonly string[];
  /** The statement that started it, in hexadecimal; absent for entry into force and dates that return. */
  readonly start?: string;
  /** Of a date that returns, from 1; else 0. */
  readonly number: number;
  readonly start_s?: number;
  readonly from_s?: number;
  readonly due_s?: number;
  readonly status: string;
  readonly done?: string;
  readonly done_s?: number;
  readonly blocked_by?: readonly string[];
  readonly disputed_by?: readonly string[];
}

/** Every duty of a regime at one hour. */
export class Duties {
  private readonly instances = new Map<string, readonly Owed[]>();
  private readonly events = new Map<string, readonly Threaded[]>();
  private readonly notDone = new Map<string, Defaults>();

  constructor(
    private readonly facts: Facts,
    private readonly hours: Hours,
    private readonly now: number,
    private readonly disputed: Disputed,
    /** How each matter stands that was raised, by its statement. */
    private readonly raised: ReadonlyMap<string, string>,
    /** Notices of visits that bind nobody: in excess, or before their right was open. */
    private readonly unbound: ReadonlySet<string>,
  ) {}

  /** Returns every instance, by duty, number, start and party. */
  all(): readonly Owed[] {
    return (this.facts.agreement.duties ?? [])
      .flatMap((duty) => this.standing(duty).map((owed) => this.freed(owed)))
      .sort(
        (left, right) =>
          compareText(left.duty, right.duty) ||
          left.number - right.number ||
          compareText(left.start ?? "", right.start ?? "") ||
          compareText(left.by, right.by),
      );
  }

  /** Returns the statements that are an event, disputed ones too, by index and log. */
  starts(wanted: string): readonly Threaded[] {
    let found = this.events.get(wanted);
    if (found === undefined) {
      const all = [...this.facts.statements.values()].filter((said) => isEvent(this.facts, said, wanted));
      this.events.set(wanted, (found = this.inOrder(all)));
    }
    return found;
  }

  /** Returns the instances of a duty, whatever frees them. */
  private standing(duty: Duty): readonly Owed[] {
    let found = this.instances.get(duty.name);
    if (found === undefined) this.instances.set(duty.name, (found = [...this.judgedOf(duty)]));
    return found;
  }

  private *judgedOf(duty: Duty): Iterable<Owed> {
    const { facts } = this;
    const calendar = (facts.agreement.calendars ?? []).find(({ name }) => name === duty.calendar);
    if (duty.recurs !== undefined) {
      for (const by of resolve(facts, duty.by)) yield* this.datesOf(duty, duty.recurs, by, calendar);
      return;
    }
    if (duty.start === IN_FORCE) {
      for (const by of resolve(facts, duty.by)) {
        const done = this.starts(duty.done_by).find((said) => this.does(said, by));
        yield this.judged(duty, { by, number: 0, ...this.windowOf(duty, facts.enteredAt(by), calendar), done });
      }
      return;
    }
    const ends = threadsOf(facts.agreement, duty.done_by);
    for (const said of this.starts(duty.start!)) {
      const root = facts.statements.get(facts.threads.get(hex(said.id))!)!;
      // Nothing in this thread can do it, or it has not begun.
      if (!ends.has(eventNamed(root)) || this.hours.existedBy(hex(said.id)) > this.now) continue;
      for (const by of resolve(facts, duty.by, said.party, facts.threads.get(hex(said.id))!)) {
        const window = this.windowOf(duty, this.startOf(duty, by, said), calendar);
        yield this.judged(duty, { by, number: 0, start: said, ...window, done: this.doneIn(duty, by, said) });
      }
    }
  }

  /** Yields the instances of a date that returns, up to the first after now; none while the party knows of none. */
  private *datesOf(duty: Duty, recurs: clock.Recurrence, by: string, calendar?: Calendar): Iterable<Owed> {
    const entered = this.facts.enteredAt(by);
    if (entered === undefined) return;
    const options = { countMax: RECURRENCES_MAX, ...(calendar && { calendar }) };
    const counted = new Set<string>();
    let before = entered;
    for (const [number, hour] of clock.occurrences(recurs, entered, UNIX_S_MAX, options)) {
      const due = duty.within === undefined ? hour : clock.add(hour, duty.within, calendar);
      const from = duty.not_before === undefined ? before : clock.before(hour, duty.not_before, calendar);
      const done = this.starts(duty.done_by).find(
        (said) => this.does(said, by) && !counted.has(hex(said.id)) && this.hours.existedBy(hex(said.id)) >= from,
      );
      if (done !== undefined) counted.add(hex(done.id));
      yield this.judged(duty, { by, number, start_s: hour, from_s: from, due_s: due, done });
      if (hour > this.now) return;
      before = hour;
    }
  }

  private windowOf(duty: Duty, start: number | undefined, calendar?: Calendar): Window {
    if (start === undefined) return {};
    return {
      start_s: start,
      ...(duty.not_before !== undefined && { from_s: clock.add(start, duty.not_before, calendar) }),
      ...(duty.within !== undefined && { due_s: clock.add(start, duty.within, calendar) }),
    };
  }

  private startOf(duty: Duty, by: string, said: Threaded): number | undefined {
    if (duty.counted_from === "delivered") return this.hours.deliveredBy(hex(said.id), by);
    if (duty.counted_from === "delivered-to") {
      const to = resolve(this.facts, duty.to, said.party, this.facts.threads.get(hex(said.id))!, by);
      const delivered = to.filter((party) => party !== said.party).map((party) => this.hours.deliveredBy(hex(said.id), party));
      // To the last of them.
      if (delivered.includes(undefined)) return undefined;
      if (delivered.length > 0) return Math.max(...delivered.map((hour) => hour!));
    }
    // An hour that helps its author is bounded by what others saw.
    const own = said.party === by;
    const existed = own ? this.hours.existedBy(hex(said.id)) : this.hours.witnessedBy(hex(said.id));
    const told = duty.counted_from === "occurred" && said.kind === "notification" ? said.body.hour : undefined;
    if (told === undefined || existed === undefined) return existed;
    return own ? Math.min(told, existed) : Math.max(told, existed);
  }

  /** Returns whether a statement counts for who owes: its own, or both sides' report, there by now, not disputed. */
  private does(said: Threaded, by: string): boolean {
    if (this.disputed.has(hex(said.id)) || this.hours.existedBy(hex(said.id)) > this.now) return false;
    return (said.party === by || said.kind === "inspection-report");
  }

  /** Returns the first statement that does a duty started by `start`: about it, where its format can be, or of its thread. */
  private doneIn(duty: Duty, by: string, start: Threaded): Threaded | undefined {
    const { facts } = this;
    if (duty.done_by === duty.start) return this.does(start, by) ? start : undefined; // what tells its own hour
    const [kind, name] = eventOf(duty.done_by);
    const about = kind === "notification" ? (notificationOf(facts.agreement, name)?.about ?? []) : [];
    if (start.kind === "notification" && about.some((event) => isEvent(facts, start, event))) {
      const answers = (facts.replies.get(hex(start.id)) ?? []).filter((said) => isEvent(facts, said, duty.done_by));
      return this.inOrder(answers).find((said) => said.party === by && this.does(said, by));
    }
    const thread = facts.thread.get(facts.threads.get(hex(start.id))!) ?? [];
    const said = thread.map((id) => facts.statements.get(id)!).filter((one) => isEvent(facts, one, duty.done_by));
    return this.inOrder(said).find((one) => one.id !== start.id && this.does(one, by));
  }

  private inOrder<S extends Threaded>(said: readonly S[]): readonly S[] {
    const placed = said.map((one) => ({ one, ...this.facts.places.get(hex(one.id))! }));
    placed.sort((left, right) => left.index - right.index || compareText(left.log, right.log));
    return placed.map(({ one }) => one);
  }

  private judged(
    duty: Duty,
    given: Window & { by: string; number: number; start?: Threaded; done: Threaded | undefined },
  ): Owed {
    const { facts, hours } = this;
    const { by, number, start, start_s, from_s, due_s, done } = given;
    const asked = due_s === undefined ? this.now : Math.min(this.now, due_s);
    const reader = new Reader(facts, hours, asked, this.disputed);
    const blocked = (duty.only_if ?? []).filter((name) => !conditions.holds(facts, name, reader));
    const doneS = done === undefined ? undefined : hours.witnessedBy(hex(done.id));
    const doubts = this.discrepancies(duty);
    const root = start && facts.threads.get(hex(start.id))!;
    return {
      duty: duty.name,
      by,
      to: resolve(facts, duty.to, start?.party, root, by),
      ...(start !== undefined && { start: hex(start.id) }),
      number,
      ...(start_s !== undefined && { start_s }),
      ...(from_s !== undefined && { from_s }),
      ...(due_s !== undefined && { due_s }),
      status: this.statusOf(duty, given, root, doneS, blocked.length > 0, reader),
      ...(done !== undefined && { done: hex(done.id) }),
      ...(doneS !== undefined && { done_s: doneS }),
      ...(blocked.length > 0 && { blocked_by: blocked }),
      ...(doubts.length > 0 && { disputed_by: doubts }),
    };
  }

  private statusOf(
    duty: Duty,
    { by, start_s, from_s, due_s, done }: Window & { by: string; done: Threaded | undefined },
    root: string | undefined,
    doneS: number | undefined,
    blocked: boolean,
    reader: Reader,
  ): string {
    if (start_s === undefined) return "unconfirmed";
    const late = doneS !== undefined && due_s !== undefined && doneS > due_s;
    if (doneS === undefined || late) {
      if (root !== undefined && this.unbound.has(root)) return "excess";
      if (blocked) return "blocked";
      if (standingOf(this.facts, reader, duty.name, by) !== "in force") return "suspended";
    }
    if (doneS !== undefined && doneS <= this.now) {
      if (late) return "done late";
      return from_s !== undefined && doneS < from_s ? "done early" : "done";
    }
    if (due_s !== undefined && this.now > due_s) return NOT_DONE;
    return done === undefined ? "due" : "unwitnessed";
  }

  /**
   * Returns a duty as released if the default of another one came before its hour and reaches it.
   *
   * Two duties may free each other: whose hour came first did not do it, and the other is free.
   */
  private freed(owed: Owed): Owed {
    if (["unconfirmed", "done", "done early"].includes(owed.status)) return owed;
    const root = owed.start === undefined ? undefined : this.facts.threads.get(owed.start);
    const end = owed.due_s ?? clock.END_S;
    const begin = (owed.number > 0 ? owed.from_s : owed.start_s) ?? 0;
    for (const duty of this.facts.agreement.duties ?? []) {
      if (duty.default?.releases?.includes(owed.duty) !== true) continue;
      const { inThread, anywhere, elsewhere } = this.defaultsOf(duty);
      const freed =
        (root !== undefined && (inThread.get(root) ?? clock.END_S) < end) ||
        reaches(anywhere, begin, end) ||
        (root === undefined && reaches(elsewhere, begin, end));
      if (freed) return { ...owed, status: "released" };
    }
    return owed;
  }

  /** Returns the hours at which a duty was not done, and how far each reaches. */
  private defaultsOf(duty: Duty): Defaults {
    const known = this.notDone.get(duty.name);
    if (known !== undefined) return known;
    const standing = this.standing(duty);
    const dates = new Map(standing.filter(({ number }) => number > 0).map((owed) => [`${owed.by} ${owed.number}`, owed.start_s]));
    const found = { inThread: new Map<string, number>(), anywhere: [] as Span[], elsewhere: [] as Span[] };
    for (const { status, due_s, start, by, number } of standing) {
      if (status !== NOT_DONE || due_s === undefined) continue;
      if (start === undefined) {
        found.anywhere.push([due_s, (dates.get(`${by} ${number + 1}`) ?? clock.END_S) - 1]);
        continue;
      }
      const root = this.facts.threads.get(start)!;
      found.inThread.set(root, Math.min(due_s, found.inThread.get(root) ?? clock.END_S));
      found.elsewhere.push([due_s, due_s]);
    }
    this.notDone.set(duty.name, found);
    return found;
  }

  /** Returns the statements that say the texts disagree on this duty, and that are open. */
  private discrepancies(duty: Duty): readonly string[] {
    const found: Uint8Array[] = [];
    for (const term of this.facts.agreement.notifications ?? []) {
      if (term.effect !== "disputes" || (term.of !== undefined && !term.of.includes(duty.name))) continue;
      for (const series of this.facts.notified.get(term.name)?.values() ?? []) {
        found.push(...series.map(({ id }) => id).filter((id) => this.raised.get(hex(id)) === "open"));
      }
    }
    return found.sort(compare).map(hex);
  }
}

/** From when, and until when, what a default frees may have begun. */
type Span = readonly [number, number];

/** Hours at which a duty was not done: the first of each thread; and where else it reaches. */
interface Defaults {
  readonly inThread: ReadonlyMap<string, number>;
  readonly anywhere: readonly Span[];
  readonly elsewhere: readonly Span[];
}

/** Returns whether a default before `end` reaches what began at `begin`. */
function reaches(spans: readonly Span[], begin: number, end: number): boolean {
  return spans.some(([hour, last]) => hour < end && last >= begin);
}

/** The hours of an instance: the start of its clock, and its window. */
interface Window {
  readonly start_s?: number;
  readonly from_s?: number;
  readonly due_s?: number;
}

