/**
 * The joint numbers of a finding: the guarantee, the likelihood ratio, what breaks even, and an agreed posterior.
 *
 * Presence momentary speaks of one freeze, so the last visit decides. For the other two every visit within the
 * standard's window, which ends with the last freeze, counts. The posterior rests on all visits since entry into force.
 * Days are those of UTC: between two hours lie as many as their day numbers differ.
 */

import type { Evidence } from "./evidence.js";
import { type Agreement, DAILY_MAX, type Prior, type Undertaking, named, secondsOf } from "../agreement/document.js";
import * as posterior from "../confidence/posterior.js";
import type { Step } from "../confidence/posterior.js";
import * as presence from "../confidence/presence.js";
import { type Fraction, ONE, fraction, minus } from "../encoding/fraction.js";
import { Misuse } from "../errors.js";
import type { State } from "../regime/judge.js";

const DAY_S = 86_400;
const DAYS_MAX = 7_320; // days of decay that are reckoned, some twenty years; their number of bits is what costs

/** What the visits of an undertaking come to. */
export interface Numbers {
  /** Least probability, in [0, 1], that they would have shown the items, without any prior. */
  readonly guarantee: Fraction;
  /** How much likelier what they showed is with the items there than without. */
  readonly likelihoodRatio: Fraction;
  /** Least prior of absence with which absence is as sure as the standard's probability. */
  readonly breakEvenPrior: Fraction;
  /** Greatest hazard a day, in millionths, with which certain absence stays so sure until now. */
  readonly breakEvenHazard?: Fraction;
  /** Hour and b(hour), rounded up to millionths, at each visit that shows anything, ascending. */
  readonly curve: readonly (readonly [number, Fraction])[];
  /** Latest hour with b(hour) at most 1/20. */
  readonly assuredSince?: number;
  /** Least and greatest probability of absence now, rounded outward to millionths. */
  readonly posterior?: posterior.Between;
}

/** Returns the seconds back from the last freeze within which the items may have come; 0 for presence momentary. */
export function windowOf({ standard }: Undertaking): number {
  const length = standard.window ?? standard.duration;
  return length === undefined ? 0 : secondsOf(length);
}

/** Returns the visits that the guarantee rests on: the last one, or all within the window. Requires one. */
export function counted(owed: Undertaking, evidence: readonly Evidence[]): readonly Evidence[] {
  if (owed.standard.presence === "momentary") return evidence.slice(-1);
  const firstS = evidence.at(-1)!.look.hourS - windowOf(owed);
  return evidence.filter(({ look }) => look.hourS >= firstS);
}

/** Returns the numbers of an undertaking. Requires evidence, ascending by freeze, whose last visit counts. */
export function numbersOf(
  agreement: Agreement,
  state: State,
  owed: Undertaking,
  evidence: readonly Evidence[],
): Numbers {
  const { standard } = owed;
  const lastS = evidence.at(-1)!.look.hourS;
  const within = counted(owed, evidence).filter(({ counts }) => counts);
  const looks = evidence.filter(({ counts }) => counts).map(({ look }) => look);
  const steps = stepsOf(within, lastS - windowOf(owed), state.now);
  const prior = posterior.breakEvenPrior(
    steps.map((step) => ({ ...step, days: 0 })),
    standard.probability,
  );
  if (prior === undefined) throw new Misuse("without hazards there is a prior that breaks even");
  const days = daysOf(steps);
  const tail = looks.slice(-presence.VISITS_MAX);
  const assured = presence.assuredSince(tail);
  const agreed = standard.prior === undefined ? undefined : posteriorOf(standard.prior, state, evidence);
  return {
    guarantee: guaranteeOf(agreement, owed, looks),
    likelihoodRatio: posterior.likelihoodRatio(steps),
    breakEvenPrior: prior,
    ...(0 < days && days <= DAYS_MAX && { breakEvenHazard: posterior.breakEvenHazard(steps, standard.probability) }),
    curve: [...presence.curve(tail)]
      .map(([hourS, { numerator, denominator }]) => {
        const rounded = (numerator * posterior.GRID + denominator - 1n) / denominator;
        return [hourS, fraction(rounded, posterior.GRID)] as const;
      })
      .toReversed(),
    ...(assured !== undefined && { assuredSince: assured }),
    ...(agreed !== undefined && { posterior: agreed }),
  };
}

function guaranteeOf(agreement: Agreement, owed: Undertaking, looks: readonly presence.Look[]): Fraction {
  const { duration } = owed.standard;
  const last = looks.at(-1)!;
  if (duration === undefined) return minus(ONE, last.miss);
  const times = { lastS: last.hourS, durationS: secondsOf(duration), windowS: windowOf(owed) };
  if (owed.standard.presence === "continuous") return presence.continuous(looks, times);
  return presence.cumulative(looks, times, secondsOf(named(agreement.items, owed.item).least_removal));
}

/** Returns what was seen, and the days before each visit and behind the last, from one hour to another. */
function stepsOf(evidence: readonly Evidence[], sinceS: number, untilS: number): readonly Step[] {
  const steps: Step[] = [];
  let day = Math.floor(sinceS / DAY_S);
  for (const { look, absent, present } of evidence) {
    const here = Math.floor(look.hourS / DAY_S);
    steps.push({ days: here - day, absent, present });
    day = here;
  }
  return [...steps, { days: Math.max(0, Math.floor(untilS / DAY_S) - day), absent: ONE, present: ONE }];
}

function daysOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { days }) => sum + days, 0);
}

/** Returns the bounds of the posterior now; nothing before entry into force, and where too many days have passed. */
function posteriorOf(prior: Prior, state: State, evidence: readonly Evidence[]): posterior.Between | undefined {
  const since = state.in_force_s;
  if (since === undefined) return undefined;
  const seen = evidence.filter(({ counts, look }) => counts && look.hourS >= since);
  const steps = stepsOf(seen, since, state.now);
  if (daysOf(steps) > DAYS_MAX) return undefined;
  const daily = (millionths = 0): Fraction => fraction(BigInt(millionths), BigInt(DAILY_MAX));
  return posterior.bounds(
    [prior.absence_min, prior.absence_max],
    [daily(prior.introduction_min), daily(prior.introduction_max)],
    [daily(prior.removal_min), daily(prior.removal_max)],
    steps,
  );
}
