/**
 * The calendar: days, months and years of the Gregorian one, and which days are worked (spec/clock.md, 1 and 2).
 *
 *     {"holidays":["2022-03-08"],"name":"working-days","weekend":[6,7]}
 *
 * 1. a day is a number of days since 1970-01-01, which was a Thursday; a month one of months since January of the year 0;
 * 2. all of it is in GMT: a day has 86,400 seconds;
 * 3. a day is worked if its weekday is not in `weekend` and its date not in `holidays`.
 *
 * Nothing here walks from day to day: that 10,000 working days are over costs no more than that one is.
 */

import * as shape from "../encoding/shape.js";
import type { Shape } from "../encoding/shape.js";
import { Refused, quoted } from "../errors.js";
import { NAME } from "../statements/kinds.js";

export const DAY_S = 86_400;
export const HOLIDAYS_MAX = 4_096;

/** Which days are worked: `weekend` as ISO weekdays, Monday 1 to Sunday 7; `holidays` as `YYYY-MM-DD`. */
export interface Calendar {
  readonly name: string;
  readonly weekend: readonly number[];
  readonly holidays: readonly string[];
}

/** Calendar -> number of days from Monday on to how many of them are worked, and the holidays on worked weekdays. */
const reckoned = new WeakMap<Calendar, { readonly week: readonly number[]; readonly free: readonly number[] }>();

/** Returns the `number`-th working day after `day`; before it where `number` is negative, never 0. */
export function workingDayLater(calendar: Calendar, day: number, number: number): number {
  const { free } = workedOf(calendar);
  const reach = 7 * (Math.abs(number) + free.length + 1); // a week has a working day, but for its holidays
  const [low, high] = number > 0 ? [day + 1, day + reach] : [day - reach, day];
  const wanted = number > 0 ? worked(calendar, day) + number : worked(calendar, day - 1) + number + 1;
  return firstFor(low, high, (one) => worked(calendar, one) >= wanted);
}

/** Returns the number of working days up to and with `day`, less that of those up to 1969-12-28. */
function worked(calendar: Calendar, day: number): number {
  const { week, free } = workedOf(calendar);
  const weeks = floor(day + 3, 7); // whole weeks since Monday, 1969-12-29
  const rest = day + 3 - 7 * weeks;
  return weeks * week[7]! + week[rest + 1]! - firstFor(0, free.length, (place) => free[place]! > day);
}

function workedOf(calendar: Calendar): { readonly week: readonly number[]; readonly free: readonly number[] } {
  let found = reckoned.get(calendar);
  if (found === undefined) {
    const isWorked = (weekday: number): boolean => !calendar.weekend.includes(weekday);
    const week = [0];
    for (let weekday = 1; weekday <= 7; weekday += 1) week.push(week[weekday - 1]! + (isWorked(weekday) ? 1 : 0));
    const days = calendar.holidays.map((text) => {
      const [year, month, day] = text.split("-").map(Number);
      return dayOf(year!, month!, day!);
    });
    found = { week, free: days.filter((day) => isWorked(day + 4 - 7 * floor(day + 3, 7))) };
    reckoned.set(calendar, found);
  }
  return found;
}

/** Returns the least integer of low <= integer < high for which `holds`, which never ceases to; else `high`. */
export function firstFor(low: number, high: number, holds: (integer: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = floor(from + to, 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Returns the number of days from 1970-01-01 to a date of the proleptic Gregorian calendar. */
export function dayOf(year: number, month: number, day: number): number {
  // Years from March on, so that the leap day is the last; by then months of 31, 30, 31, 30, 31 days come in fives.
  const [y, m] = month > 2 ? [year, month - 3] : [year - 1, month + 9];
  const leapDays = floor(y, 4) - floor(y, 100) + floor(y, 400);
  return 365 * y + leapDays + floor(153 * m + 2, 5) + day - 719_469;
}

/** Returns year, month and day of the month. The reverse of `dayOf`. */
export function dateOf(day: number): readonly [year: number, month: number, day: number] {
  const cycle = floor(day + 719_468, 146_097); // days of 400 years, from 0000-03-01 on
  let rest = day + 719_468 - 146_097 * cycle;
  const year = floor(rest - floor(rest, 1_460) + floor(rest, 36_524) - floor(rest, 146_096), 365);
  rest -= 365 * year + floor(year, 4) - floor(year, 100);
  const month = floor(5 * rest + 2, 153);
  const ofMonth = rest - floor(153 * month + 2, 5) + 1;
  return month < 10 ? [400 * cycle + year, month + 3, ofMonth] : [400 * cycle + year + 1, month - 9, ofMonth];
}

/** Returns the integer at or below number / divisor. */
export function floor(number: number, divisor: number): number {
  return Math.floor(number / divisor);
}

/** Returns the number of days that a month has. */
export function lastDay(year: number, month: number): number {
  return dayOf(year + floor(month, 12), (month % 12) + 1, 1) - dayOf(year, month, 1);
}

/** Returns the month in which a time lies. */
export function monthOf(hourS: number): number {
  const [year, month] = dateOf(floor(hourS, DAY_S));
  return 12 * year + month - 1;
}

/** Returns the first second of a month. */
export function monthBegin(month: number): number {
  return dayOf(floor(month, 12), (month % 12) + 1, 1) * DAY_S;
}

/** Returns the time so many months later, on the last day of a month that is too short; earlier if negative. */
export function monthsLater(startS: number, months: number): number {
  const startDay = floor(startS, DAY_S);
  const [startYear, startMonth, ofMonth] = dateOf(startDay);
  const target = 12 * startYear + startMonth - 1 + months;
  const year = floor(target, 12);
  const month = target - 12 * year + 1;
  return dayOf(year, month, Math.min(ofMonth, lastDay(year, month))) * DAY_S + (startS - startDay * DAY_S);
}

// Shapes

const MONTH_DAY_PATTERN = [
  "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
  "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
  "02-(?:0[1-9]|[12][0-9])",
].join("|");
const DAY_TEXT = shape.text(`(?:19[7-9][0-9]|[2-9][0-9]{3})-(?:${MONTH_DAY_PATTERN})`, 10);

/** A date of 1970 to 9999 as `YYYY-MM-DD`, one that exists, else `field-form`. */
export const DAY: Shape<string> = (value, where) => {
  const read = DAY_TEXT(value, where);
  const [year, month, day] = read.split("-").map(Number);
  if (day! > lastDay(year!, month!)) {
    throw new Refused("field-form", `got ${quoted(read)}, a date that does not exist`, where);
  }
  return read;
};
const MONTH_DAY_TEXT = shape.text(MONTH_DAY_PATTERN, 5);

/** A day of leap years as `MM-DD`, else `field-form`. */
export const MONTH_DAY: Shape<string> = (value, where) => {
  try {
    return MONTH_DAY_TEXT(value, where);
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== "field-form") throw error;
    throw new Refused("field-form", "want a month and a day that it has, MM-DD, as 12-15", where);
  }
};

export const CALENDAR: Shape<Calendar> = shape.record({
  name: NAME,
  weekend: shape.listOf(shape.integer(1, 7), 0, 6, (weekday) => weekday),
  holidays: shape.listOf(DAY, 0, HOLIDAYS_MAX, (day) => day),
});
