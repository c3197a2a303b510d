/** All subjects: kind -> its numbered rules, and what a statement does that passed them. */

import * as amendment from "./amendment.js";
import * as cut from "./cut.js";
import * as declaration from "./declaration.js";
import * as designation from "./designation.js";
import * as draw from "./draw.js";
import * as inspection from "./inspection.js";
import * as keys from "./keys.js";
import * as membership from "./membership.js";
import * as notification from "./notification.js";
import * as observation from "./observation.js";
import * as reading from "./reading.js";
import * as seal from "./seal.js";
import { type Effect, stands } from "../effects.js";
import type { Facts, Said } from "../facts.js";
import type { Rule } from "../standing.js";
import type { KindName } from "../../statements/kinds.js";

const SUBJECTS = [
  membership,
  keys,
  observation,
  notification,
  declaration,
  seal,
  designation,
  inspection,
  reading,
  draw,
  cut,
  amendment,
];

export const RULES: ReadonlyMap<string, readonly Rule[]> = new Map(
  SUBJECTS.flatMap((subject) => Object.entries(subject.RULES)),
);

/** Codes of an amendment by what its document says. */
const DOCUMENT_CODES: readonly string[] = [
  "amendment-document",
  "amendment-founding",
  "amendment-force",
  "amendment-name",
  "amendment-step",
];

/** Returns what a statement does by breaking a rule with `code`: it keeps its adverse effects. */
export function consequencesOf(code: string, said: Said): readonly Effect[] {
  if (said.statement.kind === "amendment" && DOCUMENT_CODES.includes(code)) {
    return [{ does: "consults", digest: said.statement.body.agreement }];
  }
  return code === "draw-early" ? draw.spoil(said) : [];
}

/** Returns what a statement does that passed its rules. */
export function effectsOf(facts: Facts, said: Said): readonly Effect[] {
  const kind: KindName = said.statement.kind;
  return kind === "observed" ? observation.EFFECTS.observed(facts, said) : [stands(said)];
}
