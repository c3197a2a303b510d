/**
 * The closing cut: judged beside its vector, before it is an entry of any log.
 *
 * An attestation carries the cut over its own entries; the note itself, and what its proposer observed to found it,
 * come later in the logs. So it is judged by the keys valid at the vector, by these, in this order:
 *
 *     R1   it is a statement note                                        codes of the parsers
 *     R2, R3   of the agreement's exercise or not, of its channel        entry-header, entry-channel
 *     R29  it is a cut, by the party whose turn it is                    cut-kind, cut-proposer
 *     R6   every line is of a key known there, and verifies              entry-signer, key-point, signature-*
 *     R7   the persons of all who must signed, and no line is dispensable entry-threshold, cut-surplus
 *     R9   the slot is the cut's number                                  slot-form, slot-taken
 *     R29  it cites the previous cut that it names, and nothing else      cut-cites
 *     R11  the agreement is in force                                     not-in-force
 *     R29  it is the next cut after those folded                         cut-number, cut-previous, cut-hour,
 *                                                                        cut-receding
 *     R30  its vector is complete, by the logs' own roots, and closed    cut-logs, cut-root, cut-open, cut-hour
 *     R72 to R74   who is absent may be, and their time is over          cut-absent, cut-quorum, cut-early,
 *                                                                        cut-behind
 */

import type { Facts, Said, Told } from "./facts.js";
import * as standing from "./standing.js";
import * as cuts from "./subjects/cut.js";
import { named } from "../agreement/document.js";
import { Refused } from "../errors.js";
import * as notes from "../log/note.js";
import type { Cut } from "../statements/kinds.js";
import * as statements from "../statements/statement.js";

/**
 * Resolves to the cut that the note `data` closes over all that is folded.
 *
 * @throws Refused one of the codes of the module's list, the first that holds
 */
export async function closing(all: Facts, data: Uint8Array): Promise<Told<Cut>> {
  const facts = all.under(all.courseAt(Math.max(0, ...all.cuts.keys())).digest); // in effect at the last cut
  const note = notes.parse(data);
  const statement = statements.parse(note.text);
  if (statement.header !== facts.agreement.header) {
    throw new Refused("entry-header", `got first line ${statement.header}, want ${facts.agreement.header}`);
  }
  if (statement.channel !== facts.agreement.channel) {
    throw new Refused("entry-channel", `got channel ${statement.channel}, want ${facts.agreement.channel}`);
  }
  if (statement.kind !== "cut") {
    throw new Refused("cut-kind", `got a statement of kind ${statement.kind}, want a cut`);
  }
  const { body, id } = statement;
  const proposer = cuts.proposer(facts, body.number);
  if (statement.party !== proposer) {
    throw new Refused("cut-proposer", `got a cut by ${statement.party}, want one by ${proposer}`);
  }
  const { log } = named(facts.agreement.parties, proposer);
  const said: Said = { log, index: facts.log(log).tree.size, note, statement };
  want(await standing.linesKnown(facts, said));
  want(await standing.thresholdMet(facts, said));
  if (await hasDispensableLine(facts, said)) {
    throw new Refused("cut-surplus", "got a line without which enough persons signed");
  }
  want(standing.slotFree(facts, said));
  want(cuts.speaksOfMore(statement, body) ? "cut-cites" : "");
  want(standing.inForce(facts, said));
  want(cuts.follows(facts, [...facts.cuts.values()], body));
  want(cuts.wellFormed(facts, body));
  want(cuts.partial(facts, said));
  return { id, body };
}

async function hasDispensableLine(facts: Facts, said: Said): Promise<boolean> {
  for (const place of said.note.lines.keys()) {
    const lines = said.note.lines.filter((_, other) => other !== place);
    const without = { ...said, note: { text: said.note.text, lines } };
    if ((await standing.thresholdMet(facts, without)) === "") return true;
  }
  return false;
}

function want(code: string): void {
  if (code !== "") throw new Refused(code, "the closing cut breaks this rule of spec/regime.md");
}
