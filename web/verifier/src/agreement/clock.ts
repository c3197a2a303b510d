/**
 * Clocks: what a span of time, a period or a date that returns comes to, in Unix seconds (spec/clock.md).
 *
 *     {"months": 6}    from 2022-08-31T12:00:00Z    until 2023-02-28T12:00:00Z
 *
 * 1. the calendar is the Gregorian one, all of it in GMT: a day has 86,400 seconds and there is no other zone;
 * 2. minutes to weeks are exact; months and years keep the day of the month and the time of day, and where the month is
 *    too short its last day is taken; working days keep the time of day, and the day of the start does not count;
 * 3. a time is an integer of 0 to `UNIX_S_MAX`: what would be later is that, and what would be earlier is 0;
 * 4. the end of a period is the first second after it, so `END_S` for what ends with the last time there is;
 * 5. whatever returns is counted from the entry into force and never from the last time, so no clipping adds up.
 *
 * No number of any agreement stands here. Codes are those of shapes; no call below refuses. Every number is an integer
 * below 2^53, so exact.
 */

import {
  type Calendar,
  DAY_S,
  MONTH_DAY,
  dayOf,
  firstFor,
  floor,
  lastDay,
  monthBegin,
  monthOf,
  monthsLater,
  workingDayLater,
} from "./calendar.js";
import { isObject } from "../encoding/canonical.js";
import * as shape from "../encoding/shape.js";
import type { Shape } from "../encoding/shape.js";
import { Misuse, Refused } from "../errors.js";
import { UNIX_S_MAX } from "../statements/kinds.js";

export const END_S = UNIX_S_MAX + 1; // the first second after the last time there is
const SECONDS = { minutes: 60, hours: 3_600, days: DAY_S, weeks: 7 * DAY_S } as const;
const MONTHS = { months: 1, years: 12 } as const;
const EXACT_MAX = 1_000_000;
const COUNT_MAX = {
  minutes: EXACT_MAX,
  hours: EXACT_MAX,
  days: EXACT_MAX,
  weeks: EXACT_MAX,
  months: 1_200,
  years: 1_000,
  working_days: 10_000,
} as const;
/** Nothing returns more often than the days between the first time and the last. */
export const INDEX_MAX = Math.floor(UNIX_S_MAX / DAY_S);

export const PERIODS = ["ever", "calendar-year", "treaty-year", "half-year", "month", "day"] as const;
export type PeriodKind = (typeof PERIODS)[number];
const RETURNING = ["calendar-year", "treaty-year", "half-year", "month", "day"] as const;
type Returning = (typeof RETURNING)[number];

/** What a span is counted in. */
export type Unit = keyof typeof COUNT_MAX;

/** A span of time in one unit: exactly one member is given. */
export type Span = { readonly [U in Unit]?: number };

/** One period: its `index` from 1, and startS <= hour < endS. */
export interface Period {
  readonly index: number;
  readonly startS: number;
  readonly endS: number;
}

/** A date that returns: exactly one of the first three is given. */
export interface Recurrence {
  /** `MM-DD`, its first second; 02-29 is 02-28 in a year without it. */
  readonly yearly?: string;
  /** Months or years from entry into force. */
  readonly every?: Span;
  /** The end of each such period. */
  readonly each?: Returning;
  /** What is added to each date. A duty "by 15 December" lasts until yearly `12-15`, grace one day. */
  readonly grace?: Span;
}

/** A stage of a chained clock: it ends not before the first span, and within the second. */
export type Stage = readonly [notBefore: Span | undefined, within: Span | undefined];

/**
 * Returns the Unix second `span` after `startS`, at most `UNIX_S_MAX`. Requires 0 <= startS <= UNIX_S_MAX.
 *
 * A later start never ends on an earlier day. It may end at an earlier hour of one day, where clipping or a weekend
 * brings two days of start to one.
 *
 * @throws Misuse working days without a calendar
 */
export function add(startS: number, span: Span, calendar?: Calendar): number {
  return Math.min(moved(startS, span, calendar, 1), UNIX_S_MAX);
}

/**
 * Returns the Unix second `span` before `endS`, at least 0. Requires 0 <= endS <= UNIX_S_MAX.
 *
 * Of minutes to weeks, the latest hour from which the span is over at `endS`. Months, years and working days are
 * counted backwards by the same rules: the n-th working day before the day of the end.
 *
 * @throws Misuse working days without a calendar
 */
export function before(endS: number, span: Span, calendar?: Calendar): number {
  return Math.max(moved(endS, span, calendar, -1), 0);
}

/**
 * Returns for each stage the earliest and the latest hour of its end; each starts at the end of the one before.
 *
 * A stage that nothing keeps waiting may end at once. The latest is undefined from the first stage on that has no end.
 *
 * @throws Misuse working days without a calendar
 */
export function chain(
  stages: Iterable<Stage>,
  startS: number,
  calendar?: Calendar,
): readonly (readonly [earliestS: number, latestS: number | undefined])[] {
  const result: [number, number | undefined][] = [];
  let earliestS = startS;
  let latestS: number | undefined = startS;
  for (const [notBefore, within] of stages) {
    if (notBefore !== undefined) earliestS = add(earliestS, notBefore, calendar);
    latestS = latestS === undefined || within === undefined ? undefined : add(latestS, within, calendar);
    result.push([earliestS, latestS]);
  }
  return result;
}

/**
 * Returns the period of a kind in which `hourS` lies; undefined before entry into force, or before the first period.
 *
 * `ever`: one period from entry into force. `calendar-year`, `month`, `day`: those of GMT, the first being that of
 * entry into force. `treaty-year`: from entry into force to its anniversary. `half-year`: six months, the first from
 * the first day of the month that follows entry into force (New START).
 */
export function period(kind: PeriodKind, hourS: number, inForceS: number): Period | undefined {
  if (hourS < inForceS) return undefined;
  if (kind === "ever") return { index: 1, startS: inForceS, endS: END_S };
  const index = indexOf(kind, hourS, inForceS);
  if (index < 1) return undefined;
  const endS = Math.min(begin(kind, index + 1, inForceS), END_S);
  return { index, startS: begin(kind, index, inForceS), endS };
}

/**
 * Returns the hour of the return of an index from 1, its grace added. One behind `UNIX_S_MAX` never comes.
 *
 * @throws Misuse a grace of working days without a calendar
 */
export function occurrence(recurrence: Recurrence, inForceS: number, index: number, calendar?: Calendar): number {
  const dateS = dateAt(recurrence, inForceS, index);
  return recurrence.grace === undefined ? dateS : moved(dateS, recurrence.grace, calendar, 1);
}

/** Which returns are asked for: from the hour `fromS` on, 0 if it is absent, at most `countMax` of them. */
export interface Asked {
  readonly fromS?: number;
  readonly countMax: number;
  readonly calendar?: Calendar | undefined;
}

/**
 * Yields the index from 1 and the hour of each return from `fromS` to `untilS`, both with it.
 *
 * The first date is the first that is not before entry into force; of `every` and `each`, the first end. The window is
 * found by halving: what came before it is not walked over.
 *
 * @throws Misuse a grace of working days without a calendar
 */
export function* occurrences(
  recurrence: Recurrence,
  inForceS: number,
  untilS: number,
  { fromS = 0, countMax, calendar }: Asked,
): Generator<readonly [index: number, hourS: number], void> {
  const hour = (index: number): number => occurrence(recurrence, inForceS, index, calendar);
  // Later dates have no earlier hours (spec/clock.md, section 2, 4).
  const first = firstFor(1, INDEX_MAX + 1, (index) => hour(index) >= fromS);
  for (let index = first; index < Math.min(first + countMax, INDEX_MAX + 1); index += 1) {
    const hourS = hour(index);
    if (hourS > Math.min(untilS, UNIX_S_MAX)) return;
    yield [index, hourS];
  }
}

// What they are made of

/** Returns the second `span` later, or earlier for a `sign` of -1; beyond all bounds if it comes to that. */
function moved(startS: number, span: Span, calendar: Calendar | undefined, sign: 1 | -1): number {
  const [unit, number] = counted(span);
  if (number === 0) return startS;
  if (unit in SECONDS) return startS + sign * number * SECONDS[unit as keyof typeof SECONDS];
  if (unit in MONTHS) return monthsLater(startS, sign * number * MONTHS[unit as keyof typeof MONTHS]);
  if (calendar === undefined) throw new Misuse("working days need a calendar");
  const day = floor(startS, DAY_S);
  return workingDayLater(calendar, day, sign * number) * DAY_S + (startS - day * DAY_S);
}

/** Returns the unit, and how many of it. */
function counted(span: Span): readonly [Unit, number] {
  return (Object.entries(span) as [Unit, number][])[0]!;
}

/** Returns the first month of the first period, and the months of each. */
function grid(kind: "calendar-year" | "half-year" | "month", inForceS: number): readonly [first: number, size: number] {
  const month = monthOf(inForceS);
  if (kind === "calendar-year") return [12 * floor(month, 12), 12];
  return kind === "half-year" ? [month + 1, 6] : [month, 1];
}

function indexOf(kind: Returning, hourS: number, inForceS: number): number {
  if (kind === "day") return floor(hourS, DAY_S) - floor(inForceS, DAY_S) + 1;
  if (kind === "treaty-year") {
    const index = floor(monthOf(hourS) - monthOf(inForceS), 12) + 1;
    return begin(kind, index, inForceS) > hourS ? index - 1 : index;
  }
  const [first, size] = grid(kind, inForceS);
  return floor(monthOf(hourS) - first, size) + 1;
}

/** Returns the first second of a period. */
function begin(kind: Returning, index: number, inForceS: number): number {
  if (kind === "day") return (floor(inForceS, DAY_S) + index - 1) * DAY_S;
  if (kind === "treaty-year") return monthsLater(inForceS, 12 * (index - 1));
  const [first, size] = grid(kind, inForceS);
  return monthBegin(first + size * (index - 1));
}

/** Returns the date of an index from 1, without grace. */
function dateAt({ yearly, every, each }: Recurrence, inForceS: number, index: number): number {
  if (every !== undefined) {
    const [unit, number] = counted(every);
    return monthsLater(inForceS, index * number * MONTHS[unit as keyof typeof MONTHS]);
  }
  if (each !== undefined) return begin(each, index + 1, inForceS);
  const [month, day] = yearly!.split("-").map(Number);
  const of = (year: number): number => dayOf(year, month!, Math.min(day!, lastDay(year, month!))) * DAY_S;
  const year = floor(monthOf(inForceS), 12);
  return of(of(year) >= inForceS ? year + index - 1 : year + index);
}

// Shapes

/** A record of which exactly one of some optional members is given, else `field-count`. */
export function exactlyOne<T extends object>(record: Shape<T>, names: readonly string[]): Shape<T> {
  return (value, where) => {
    const read = record(value, where);
    if (names.filter((name) => isObject(value) && value.has(name)).length !== 1) {
      throw new Refused("field-count", `want exactly one of ${names.join(", ")}`, where);
    }
    return read;
  };
}

function spanOf(units: readonly Unit[], low = 1): Shape<Span> {
  const members = Object.fromEntries(units.map((unit) => [unit, shape.integer(low, COUNT_MAX[unit])]));
  return exactlyOne(shape.record({}, members), units);
}

export const SPAN = spanOf(Object.keys(COUNT_MAX) as Unit[]);
/** A span that may be none: then it ends when it starts, worked or not. */
export const SPAN_FROM_0 = spanOf(Object.keys(COUNT_MAX) as Unit[], 0);
export const PERIOD = shape.choice(PERIODS);

export const RECURRENCE: Shape<Recurrence> = exactlyOne(
  shape.record(
    {},
    { yearly: MONTH_DAY, every: spanOf(["months", "years"]), each: shape.choice(RETURNING), grace: SPAN },
  ),
  ["yearly", "every", "each"],
);
