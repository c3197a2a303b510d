/**
 * Ladders: how far up the parties are, and who has not stepped.
 *
 * A rung is `done` when all its steps are witnessed; the one after the last done is `under way`, and `halted` once its hour
 * has passed. A rung's hour counts from the start of the ladder, or from the hour by which the rung below was done.
 */

import type { Duties } from "./duties.js";
import type { Facts } from "./facts.js";
import type { Disputed, Hours } from "./hours.js";
import { notificationOf } from "../agreement/check.js";
import * as clock from "../agreement/clock.js";
import { principalsOf } from "../agreement/document.js";
import { IN_FORCE } from "../agreement/events.js";
import type { Ladder } from "../agreement/terms.js";
import { compareText, hex } from "../encoding/bytes.js";

/** One rung: `stepped`, `missing`: who has, has not. */
export interface RungState {
  readonly rung: string;
  readonly status: "done" | "halted" | "not begun" | "under way";
  readonly due_s?: number;
  readonly done_s?: number;
  readonly stepped: readonly string[];
  readonly missing: readonly string[];
}

/** A ladder and its rungs from below. */
export interface LadderState {
  readonly ladder: string;
  readonly rungs: readonly RungState[];
}

/** Returns how a ladder stands at `now`. */
export function ladderState(
  facts: Facts,
  hours: Hours,
  duties: Duties,
  ladder: Ladder,
  now: number,
  disputed: Disputed,
): LadderState {
  let begun = ladder.start === IN_FORCE ? enteredBy(facts) : begunAt(hours, duties, ladder);
  if (begun !== undefined && begun > now) begun = undefined;
  const rungs = ladder.rungs.map((rung): RungState => {
    const steps = rung.steps.map((step) => {
      const id = [...(facts.notified.get(step)?.values() ?? [])].flat().find(({ id }) => !disputed.has(hex(id)))?.id;
      const hour = id === undefined ? undefined : hours.witnessedBy(hex(id));
      return { by: notificationOf(facts.agreement, step)!.by[0]!, hour: hour !== undefined && hour <= now ? hour : undefined };
    });
    const seen = steps.flatMap(({ hour }) => hour ?? []);
    const due = begun === undefined || rung.within === undefined ? undefined : clock.add(begun, rung.within);
    const done = seen.length === steps.length ? Math.max(...seen) : undefined;
    const late = due !== undefined && now > due;
    const status = done !== undefined ? "done" : begun === undefined ? "not begun" : late ? "halted" : "under way";
    const named = (stepped: boolean): readonly string[] =>
      [...new Set(steps.filter(({ hour }) => (hour !== undefined) === stepped).map(({ by }) => by))].sort(compareText);
    begun = done;
    return {
      rung: rung.name,
      status,
      ...(due !== undefined && { due_s: due }),
      ...(done !== undefined && { done_s: done }),
      stepped: named(true),
      missing: named(false),
    };
  });
  return { ladder: ladder.name, rungs };
}

/** Returns the last hour that a principal had shown when it saw the agreement in force; nothing while one has not. */
function enteredBy(facts: Facts): number | undefined {
  const entered = principalsOf(facts.agreement).map(({ name }) => facts.enteredAt(name));
  return entered.every((hour) => hour !== undefined) ? Math.max(...entered) : undefined;
}

/** Returns the hour by which the first statement that starts a ladder was witnessed, whatever it tells. */
function begunAt(hours: Hours, duties: Duties, ladder: Ladder): number | undefined {
  const begun = duties.starts(ladder.start).map(({ id }) => hours.seenBy(hex(id)));
  return begun.length === 0 ? undefined : Math.min(...begun);
}
