/**
 * Whether everything in an agreement can come about, or waits for itself (spec/agreement.md, section 4, step 8).
 *
 *     condition/agreed  needs  notification/consent  needs one of  notice/visit  needs  condition/agreed
 *
 * Every event and every condition is a node. It needs all of some nodes, one of others, or both; what can come about is
 * grown from those that need nothing. Steps of a ladder need the rung below, and a rung its steps and the rung below.
 */

import type { Checked } from "./check.js";
import { type Graph, IN_A_VISIT, IN_FORCE, type Names, backwardsOf, namingOf } from "./events.js";
import { declaredIn } from "./sayers.js";
import { compareText } from "../encoding/bytes.js";
import { Refused } from "../errors.js";

/**
 * Returns only if everything can come about: conditions, notifications, visits and readings.
 *
 * @throws Refused `agreement-cycle`
 */
export function checkPossible(agreement: Checked): void {
  checkNoCircle(agreement);
  const found = grown(...needsOf(agreement));
  const waitingOf = (kind: string, entries: readonly { readonly name: string }[]): readonly string[] =>
    entries.map(({ name }) => name).filter((name) => !found.has(`${kind}/${name}`));
  const stuck = [
    ["conditions", waitingOf("condition", agreement.conditions ?? [])],
    ["notifications", waitingOf("notification", agreement.notifications ?? [])],
    ["inspections", waitingOf("notice", agreement.inspections)],
    ["monitors", waitingOf("reading", agreement.monitors ?? [])],
  ] as const;
  for (const [member, waiting] of stuck) {
    if (waiting.length > 0) {
      const waits = waiting.length === 1 ? "it waits for itself" : "they wait for each other";
      const why = `${waiting.join(", ")} can never come about: ${waits}`;
      throw new Refused("agreement-cycle", why, `/${member}/${waiting[0]}`, "put what both must do on one rung");
    }
  }
}

/** Returns only if no condition is made of itself, on whatever branch. */
function checkNoCircle(agreement: Checked): void {
  const parts = new Map((agreement.conditions ?? []).map(({ name, all, any }) => [name, all ?? any ?? []]));
  const settled = grown(parts, new Map());
  const circling = [...parts.keys()].filter((name) => !settled.has(name)).sort(compareText);
  if (circling.length > 0) {
    const made = circling.length === 1 ? "it is made of itself" : "they are made of each other";
    const why = `${circling.join(", ")} can never come about: ${made}`;
    throw new Refused("agreement-cycle", why, `/conditions/${circling[0]}`, "let one of them stand by itself");
  }
}

/** Returns what each event and condition needs all of, and what it needs one of. */
function needsOf(agreement: Checked): readonly [allOf: Graph, oneOf: Graph] {
  const allOf = new Map<string, string[]>([[IN_FORCE, []]]);
  const oneOf = new Map<string, readonly string[]>();
  const conditions = (names: readonly string[] | undefined): string[] => (names ?? []).map((name) => `condition/${name}`);
  for (const { name } of agreement.sites) allOf.set(`declaration/${name}`, []);
  for (const [declaration, designations] of namingOf(agreement)) oneOf.set(declaration, designations);
  for (const { name, only_if } of agreement.inspections) {
    for (const kind of IN_A_VISIT) allOf.set(`${kind}/${name}`, conditions(only_if));
  }
  for (const { name, only_if } of agreement.monitors ?? []) allOf.set(`reading/${name}`, conditions(only_if));
  for (const { name, only_if, about } of agreement.notifications ?? []) {
    allOf.set(`notification/${name}`, conditions(only_if));
    if (about !== undefined) oneOf.set(`notification/${name}`, about);
  }
  for (const { name, rungs } of agreement.ladders ?? []) {
    allOf.set(`rung/${name}/0`, []);
    for (const [place, { steps }] of rungs.entries()) {
      const below = `rung/${name}/${place}`;
      allOf.set(`rung/${name}/${place + 1}`, [below, ...steps.map((step) => `notification/${step}`)]);
      for (const step of steps) allOf.get(`notification/${step}`)!.push(below);
    }
  }
  for (const { name, any, all, figure, by, notification } of agreement.conditions ?? []) {
    const node = `condition/${name}`;
    if (any !== undefined) oneOf.set(node, conditions(any));
    else if (figure !== undefined) oneOf.set(node, [`figure/${figure}/${by}`]);
    else allOf.set(node, notification === undefined ? conditions(all) : [`notification/${notification}`]);
  }
  for (const [place, formats] of declaredIn(agreement)) {
    oneOf.set(`figure/${place}`, formats.map((name) => `notification/${name}`));
  }
  return [allOf, oneOf];
}

/**
 * Returns what can come about, where a node of `allOf` needs all its parts, and one of `oneOf` one of its.
 *
 * A node of both needs both; a part that is a node of neither never comes about. In time linear in nodes and edges.
 */
export function grown(allOf: Graph, oneOf: Graph): Names {
  const missing = new Map([...allOf].map(([node, parts]) => [node, parts.length]));
  for (const node of oneOf.keys()) missing.set(node, (missing.get(node) ?? 0) + 1);
  const needing = backwardsOf(allOf);
  const choosing = backwardsOf(oneOf);
  const choosers = new Set(oneOf.keys());
  const found = new Set([...missing].filter(([, number]) => number === 0).map(([node]) => node));
  const ready = [...found];
  for (let part = ready.pop(); part !== undefined; part = ready.pop()) {
    const met = [...(needing.get(part) ?? []), ...(choosing.get(part) ?? []).filter((node) => choosers.delete(node))];
    for (const node of met) {
      missing.set(node, missing.get(node)! - 1);
      if (missing.get(node) === 0) {
        found.add(node);
        ready.push(node);
      }
    }
  }
  return found;
}
