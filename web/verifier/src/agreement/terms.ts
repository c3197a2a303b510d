/**
 * What an agreement may say beside sites and undertakings: monitors, notifications, conditions, duties, and so on.
 *
 * A *notification* is a typed message that the agreement names. An *event* is a text: `in-force`, or `notice/NAME`,
 * `report/NAME`, `one-sided/NAME`, `designation/NAME` of an inspection, `notification/NAME` of a format,
 * `declaration/NAME` of a site, `reading/NAME` of a monitor. A statement belongs to a *thread*: a notice starts one; what
 * is about a statement is of its thread; a reading is of that of the notice it names; any other notification or reading
 * starts its own. Members bear the names that they have in the document.
 */

import { CALENDAR, type Calendar } from "./calendar.js";
import {
  PERIOD,
  type PeriodKind,
  RECURRENCE,
  type Recurrence,
  SPAN,
  SPAN_FROM_0,
  type Span,
} from "./clock.js";
import { PLACES, type Places } from "./quota.js";
import * as shape from "../encoding/shape.js";
import type { Shape } from "../encoding/shape.js";
import { NAME, POINT } from "../statements/kinds.js";

export const CLAUSE = shape.text("[A-Za-z0-9][A-Za-z0-9.()-]{0,31}", 32);
export const EVENT = shape.text(
  "in-force|(notice|report|one-sided|designation|opening|notification|declaration|reading)/[a-z][a-z0-9-]{0,63}",
  96,
);
export const LANGUAGE = "[a-z]{2}";
export const WORDS = shape.text(undefined, 1024);
export const TITLE = shape.mapOf(WORDS, LANGUAGE, 1, 16);
const TEXTS = shape.mapOf(shape.text(String.raw`[^\x00-\x09\x0b-\x1f\x7f]+`, 8192), LANGUAGE, 1, 16);

export const WHO: readonly string[] = ["author", "each", "inspected", "inspecting", "others"];
export const CARRIES = ["hour", "points", "site", "until", "words"] as const;
const EFFECTS = ["pauses", "suspends", "resumes", "withdraws", "refers", "resolves", "disputes", "exempts"] as const;

/** A title or text by language, two letters each. */
export type Title = ReadonlyMap<string, string>;

/** One clause of the authentic texts: its number, and its words in every authentic language. */
export interface Clause {
  readonly name: string;
  readonly text: Title;
}

/** That `persons` persons of `role` sign, of the party that `by` names: author, inspected, or each with a log. */
export interface Signature {
  readonly by: "author" | "each" | "inspected";
  readonly role: string;
  readonly persons: number;
}

/** A format of notification: who may say it, about what, with what in it, how often, on which conditions, to what effect. */
export interface NotificationTerm {
  readonly name: string;
  readonly title: Title;
  readonly by: readonly string[];
  readonly clause?: string;
  readonly about?: readonly string[];
  readonly carries?: readonly (typeof CARRIES)[number][];
  readonly figures?: readonly string[];
  readonly once?: "about" | "ever";
  readonly only_if?: readonly string[];
  readonly effect?: (typeof EFFECTS)[number];
  readonly of?: readonly string[];
  readonly signed?: readonly Signature[];
}

/** Something that holds or not. Exactly one of `notification`, `all`, `any` and `figure` is given. */
export interface Condition {
  readonly name: string;
  readonly title: Title;
  readonly clause?: string;
  readonly notification?: string;
  readonly withdrawn_by?: string;
  readonly all?: readonly string[];
  readonly any?: readonly string[];
  readonly figure?: string;
  readonly by?: string;
  readonly at_least?: number;
}

/** What follows when a duty is not done by its hour: what the other side is then free of. */
export interface Default {
  readonly releases?: readonly string[];
  readonly title?: Title;
}

/** Who owes whom what, from when, until when. */
export interface Duty {
  readonly name: string;
  readonly title: Title;
  readonly by: string;
  readonly to: string;
  readonly done_by: string;
  readonly start?: string;
  readonly recurs?: Recurrence;
  readonly counted_from: "delivered" | "delivered-to" | "occurred" | "said";
  readonly not_before?: Span;
  readonly within?: Span;
  readonly calendar?: string;
  readonly clause?: string;
  readonly only_if?: readonly string[];
  readonly default?: Default;
}

/** One rung: the notifications that are its steps, in any order or at once, all within a time. */
export interface Rung {
  readonly name: string;
  readonly steps: readonly string[];
  readonly within?: Span;
}

/** Rungs in order. A step of a rung may be said only when all steps of the rungs below are witnessed. */
export interface Ladder {
  readonly name: string;
  readonly title: Title;
  readonly rungs: readonly Rung[];
  readonly start: string;
  readonly clause?: string;
}

/** How many visits there may be in a period. */
export interface Quota {
  readonly name: string;
  readonly title: Title;
  readonly inspections: readonly string[];
  readonly per: "all" | "inspected" | "inspecting" | "pair" | "site";
  readonly period: PeriodKind;
  readonly places: Places;
  readonly counting: "open" | "visits";
  readonly declared_by?: string;
  readonly winner?: string;
  readonly clause?: string;
}

/** What looks while nobody visits: by which measure, whose site, at which points (all without any), and who reads it. */
export interface Monitor {
  readonly name: string;
  readonly title: Title;
  readonly measure: string;
  readonly inspected: string;
  readonly by: readonly string[];
  readonly site: string;
  readonly points?: readonly string[];
  readonly clause?: string;
  readonly only_if?: readonly string[];
}

/** When a right may be used: not before, and not later than, so long after entry into force. */
export interface Window {
  readonly opens?: Span;
  readonly lapses?: Span;
  readonly calendar?: string;
}

/** What counts as delivered: the receipt, or *held* by so many mirrors of the trust file, and the allowance. */
export interface Delivery {
  readonly receipt: string;
  readonly allowance: Span;
  readonly mirrors: readonly string[];
  readonly held_quorum: number;
}

/** How much one party may say in its channel in a period, fillers included. */
export interface Volume {
  readonly entries: number;
  readonly bytes: number;
  readonly period: "calendar-year" | "day" | "month";
}

/** The clock of what is referred to the consultative commission: not resolved by then, it is unpursued. */
export interface Commission {
  readonly within: Span;
}

/** When those who signed may close a cut without the others: how many sign at least, and the time that all have. */
export interface Cuts {
  readonly quorum: number;
  readonly within: Span;
}

/** The members that an agreement may have beside those that it must have. */
export interface Terms {
  readonly calendars?: readonly Calendar[];
  readonly clauses?: readonly Clause[];
  readonly commission?: Commission;
  readonly conditions?: readonly Condition[];
  readonly cuts?: Cuts;
  readonly delivery?: Delivery;
  readonly duties?: readonly Duty[];
  readonly in_force_if?: readonly string[];
  readonly ladders?: readonly Ladder[];
  readonly languages?: readonly string[];
  readonly monitors?: readonly Monitor[];
  readonly notifications?: readonly NotificationTerm[];
  readonly quotas?: readonly Quota[];
  readonly volume?: Volume;
}

/** Returns the shape of a list of records, strictly ascending by name. */
export function byName<T extends { readonly name: string }>(entry: Shape<T>): Shape<readonly T[]> {
  return shape.listOf(entry, 1, 1024, ({ name }) => name);
}

/** Returns the shape of a list of names, strictly ascending. */
export function names(): Shape<readonly string[]> {
  return shape.listOf(NAME, 1, 256, (name) => name);
}

export const LANGUAGES = shape.listOf(shape.text(LANGUAGE, 2), 1, 16, (language) => language);
export const SIGNATURE: Shape<Signature> = shape.record({
  by: shape.choice(["author", "each", "inspected"]),
  role: NAME,
  persons: shape.integer(1, 32),
});
export const WINDOW: Shape<Window> = shape.record({}, { calendar: NAME, lapses: SPAN, opens: SPAN });

const NOTIFICATION: Shape<NotificationTerm> = shape.record(
  { by: names(), name: NAME, title: TITLE },
  {
    about: shape.listOf(EVENT, 1, 64, (event) => event),
    carries: shape.listOf(shape.choice(CARRIES), 1, 8, (word) => word),
    clause: CLAUSE,
    effect: shape.choice(EFFECTS),
    figures: names(),
    of: names(),
    once: shape.choice(["about", "ever"]),
    only_if: names(),
    signed: shape.listOf(SIGNATURE, 1, 16),
  },
);
const CONDITION: Shape<Condition> = shape.record(
  { name: NAME, title: TITLE },
  {
    all: names(),
    any: names(),
    at_least: shape.integer(1, 1_000_000_000),
    by: NAME,
    clause: CLAUSE,
    figure: NAME,
    notification: NAME,
    withdrawn_by: NAME,
  },
);
const DUTY: Shape<Duty> = shape.record(
  {
    by: NAME,
    counted_from: shape.choice(["delivered", "delivered-to", "occurred", "said"]),
    done_by: EVENT,
    name: NAME,
    title: TITLE,
    to: NAME,
  },
  {
    calendar: NAME,
    clause: CLAUSE,
    default: shape.record({}, { releases: names(), title: TITLE }),
    not_before: SPAN_FROM_0,
    only_if: names(),
    recurs: RECURRENCE,
    start: EVENT,
    within: SPAN_FROM_0,
  },
);
const RUNG: Shape<Rung> = shape.record({ name: NAME, steps: names() }, { within: SPAN });
const LADDER: Shape<Ladder> = shape.record(
  { name: NAME, rungs: shape.listOf(RUNG, 1, 64), start: EVENT, title: TITLE },
  { clause: CLAUSE },
);
const QUOTA: Shape<Quota> = shape.record(
  {
    counting: shape.choice(["open", "visits"]),
    inspections: names(),
    name: NAME,
    per: shape.choice(["all", "inspected", "inspecting", "pair", "site"]),
    period: PERIOD,
    places: PLACES,
    title: TITLE,
  },
  { clause: CLAUSE, declared_by: NAME, winner: NAME },
);

const MONITOR: Shape<Monitor> = shape.record(
  { by: names(), inspected: NAME, measure: NAME, name: NAME, site: NAME, title: TITLE },
  { clause: CLAUSE, only_if: names(), points: shape.listOf(POINT, 1, undefined, (point) => point) },
);

/** The shapes of the members that an agreement may have. */
export const TERMS = {
  calendars: byName(CALENDAR),
  clauses: shape.listOf(shape.record({ name: CLAUSE, text: TEXTS }), 1, 4096),
  commission: shape.record({ within: SPAN }),
  conditions: byName(CONDITION),
  cuts: shape.record({ quorum: shape.integer(2, 63), within: SPAN }),
  delivery: shape.record({ allowance: SPAN_FROM_0, held_quorum: shape.integer(1, 64), mirrors: names(), receipt: NAME }),
  duties: byName(DUTY),
  in_force_if: names(),
  ladders: byName(LADDER),
  languages: LANGUAGES,
  monitors: byName(MONITOR),
  notifications: byName(NOTIFICATION),
  quotas: byName(QUOTA),
  volume: shape.record({
    bytes: shape.integer(1),
    entries: shape.integer(1, 1_000_000_000),
    period: shape.choice(["calendar-year", "day", "month"]),
  }),
};
