/** The calls that vectors of clocks and quotas make: JSON values in, JSON values out, refusals pass through. */

import type { Call } from "./calls_encoding.js";
import { type Given, type Json, integer, list, object, string, toValue } from "./json.js";
import * as calendar from "../src/agreement/calendar.js";
import * as clock from "../src/agreement/clock.js";
import * as quota from "../src/agreement/quota.js";
import type { Shape } from "../src/encoding/shape.js";

const SHAPES: ReadonlyMap<string, Shape<unknown>> = new Map<string, Shape<unknown>>([
  ["calendar", calendar.CALENDAR],
  ["day", calendar.DAY],
  ["period", clock.PERIOD],
  ["places", quota.PLACES],
  ["recurrence", clock.RECURRENCE],
  ["share", quota.SHARE],
  ["span", clock.SPAN],
  ["span-from-0", clock.SPAN_FROM_0],
]);

/** Returns what a shape reads of a member; of an absent one undefined. */
function read<T>(shape: Shape<T>, json: Json | undefined): T | undefined {
  return json === undefined ? undefined : shape(toValue(json), "");
}

function number(json: Json | undefined): number {
  return Number(integer(json));
}

/** Returns the document that a shape read, as its `write` does in Python. */
function written(value: unknown): Json {
  if (typeof value === "number") return BigInt(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(written);
  return Object.fromEntries(Object.entries(value as object).map(([name, member]) => [name, written(member)]));
}

/** Returns the member if there is a number for it. */
function known(name: string, value: number | undefined): Given {
  return value === undefined ? {} : { [name]: BigInt(value) };
}

export const CLOCK_CALLS: Readonly<Record<string, Call>> = {
  "clock.add": (given) => {
    const span = clock.SPAN_FROM_0(toValue(given["span"]!), "");
    return known("end_s", clock.add(number(given["start_s"]), span, read(calendar.CALENDAR, given["calendar"])));
  },
  "clock.before": (given) => {
    const span = clock.SPAN_FROM_0(toValue(given["span"]!), "");
    return known("start_s", clock.before(number(given["end_s"]), span, read(calendar.CALENDAR, given["calendar"])));
  },
  "clock.period": (given) => {
    const kind = clock.PERIOD(toValue(given["kind"]!), "");
    const found = clock.period(kind, number(given["hour_s"]), number(given["in_force_s"]));
    return found === undefined
      ? {}
      : { index: BigInt(found.index), start_s: BigInt(found.startS), end_s: BigInt(found.endS) };
  },
  "clock.occurrences": (given) => {
    const recurrence = clock.RECURRENCE(toValue(given["recurrence"]!), "");
    const found = clock.occurrences(recurrence, number(given["in_force_s"]), number(given["until_s"]), {
      ...(given["from_s"] !== undefined && { fromS: number(given["from_s"]) }),
      countMax: number(given["count_max"]),
      calendar: read(calendar.CALENDAR, given["calendar"]),
    });
    return { occurrences: [...found].map(([index, hourS]) => ({ index: BigInt(index), hour_s: BigInt(hourS) })) };
  },
  "clock.occurrence": (given) => {
    const recurrence = clock.RECURRENCE(toValue(given["recurrence"]!), "");
    const calendarRead = read(calendar.CALENDAR, given["calendar"]);
    return known("hour_s", clock.occurrence(recurrence, number(given["in_force_s"]), number(given["index"]), calendarRead));
  },
  "clock.chain": (given) => {
    const stages = list(given["stages"]).map((json): clock.Stage => {
      const stage = object(json);
      return [read(clock.SPAN, stage["not_before"]), read(clock.SPAN, stage["within"])];
    });
    const found = clock.chain(stages, number(given["start_s"]), read(calendar.CALENDAR, given["calendar"]));
    return {
      stages: found.map(([earliestS, latestS]) => ({ earliest_s: BigInt(earliestS), ...known("latest_s", latestS) })),
    };
  },
  "clock.read": (given) => ({
    value: written(SHAPES.get(string(given["shape"]))!(toValue(given["value"]!), "")),
  }),
  "quota.places": (given) => {
    const places = quota.PLACES(toValue(given["places"]!), "");
    const figure = given["figure"] === undefined ? undefined : number(given["figure"]);
    return known("places", quota.count(places, number(given["period_index"]), figure));
  },
  "quota.total": (given) => known("total", quota.total(quota.PLACES(toValue(given["places"]!), ""))),
};
